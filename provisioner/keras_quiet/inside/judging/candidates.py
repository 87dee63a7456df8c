"""Finds the few rules that may name a message, so that more rules cost no more: by who speaks, then by the text.

A table is loaded when somebody of whom it speaks says something first, and a pattern is compiled when its message may
be that. No lock: two threads may do the same at once, and the first result is kept.
"""

import re
from typing import Callable, Container, Dict, Iterable, Iterator, List, Optional, Pattern, Tuple

from ..grammar.kinds import BARE, NATIVE, WARNING, WRITE
from ..grammar.messages import Message
from ..grammar.patterns import START, start_of
from ..grammar.places import KERNEL, place_of
from ..grammar.rule import INSTALLED, Rule
from . import rules, speakers
from .speakers import Speakers

# So many speakers are remembered who are in no table, none with a longer name, in characters: anybody may speak.
REMEMBERED, LONGEST = 1000, 200
Key = Tuple[str, str]  # a kind, and under which name a rule is looked up (`speakers.keys`)


class _Pattern:
    """One message of a rule; compiled when it first comes up, at 0.2 ms each."""

    __slots__ = ("_compiled", "_text", "rule")

    def __init__(self, text: str, rule: Rule) -> None:
        self.rule = rule
        self._text = text
        self._compiled: Optional[Pattern[str]] = None

    def matches(self, text: str) -> bool:
        if self._compiled is None:
            self._compiled = re.compile(self._text)
        return self._compiled.match(text) is not None


class Candidates:
    """The rules, by who speaks and by how the text begins.

    `index` tells which tables speak of whom, and `load` returns the rules of one of them, by its name.
    """

    def __init__(self, index: Speakers, load: Callable[[str], Iterable[Rule]]) -> None:
        self.speakers = index
        self._load = load
        self._tables: Dict[str, Dict[Key, List[Rule]]] = {}
        self._patterns: Dict[Key, Dict[str, List[_Pattern]]] = {}

    def matching(self, message: Message, text: str) -> Iterator[Rule]:
        """Yield the rules that name a message; `text` is its text, or as much of it as is to be looked at.

        Raises OSError where a table cannot be read, as while the package is being replaced.
        """
        for name in _names(message):
            starts = self._starts((message.kind, name))
            for start in (text[:START], ""):
                for pattern in starts.get(start, ()):
                    if speaks(pattern.rule, message) and pattern.matches(text):
                        yield pattern.rule

    def first_letters(self, key: Key) -> Optional[Tuple[int, Container[str]]]:
        """Return how many letters to look at, and with which of them the messages begin that a rule may name.

        Return None where one of the messages begins with fewer letters, or with no letters at all.
        """
        starts = self._starts(key)
        return None if "" in starts else (START, starts)

    def _starts(self, key: Key) -> Dict[str, List[_Pattern]]:
        if key in self._patterns:
            return self._patterns[key]
        tables = self.speakers.tables(*key)
        if not tables and (len(self._patterns) >= REMEMBERED or len(key[1]) > LONGEST):
            return {}
        starts: Dict[str, List[_Pattern]] = {}
        for rule in [rule for table in tables for rule in self._table(table).get(key, ())]:
            for text in rule.messages:
                start = start_of(text)
                starts.setdefault(start if len(start) == START else "", []).append(_Pattern(text, rule))
        return self._patterns.setdefault(key, starts)

    def _table(self, name: str) -> Dict[Key, List[Rule]]:
        if name in self._tables:
            return self._tables[name]
        table: Dict[Key, List[Rule]] = {}
        for rule in self._load(name):
            for each in speakers.keys(rule):
                table.setdefault((rule.kind, each), []).append(rule)
        return self._tables.setdefault(name, table)


def installed() -> Candidates:
    """Return the rules of this installation; no table is loaded yet."""
    return Candidates(speakers.read(), rules.of)


def of(table: Iterable[Rule]) -> Candidates:
    """Return rules that are loaded already."""
    table = tuple(table)
    return Candidates(Speakers(speakers.index({"": table})), lambda _: table)


def speaks(rule: Rule, message: Message) -> bool:
    """Whether a message's source is one of those that a rule names."""
    if message.kind == NATIVE:
        base = message.source.rpartition("/")[2]
        return any(base == source or ("/" in source and _ends(message.source, source)) for source in rule.sources)
    if message.kind != WARNING:
        return not rule.sources or message.source in rule.sources
    if rule.categories and message.category.rpartition(".")[2] not in rule.categories:
        return False
    place = place_of(message.source)
    named = [s for s in rule.sources if place.startswith(s) or (s == INSTALLED and place != KERNEL)]
    return bool(place and named) and not any(
        place.startswith(source[1:]) for source in rule.sources if source[0] == "!"
    )


def _names(message: Message) -> Tuple[str, ...]:
    """Return under which names the rules about a message are looked up."""
    if message.kind in (BARE, WRITE):
        return (message.text[:START],)
    if message.kind != WARNING:
        return (speakers.key(message.kind, message.source),)
    place = place_of(message.source)
    return (speakers.key(WARNING, place), INSTALLED + message.text[:START]) if place else ()


def _ends(path: str, end: str) -> bool:
    return path == end or path.endswith("/" + end)
