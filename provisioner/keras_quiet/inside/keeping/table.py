"""What was hidden, each text once with a count: bounded for each rule and in all. Pure."""

import collections
from operator import attrgetter
from typing import Counter, Dict, List

# So much is kept of what one rule hid, and of everything, in characters. What was seen longest ago goes first.
OF_A_RULE, OF_ALL = 1 << 16, 1 << 19
# So much more memory than its length a text counts for.
OVERHEAD = 100
# So much is kept of a single text.
LONGEST = 1 << 14


class Entry:
    """One text that a rule hid, as it came first: how often, and when it came first and last, in seconds of time.time.

    `turn` is greater than that of every entry that came last before this one did.
    """

    __slots__ = ("count", "first", "last", "rule", "text", "turn")

    def __init__(self, rule: str, text: str, now: float) -> None:
        self.rule = rule
        self.text = text
        self.count = self.turn = 0
        self.first = self.last = now


class Table:
    """The entries by rule and by what they say. `dropped` counts the hidden lines of entries that are gone, by rule."""

    def __init__(self) -> None:
        self._rules: "Dict[str, collections.OrderedDict[str, Entry]]" = {}
        self._sizes: Counter[str] = collections.Counter()
        self._turn = 0
        self.dropped: Counter[str] = collections.Counter()

    def add(self, rule: str, said: str, text: str, count: int, now: float) -> Entry:
        """Count a text and return its entry. `said` is what two copies have in common."""
        entries = self._rules.setdefault(rule, collections.OrderedDict())
        entry = entries.get(said)
        is_new = entry is None
        if entry is None:
            entry = entries[said] = Entry(rule, _kept(text), now)
            self._sizes[rule] += _size(entry)
        entries.move_to_end(said)
        self._turn += 1
        entry.count += count
        entry.last, entry.turn = now, self._turn
        if is_new:
            self._keep_bounds(rule)
        return entry

    def entries(self) -> List[Entry]:
        """Return all entries, the one that was seen last at the end."""
        found = [entry for entries in self._rules.values() for entry in entries.values()]
        return sorted(found, key=attrgetter("turn"))

    def _keep_bounds(self, rule: str) -> None:
        while self._sizes[rule] > OF_A_RULE:
            self._drop(rule)
        while sum(self._sizes.values()) > OF_ALL:
            self._drop(min(self._rules, key=self._oldest_turn))

    def _oldest_turn(self, rule: str) -> int:
        return next(iter(self._rules[rule].values())).turn

    def _drop(self, rule: str) -> None:
        entries = self._rules[rule]
        _, entry = entries.popitem(last=False)
        self._sizes[rule] -= _size(entry)
        self.dropped[rule] += entry.count
        if not entries:
            del self._rules[rule], self._sizes[rule]


def _kept(text: str) -> str:
    """Return a text as it is kept: any front end can print it, and a cut one says so."""
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= LONGEST else "%s ... (%d characters)" % (text[:LONGEST], len(text))


def _size(entry: Entry) -> int:
    return len(entry.text) + OVERHEAD
