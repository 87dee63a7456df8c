"""The verbs of `jupyter keras-quiet`, one in each file: `add_parser` says its words, `run` does it.

A verb imports what it needs in `run`, so that `--help` stays quick. A verb prints by `say` or `say_json`, never by
`print`: a folder's name or a kernel.json may hold line ends and codes for terminals. In this file `list` is the verb,
not the builtin.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...inside.guarding.foreign import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

# In the order in which --help lists them.
VERBS = ("install", "list", "show", "remove", "everywhere", "run", "clean", "doctor", "explain", "rules")


def add_verbs(parser: argparse.ArgumentParser, first: str) -> None:
    """Add to the command's parser the verb that its first word names, or all of them where it names none.

    The imports of the other verbs take longer than `run` needs for the rest of its start.
    """
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name in (first,) if first in VERBS else VERBS:
        import_module(f".{name}", __name__).add_parser(verbs)


def add(
    verbs: Any, run: Callable[[argparse.Namespace], int], text: str, aliases: Sequence[str] = ()
) -> argparse.ArgumentParser:
    """Add one verb, named after the module of its `run`; `text` is its line in --help."""
    name = run.__module__.rpartition(".")[2]
    about = f"{text[0].upper()}{text[1:]}."
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=about, aliases=aliases)
    parser.set_defaults(run=run, refuse=parser.error)
    return parser


def say(first: str, *below: str) -> None:
    """Print one harmless line, and more of them indented below it."""
    print("\n  ".join(map(one_line, (first, *below))))


def complain(text: str) -> None:
    """Print one harmless line to stderr."""
    print(one_line(text), file=sys.stderr)


def say_json(rows: Any) -> None:
    """Print rows as JSON, which writes a control character as an escape."""
    print(json.dumps(rows, indent=1))
