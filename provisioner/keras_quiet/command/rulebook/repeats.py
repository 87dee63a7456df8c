"""Whether a text can make a regular expression slow, told by its structure.

`re` tries one way after the other. It takes long only where the same text can be shared out among repeats in many ways:

* in a repeated group, where the next character does not tell how the group goes on, as in (a+)*: exponential time;
* by two repeats, one after the other, where what each repeats and what stands between them may be the same text, as in
  .*:.*: then the ways multiply, up to MOST.

A pattern is taken apart into positions: the characters in it, each with what it may match, and which of them may follow
which (Glushkov's automaton, https://doi.org/10.1070/RM1961v016n05ABEH004112). See also "Static analysis for regular
expression denial-of-service attacks", https://doi.org/10.1007/978-3-642-38631-2_10.
"""

from __future__ import annotations

import re
from functools import cache, reduce
from itertools import combinations
from typing import Any, NamedTuple

# So many ways of sharing a text out cost a few milliseconds; a text has at most LONGEST characters (`Verdicts`).
MOST, LONGEST = 100_000, 4096
# The characters by which sets are compared: all of Latin-1, and what stands for the others.
_ALPHABET = (*map(chr, range(256)), "\u0101", "\u4e2d", "\u2028", "\U0001f40d")
_CATEGORY = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
_NEXT = -1  # the number of an edge that belongs to no repeat


class Part(NamedTuple):
    """A part of the pattern: whether it may match nothing, its first and last positions, those that it must pass."""

    empty: bool
    first: frozenset[int]
    last: frozenset[int]
    needed: frozenset[int]


class Repeat(NamedTuple):
    """A part that is repeated up to `most` times; `inside` are its positions."""

    number: int
    part: Part
    inside: frozenset[int]
    most: int


NOTHING = Part(True, frozenset(), frozenset(), frozenset())


