"""`jupyter keras-quiet explain`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from ...errors import CommandError
from . import add, complain, say, say_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ..explanation import Explanation

# So much of a line, and of a rule's sample, is repeated, in characters.
SHOWN = 110
_FATES = {True: "hidden", False: "shown", None: "it depends"}


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(
        verbs, run, "say which rule hides a line and why, or name similar rules; exit status 1 if the line is shown"
    )
    parser.description = (
        "Say which rule hides a line and why. You may also give a row of %keras_quiet log, a further line of a "
        "message, or a part of a line. If no rule hides the line, say why it is shown on purpose, or name the most "
        "similar rules. Exit status 0 if every line is hidden on this machine, 1 if a line is shown or may be shown. "
        "Your own patterns (hide, show) do not count here."
    )
    parser.add_argument(
        "line",
        nargs="*",
        metavar="LINE",
        help="the whole line, with its prefix, in quotes; default: the lines of standard input",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print what becomes of each line, and why; return 1 where one is shown."""
    from ..explanation import explain
    from ..rulebook import reading

    if not chosen.line and sys.stdin.isatty():
        complain("Paste the lines, and end with Ctrl-D on a line of its own")
    text = " ".join(chosen.line) if chosen.line else sys.stdin.read()
    book = reading.read_rules(reading.folder())
    lines = text.replace("\r\n", "\n").split("\n")
    explained = list(explain(lines, book.rules, os.environ, book.shown))
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
    near = [f"{each.near_as}: {rule.id}, for example for {_first(rule.hides)}" for rule in each.near]
    if each.shown is not None and each.is_left_alone:
        return [f"shown: {each.text}, in {each.shown.file}: {each.shown.why}"]
    if each.shown is not None:
        near.append(
            f"similar, and shown on purpose: {_first(each.shown.shows)}, in {each.shown.file}: {each.shown.why}"
        )
    return [f"{_FATES[each.hidden]}: {each.text}", *near]


def _first(samples: Sequence[str]) -> str:
    return _cut(samples[0].partition("\n")[0])


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _row(each: Explanation) -> dict[str, Any]:
    return {
        "line": each.line,
        "hidden": each.hidden,
        "text": each.text,
        "rule": each.rule.id if each.rule else None,
        "why": each.rule.why if each.rule else None,
        "nearest": [rule.id for rule in each.near],
        "shown": each.shown.why if each.shown else None,
    }
