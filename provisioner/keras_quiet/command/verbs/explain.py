"""`jupyter keras-quiet explain`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from ...errors import CommandError
from . import add, complain, say, say_json

if TYPE_CHECKING:
    import argparse

    from ..explanation import Explanation

# So much of a line, and of a rule's sample, is repeated, in characters.
SHOWN = 110


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(
        verbs, run, "say which rule hides a line and why, or name similar rules; exit status 1 if the line is shown"
    )
    parser.description = (
        "Say which rule hides a line and why. If no rule hides the line, name the most similar rules. Exit status 0 "
        "if every line is hidden on this machine, 1 if a line is shown or may be shown. Your own patterns (hide, show) "
        "do not count here."
    )
    parser.add_argument(
        "line",
        nargs="?",
        metavar="LINE",
        help="the whole line, with its prefix, in quotes; default: lines of standard input",
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print what becomes of each line, and why; return 1 where one is shown."""
    from ..explanation import explain
    from ..rulebook import reading

    if chosen.line is None and sys.stdin.isatty():
        complain("Paste the lines, and end with Ctrl-D on a line of its own")
    text = sys.stdin.read() if chosen.line is None else chosen.line
    explained = list(
        explain(text.replace("\r\n", "\n").split("\n"), reading.read_rules(reading.folder()).rules, os.environ)
    )
    if not explained:
        raise CommandError('explain needs a line: jupyter keras-quiet explain "THE LINE"')
    if chosen.json:
        say_json([_row(each) for each in explained])
    else:
        for each in explained:
            say(_cut(each.line), *_lines(each))
    return not all(each.hidden for each in explained)


def _lines(each: Explanation) -> list[str]:
    if each.rule is not None:
        return [f"{each.text}. Rule {each.rule.id} in {each.rule.file}: {each.rule.why}"]
    near = [
        f"similar rule: {rule.id}, for example for {_cut(rule.hides[0].partition(chr(10))[0])}" for rule in each.nearest
    ]
    return [f"{'shown' if each.hidden is False else 'it depends'}: {each.text}", *near]


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _row(each: Explanation) -> dict[str, Any]:
    return {
        "line": each.line,
        "hidden": each.hidden,
        "text": each.text,
        "rule": each.rule.id if each.rule else None,
        "why": each.rule.why if each.rule else None,
        "nearest": [rule.id for rule in each.nearest],
    }
