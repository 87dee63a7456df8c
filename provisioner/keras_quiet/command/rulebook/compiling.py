"""Makes of the rules what a kernel reads: only what it needs to judge, with the index by which it finds a rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .kernel import BARE, INSTALLED, LOGGING, NATIVE, WARNING, WRITE, literal_start, start_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .entries import RuleEntry

# The fields of a rule in the kernel's file, in this order.
FIELDS = ("id", "way", "sources", "messages", "continues", "action", "categories", "asked_by", "called_from")


def to_json(rules: Iterable[RuleEntry]) -> str:
    """Return the text of `inside/rules.json`."""
    return json.dumps(compiled(rules), ensure_ascii=False, separators=(",", ":"))


def compiled(rules: Iterable[RuleEntry]) -> dict[str, Any]:
    """Return the rules as lists of FIELDS, and the index.

    `table` says by the way and by `keys` which rules may name a message, as their numbers in `rules`. `loggers` are
    the loggers of which any rule speaks, `starts` the literal beginnings of the messages that have no prefix.
    """
    rules = tuple(rules)
    table: dict[str, dict[str, list[int]]] = {}
    for number, rule in enumerate(rules):
        for key in keys(rule):
            table.setdefault(rule.way, {}).setdefault(key, []).append(number)
    return {
        "rules": [[getattr(rule, field) for field in FIELDS] for rule in rules],
        "table": table,
        "loggers": sorted({source for rule in rules if rule.way == LOGGING for source in rule.sources}),
        "starts": {way: _starts(rules, way) for way in (BARE, WRITE)},
    }


def keys(rule: RuleEntry) -> list[str]:
    """Return under which names a rule is looked up.

    native: the base names of C++ files; logging: the loggers; warning: the first folder of its place, or for any file
    INSTALLED and how the message begins; bare and write: how the message begins.
    """
    beginnings = [start_of(text) for text in rule.messages]
    if rule.way in (BARE, WRITE):
        return sorted(set(beginnings))
    named = {_key(rule.way, source) for source in rule.sources if source[0] not in ("!", INSTALLED)}
    return sorted(named | {INSTALLED + start for start in beginnings if INSTALLED in rule.sources})


def _key(way: str, source: str) -> str:
    if way == NATIVE:
        return source.rpartition("/")[2]
    return source.partition("/")[0] if way == WARNING else source


def _starts(rules: tuple[RuleEntry, ...], way: str) -> list[str]:
    return sorted({literal_start(text) for rule in rules if rule.way == way for text in rule.messages})
