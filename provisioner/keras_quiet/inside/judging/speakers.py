"""Which table of rules speaks of whom: what a kernel knows of the rules before it loads any table.

The wheel has this index as a file (`hatch_build.py`, at the root of the repository). Where there is none, as in a
checkout, all tables are loaded to make it.
"""

import os
from typing import Dict, FrozenSet, Iterable, List, Tuple

from ..grammar.kinds import BARE, LOGGING, NATIVE, WARNING, WRITE
from ..grammar.patterns import literal_start, start_of
from ..grammar.rule import INSTALLED, Rule
from . import rules

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "speakers.txt")
# The lines that a kernel needs before any message comes: the names of loggers, and whole beginnings.
LISTED = "all "
_AFTER_TAB = "\n"  # the next character in the order of characters


class Speakers:
    """The index: one line for each kind, speaker and table, sorted, so that a longer one is looked up as quickly.

    `text` ends each of its lines with a line end.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def tables(self, kind: str, key: str) -> List[str]:
        """Return the tables that have rules of this kind under this key (`keys`)."""
        start = "%s\t%s\t" % (kind, key)
        place, found = self._place(start), []
        while self._text.startswith(start, place):
            end = self._text.find("\n", place)
            found.append(self._text[place + len(start) : end])
            place = end + 1
        return found

    def loggers(self) -> FrozenSet[str]:
        """Return the names of the loggers of which any rule speaks."""
        return frozenset(self._all(LOGGING))

    def beginnings(self, kind: str) -> List[str]:
        """Return the literal beginnings of all messages of this kind, BARE or WRITE."""
        return self._all(kind)

    def _all(self, kind: str) -> List[str]:
        start = "%s%s\t" % (LISTED, kind)
        section = self._text[self._place(start) : self._place(start[:-1] + _AFTER_TAB)]
        return section[len(start) : -1].split("\n" + start) if section else []

    def _place(self, wanted: str) -> int:
        """Return where the first line begins that is not less than this text: the text is not split for that."""
        low, high = 0, len(self._text)  # each is the beginning of a line, or the end
        while low < high:
            middle = self._text.rfind("\n", low, (low + high) // 2) + 1 or low
            end = self._text.find("\n", middle) + 1
            if self._text[middle:end] < wanted:
                low = end
            else:
                high = middle
        return low


def read() -> Speakers:
    """Return the index of the installed tables."""
    try:
        with open(FILE, "rb") as file:
            return Speakers(file.read().decode("utf-8"))  # at once, which a file of text does not do
    except OSError:
        return Speakers(index_of_all())


def index_of_all() -> str:
    """Return the text of the index of all tables, which are loaded for that. Raises what `index` and `rules.of` do."""
    return index({upstream: rules.of(upstream) for upstream in rules.UPSTREAMS})


def index(tables: Dict[str, Tuple[Rule, ...]]) -> str:
    """Return the text of the index; `tables` are the rules of each, by its name.

    Raises ValueError where a rule names a speaker, or begins, with a tab or a line end: the index can hold none.
    """
    lines = set()
    for name, table in tables.items():
        for rule in table:
            listed = [literal_start(text) for text in rule.messages] if rule.kind in (BARE, WRITE) else rule.sources
            if any(sign in text for text in (*keys(rule), *listed) for sign in "\t\n"):
                raise ValueError("The index of speakers can hold no tab and no line end: the rule %s" % rule.id)
            lines |= {"%s\t%s\t%s\n" % (rule.kind, key, name) for key in keys(rule)}
            if rule.kind in (BARE, WRITE, LOGGING):
                lines |= {"%s%s\t%s\n" % (LISTED, rule.kind, text) for text in listed}
    return "".join(sorted(lines))


def keys(rule: Rule) -> Iterable[str]:
    """Return under which names a rule is looked up: those who speak, or how its messages begin."""
    if rule.kind in (BARE, WRITE):
        return {start_of(text) for text in rule.messages}
    found = {key(rule.kind, source) for source in rule.sources if source[:1] not in ("!", INSTALLED)}
    if INSTALLED in rule.sources:
        found.update([INSTALLED + start_of(text) for text in rule.messages])
    return found


def key(kind: str, source: str) -> str:
    """Return under which name a source is looked up: a C++ file's base name, the folder of a warning's file."""
    if kind == NATIVE:
        return source.rpartition("/")[2]
    return source.partition("/")[0] if kind == WARNING else source
