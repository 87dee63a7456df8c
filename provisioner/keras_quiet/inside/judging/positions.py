"""Reads a pattern of the user's into positions: the characters in it, and which of them may follow which.

This is Glushkov's automaton (https://doi.org/10.1070/RM1961v016n05ABEH004112). A set of positions is the bits of one
integer. A pattern comes as a tree of lists, which the server makes of a regular expression (`server/patterns.py`):

* "abc": these characters;
* ["set", "[a-z]"]: one character, as `re` reads the brackets;
* ["at", "$"]: a place between characters, as `automaton` names them;
* ["all", ...], ["any", ...]: the parts in turn; one of the parts;
* ["repeat", least, most, part]: `most` is None where there is no end.
"""

import re
from typing import Any, Callable, Dict, List, NamedTuple, Optional

from .verdicts import OWN_LOOKED_AT

# The bounds of the time that a line takes, which tests/server/test_patterns.py measures: positions, each counted as
# often as it is repeated; sets, with which a character is compared; places, each one more step at a character.
MOST_POSITIONS = 400
MOST_SETS = 50
MOST_PLACES = 10


class TooLargeError(ValueError):
    """A pattern has more than a line is looked at for; the text says more of what."""


class Part(NamedTuple):
    """A part of the pattern: whether it may match nothing, and the positions that it may begin and end with."""

    empty: bool
    first: int
    last: int


NOTHING = Part(True, 0, 0)


class Positions:
    """The positions of one tree. Raises TooLargeError, and any error at all for what is no tree."""

    def __init__(self, tree: Any) -> None:
        self.followers: List[int] = []
        self.literals: Dict[str, int] = {}
        self.sets: Dict[str, int] = {}
        self.places: Dict[str, int] = {}
        whole = self._add(tree)
        self.accepting = self._position()
        self._link(whole.last, self.accepting)
        self.first = whole.first | (self.accepting if whole.empty else 0)

    def _add(self, tree: Any) -> Part:
        if isinstance(tree, str):
            return self._in_turn([self._mark(self.literals, character) for character in tree])
        kinds: Dict[str, Callable[..., Part]] = {
            "set": self._set,
            "at": self._place,
            "all": lambda *parts: self._in_turn([self._add(part) for part in parts]),
            "any": lambda *parts: self._one_of([self._add(part) for part in parts]),
            "repeat": self._repeat,
        }
        return kinds[tree[0]](*tree[1:])

    def _set(self, source: str) -> Part:
        re.compile(source)  # raises here, not at the first line
        if len(self.sets) == MOST_SETS and source not in self.sets:
            raise TooLargeError("%d different sets of characters" % MOST_SETS)
        return self._mark(self.sets, source)

    def _place(self, place: str) -> Part:
        if len(numbers(sum(self.places.values()))) == MOST_PLACES:
            raise TooLargeError("%d places like '^', '$' and '\\b'" % MOST_PLACES)
        return self._mark(self.places, place)

    def _repeat(self, least: int, most: Optional[int], tree: Any) -> Part:
        # A longer repetition cannot match, or is one without an end.
        most = None if most is None or most > OWN_LOOKED_AT else most
        parts: List[Part] = []
        for number in range(min(least, OWN_LOOKED_AT + 1) if most is None else most):
            before = len(self.followers)
            part = self._add(tree)
            if len(self.followers) == before:
                return part  # nothing, as often as you like
            parts.append(part if number < least else part._replace(empty=True))
        if most is None:
            part = parts[-1] if parts else self._add(tree)._replace(empty=True)
            self._link(part.last, part.first)
            parts = parts or [part]
        return self._in_turn(parts)

    def _in_turn(self, parts: List[Part]) -> Part:
        whole = NOTHING
        for part in parts:
            self._link(whole.last, part.first)
            whole = Part(
                whole.empty and part.empty,
                whole.first | (part.first if whole.empty else 0),
                part.last | (whole.last if part.empty else 0),
            )
        return whole

    def _one_of(self, parts: List[Part]) -> Part:
        whole = Part(False, 0, 0)
        for part in parts:
            whole = Part(whole.empty or part.empty, whole.first | part.first, whole.last | part.last)
        return whole

    def _mark(self, kind: Dict[str, int], key: str) -> Part:
        position = self._position()
        kind[key] = kind.get(key, 0) | position
        return Part(False, position, position)

    def _position(self) -> int:
        if len(self.followers) > MOST_POSITIONS:
            raise TooLargeError("%d characters, repetitions counted" % MOST_POSITIONS)
        self.followers.append(0)
        return 1 << (len(self.followers) - 1)

    def _link(self, before: int, after: int) -> None:
        for number in numbers(before):
            self.followers[number] |= after


def numbers(positions: int) -> List[int]:
    """Return the numbers of the bits that are set."""
    found = []
    while positions:
        lowest = positions & -positions
        found.append(lowest.bit_length() - 1)
        positions ^= lowest
    return found
