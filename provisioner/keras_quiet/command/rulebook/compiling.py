"""Makes of the rules what a kernel reads: only what it needs to judge, with the index by which it finds a rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ...inside.grammar.patterns import literal_start
from ...inside.grammar.rule import INSTALLED
from ...inside.grammar.ways import BARE, LOGGING, WRITE
from ...inside.judging.rules import entry_of, key_of
from .starts import starts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .entries import RuleEntry

# The fields of a rule in the kernel's file, in this order (`inside/judging/rules.py`).
FIELDS = ("id", "way", "action", "sources", "messages", "continues", "categories", "asked_by", "called_from")
# By the way and who speaks (`_keys`), by the first START characters of the text: the numbers of rules and messages.
Index = dict[str, dict[str, list[tuple[int, int]]]]


def compiled(rules: Iterable[RuleEntry]) -> str:
    """Return the text of `inside/rules.json`: the rules as lists of FIELDS, with their index.

    `loggers` are those of whom any rule speaks, `writers` the modules that write to a stream of Python's, `starts` the
    literal beginnings of the messages without a prefix. Each entry has a line of its own, and those of the index are
    sorted: a kernel finds a line by bisection and parses few, so its start does not wait for the number of rules.
    """
    rules = tuple(rules)
    index = sorted(entry_of(key) + _text(starts) for key, starts in _index(rules).items())
    head = {
        "loggers": sorted({source for rule in rules if rule.way == LOGGING for source in rule.sources}),
        "writers": sorted({source for rule in rules if rule.way == WRITE for source in rule.sources}),
        "starts": {way: _starts(rules, way) for way in (BARE, WRITE)},
        "keys": len(index),
    }
    entries = [_text([getattr(rule, field) for field in FIELDS]) for rule in rules]
    first = f'{{"head":{_text(head)},'
    lines = [first, '"index":{', ",\n".join(index), '},"rules":[', ",\n".join(entries), "]}"]
    return "\n".join(line for line in lines if line)


def _index(rules: tuple[RuleEntry, ...]) -> Index:
    index: Index = {}
    for number, rule in enumerate(rules):
        for place, pattern in enumerate(rule.messages):
            for start in sorted(starts_of(pattern)):
                for key in _keys(rule, start):
                    index.setdefault(f"{rule.way} {key}", {}).setdefault(start, []).append((number, place))
    return index


def _keys(rule: RuleEntry, start: str) -> set[str]:
    """Return under which keys one message of a rule stands; `start` is how the message begins.

    native: the base names of C++ files; logging: the loggers; warning: the first folder of its place, or for any file
    INSTALLED and how the message begins; bare and write: how the message begins.
    """
    if rule.way in (BARE, WRITE):
        return {start}
    named = {key_of(rule.way, source) for source in rule.sources if source[0] not in ("!", INSTALLED)}
    return named | ({INSTALLED + start} if INSTALLED in rule.sources else set())


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _starts(rules: tuple[RuleEntry, ...], way: str) -> list[str]:
    return sorted({literal_start(text) for rule in rules if rule.way == way for text in rule.messages})
