"""Which table of rules speaks of whom: what a kernel knows of the rules before it loads any table.

The wheel has this index as a file (`hatch_build.py`, at the root of the repository). Where there is none, as in a
checkout, all tables are loaded to make it.
"""

import os
import re
from bisect import bisect_left
from typing import Dict, FrozenSet, Iterable, List, Sequence, Tuple

from . import rules
from .kinds import BARE, LOGGING, NATIVE, WARNING, WRITE
from .rules import INSTALLED, Rule

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "speakers.txt")
# Where nobody is named who speaks, messages are looked up by so many characters of their beginning.
START = 4
# The lines of the index that have whole beginnings, for those who ask about text that is not there yet.
BEGINNING = "beginning of "
# The literal beginning of a regular expression, and how a literal character is written there.
_LITERAL = re.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])*")
_ESCAPED = re.compile(r"\\(.)")


class Speakers:
    """The index: one line for each kind, speaker and table, sorted, so that a longer one is looked up as quickly."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def tables(self, kind: str, key: str) -> List[str]:
        """Return the tables that have rules of this kind under this key (`keys`)."""
        return self._after("%s\t%s\t" % (kind, key))

    def loggers(self) -> FrozenSet[str]:
        """Return the names of the loggers of which any rule speaks."""
        return frozenset(line.partition("\t")[0] for line in self._after(LOGGING + "\t"))

    def beginnings(self, kind: str) -> List[str]:
        """Return the literal beginnings of all messages of this kind, BARE or WRITE."""
        return [line.partition("\t")[0] for line in self._after("%s%s\t" % (BEGINNING, kind))]

    def _after(self, start: str) -> List[str]:
        found = []
        number = bisect_left(self._lines, start)
        while number < len(self._lines) and self._lines[number].startswith(start):
            found.append(self._lines[number][len(start) :])
            number += 1
        return found


def read() -> Speakers:
    """Return the index of the installed tables."""
    try:
        with open(FILE, encoding="utf-8") as file:
            return Speakers(file.read().split("\n"))
    except OSError:
        return Speakers(index({upstream: rules.of(upstream) for upstream in rules.UPSTREAMS}))


def index(tables: Dict[str, Tuple[Rule, ...]]) -> List[str]:
    """Return the lines of the index, sorted; `tables` are the rules of each, by its name.

    Raises ValueError where a rule names a speaker, or begins, with a tab or a line end: the index can hold none.
    """
    lines = set()
    for name, table in tables.items():
        for rule in table:
            found = {(rule.kind, key) for key in keys(rule)}
            if rule.kind in (BARE, WRITE):
                found |= {(BEGINNING + rule.kind, literal_start(text)) for text in rule.messages}
            if any(sign in key for _, key in found for sign in "\t\n"):
                raise ValueError("The index of speakers can hold no tab and no line end: the rule %s" % rule.id)
            lines |= {"%s\t%s\t%s" % (kind, key, name) for kind, key in found}
    return sorted(lines)


def keys(rule: Rule) -> Iterable[str]:
    """Return under which names a rule is looked up: those who speak, or how its messages begin."""
    if rule.kind in (BARE, WRITE):
        return {literal_start(text)[:START] for text in rule.messages}
    found = {key(rule.kind, source) for source in rule.sources if source[:1] not in ("!", INSTALLED)}
    if INSTALLED in rule.sources:
        found.update(INSTALLED + literal_start(text)[:START] for text in rule.messages)
    return found


def key(kind: str, source: str) -> str:
    """Return under which name a source is looked up: a C++ file's base name, the folder of a warning's file."""
    if kind == NATIVE:
        return source.rpartition("/")[2]
    return source.partition("/")[0] if kind == WARNING else source


def literal_start(pattern: str) -> str:
    r"""Return the literal text that everything matched by a pattern begins with: r"a\(b+" gives "a("."""
    found = _LITERAL.match(pattern)
    literal = found.group() if found else ""
    repeated = pattern[len(literal) : len(literal) + 1] in ("*", "?", "{")
    if "\\" in literal:
        literal = _ESCAPED.sub(r"\1", literal)
    return literal[:-1] if repeated else literal
