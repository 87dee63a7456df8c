"""Quiet kernels for Keras: one command for each environment and backend."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from .. import __version__
from ..errors import KerasQuietError
from .verbs import add_verbs

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, or 1 where anything is wrong."""
    words = list(sys.argv[1:] if argv is None else argv)
    chosen, unknown = _parser(words).parse_known_args(words)
    if unknown:  # argparse would print the usage of the command, not of the verb
        chosen.refuse(f"unrecognized arguments: {' '.join(unknown)}")
    try:
        status = int(chosen.run(chosen))
        print(end="", flush=True)  # where stdout is closed, there is none
        return status
    except KerasQuietError as error:
        if sys.stderr is not None:
            print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # `| head` has read enough; so that Python does not complain at its end (docs.python.org, note on SIGPIPE).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jupyter keras-quiet", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    add_verbs(parser, words[0] if words else "")
    return parser
