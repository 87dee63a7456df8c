"""What a kernel does with the rules, as far as they are tested by it.

Everything else in this package speaks of entries; here they become the rules of a kernel.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ...inside.grammar.patterns import compiled
from ...inside.grammar.places import place_of
from ...inside.grammar.rule import Rule
from ...inside.grammar.ways import NATIVE, WARNING
from ...inside.judging.rules import speaks
from ...inside.judging.verdicts import LOOKED_AT
from ...inside.lines import continuations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...inside.grammar.messages import Message
    from .entries import Entry, RuleEntry

# The fields of a kernel's rule after its messages.
FURTHER = ("action", "continues", "categories", "asked_by", "called_from")


class Judge:
    """The rules as a kernel asks them, but every one that takes a message answers."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by: dict[tuple[str, str], list[Entry]] = {}
        for entry in entries:
            for key in {_key(entry.way, source) for source in entry.sources or ("",)}:
                self._by.setdefault((entry.way, key), []).append(entry)

    def taking(self, message: Message) -> list[Entry]:
        """Return the entries that name a message."""
        candidates = self._by.get((message.way, _key(message.way, message.source)), [])
        return [entry for entry in candidates if takes(entry, message)]


def _key(way: str, source: str) -> str:
    return source.rpartition("/")[2] if way == NATIVE else ""


def is_said_by(entry: Entry, message: Message) -> bool:
    """Whether an entry names who says a message."""
    return speaks(_rule(entry), message)


def takes(entry: Entry, message: Message) -> bool:
    """Whether an entry names a message: who says it, and one of its texts."""
    if not is_said_by(entry, message):
        return False
    text = message.text[:LOOKED_AT]
    return any(compiled(pattern).match(text) for pattern in entry.messages)


def names(entry: Entry, message: Message) -> bool:
    """Whether an entry names a message as far as its text tells.

    A line says neither in which folder a C++ file is, nor in which file a record of Python's logging was made.
    """
    if entry.way != message.way:
        return False
    if entry.messages and entry.way == NATIVE and any(source.endswith("/") for source in entry.sources):
        return any(compiled(pattern).match(message.text) for pattern in entry.messages)
    if entry.messages:
        return takes(entry, message)
    told = [source for source in entry.sources if entry.way == WARNING or not source.endswith("/")]
    return any(_is_of(message, source) for source in told)


def _is_of(message: Message, source: str) -> bool:
    if message.way == WARNING:
        return place_of(message.source).startswith(source)
    return message.source.rpartition("/")[2] == source.rpartition("/")[2]


def first_untaken(entry: RuleEntry, further: list[str]) -> str | None:
    """Return the first of the lines after a message's first that does not belong to it."""
    return continuations.first_untaken(_rule(entry), further)


@cache
def _rule(entry: Entry) -> Rule:
    further = {name: getattr(entry, name) for name in FURTHER if hasattr(entry, name)}
    return Rule("", entry.way, entry.sources, entry.messages)._replace(**further)