class Shape:
    """The positions of a parsed pattern and its repeats."""

    def __init__(self, tree: Any) -> None:
        self._sets: list[frozenset[str]] = []
        self._edges: dict[int, list[tuple[int, int]]] = {}  # to where, and by which repeat
        self._repeats: list[Repeat] = []
        self._add(tree)

    def trouble(self) -> list[str]:
        """Return how the pattern may be slow, nothing if it cannot."""
        for each in self._repeats:
            if each.part.empty:
                return [f"may be slow: {_name(each)} repeats something that may be empty"]
            if self._forks(each):
                return [f"may be slow: {_name(each)} can go on in two ways with the same character, as (a+)* can"]
        return self._multiplied()

    def _multiplied(self) -> list[str]:
        ways: dict[int, int] = {}
        for later in self._repeats:
            shared = [each for each in self._repeats[: later.number] if self._share(each, later)]
            ways[later.number] = later.most * max([ways[each.number] for each in shared], default=1)
            if shared and ways[later.number] > MOST:
                names = " and ".join(map(_name, [*shared, later]))
                return [f"may be slow: {names} can match the same text, as in .*:.* (make one narrower, as [^:]*:.*)"]
        return []

    def _forks(self, repeat: Repeat) -> bool:
        """Whether the next character does not tell how a repeated group goes on."""
        after = [[to for to, _ in self._edges.get(each, ()) if to in repeat.inside] for each in repeat.inside]
        ways = [pair for choice in [*after, repeat.part.first] for pair in combinations(choice, 2)]
        return any(self._sets[one] & self._sets[other] for one, other in ways)

    def _share(self, earlier: Repeat, later: Repeat) -> bool:
        """Whether there is a text that each of two repeats matches, and all that must stand between them too."""
        if earlier.inside & later.inside:
            return False
        both = self._matched(earlier.inside) & self._matched(later.inside)
        needed = earlier.part.needed | later.part.needed
        return all(self._sets[each] & both for each in needed) and self._leads(earlier, later, both)

    def _leads(self, earlier: Repeat, later: Repeat, both: frozenset[str]) -> bool:
        seen, ahead = set(earlier.part.last), set(earlier.part.last)
        while ahead:
            steps = {to for each in ahead for to, by in self._edges.get(each, ()) if by != earlier.number}
            if steps & later.part.first:
                return bool(both)
            ahead = {to for to in steps - seen if self._sets[to] & both}
            seen |= ahead
        return False

    def _matched(self, positions: frozenset[int]) -> frozenset[str]:
        return reduce(frozenset.union, [self._sets[each] for each in positions], frozenset())

    # The positions.

    def _add(self, tree: Any) -> Part:
        whole = NOTHING
        for operation, value in tree:
            whole = self._in_turn(whole, self._node(str(operation), value))
        return whole

    def _node(self, operation: str, value: Any) -> Part:
        if operation in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return self._position(_characters(operation, value))
        if operation == "SUBPATTERN":
            return self._add(value[-1])
        if operation == "BRANCH":
            return self._one_of([self._add(each) for each in value[1]])
        if operation in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(*value)
        if operation in ("ASSERT", "ASSERT_NOT") and value[0] > 0:
            return NOTHING._replace(first=self._add(value[1]).first)  # looked at, and then left again
        return NOTHING  # a place, a look back; a back reference, by which any text may be passed

    def _position(self, characters: frozenset[str]) -> Part:
        self._sets.append(characters)
        number = frozenset([len(self._sets) - 1])
        return Part(False, number, number, number)

    def _in_turn(self, one: Part, other: Part) -> Part:
        self._link(one.last, other.first, _NEXT)
        return Part(
            one.empty and other.empty,
            one.first | (other.first if one.empty else frozenset()),
            other.last | (one.last if other.empty else frozenset()),
            one.needed | other.needed,
        )

    def _one_of(self, parts: list[Part]) -> Part:
        first = frozenset().union(*[each.first for each in parts])
        last = frozenset().union(*[each.last for each in parts])
        return Part(any(each.empty for each in parts), first, last, frozenset())

    def _repeat(self, least: int, most: Any, tree: Any) -> Part:
        before = len(self._sets)
        part = self._add(tree)
        inside = frozenset(range(before, len(self._sets)))
        if int(most) > 1 and inside:
            number = len(self._repeats)
            self._repeats.append(Repeat(number, part, inside, min(int(most), LONGEST)))
            self._link(part.last, part.first, number)
        return part if least else part._replace(empty=True, needed=frozenset())

    def _link(self, before: frozenset[int], after: frozenset[int], by: int) -> None:
        for each in before:
            self._edges.setdefault(each, []).extend((to, by) for to in after)


def _name(repeat: Repeat) -> str:
    return f"repetition number {repeat.number + 1}"


def _characters(operation: str, value: Any) -> frozenset[str]:
    if operation == "ANY":
        return frozenset(_ALPHABET) - {"\n"}
    if operation == "IN":
        return _of_set(value)
    literal = frozenset(chr(value))
    return literal if operation == "LITERAL" else frozenset(_ALPHABET) - literal


def _of_set(items: Any) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for operation, value in items:
        name = str(operation)
        if name == "LITERAL":
            found |= {chr(value)}
        elif name == "RANGE":
            found |= {each for each in _ALPHABET if value[0] <= ord(each) <= value[1]}
        elif name == "CATEGORY":
            found |= _of_category(str(value))
    return frozenset(_ALPHABET) - found if any(str(each[0]) == "NEGATE" for each in items) else found


@cache
def _of_category(name: str) -> frozenset[str]:
    """Return what a class of characters matches, as CATEGORY_DIGIT or CATEGORY_NOT_SPACE."""
    pattern = _CATEGORY[name.rpartition("_")[2]]
    inside = frozenset(each for each in _ALPHABET if re.match(pattern, each))
    return frozenset(_ALPHABET) - inside if "_NOT_" in name else inside
