"""Whether a rule's pattern and a statement's text are of one message.

A statement's text has holes, and a pattern has parts that vary, so both stand for many messages. They fit if one
message is in both: if the pattern's automaton can be walked along the text, where a hole lets it take whatever it
wants. A hole would take everything, so what counts is how many characters are literal on both sides.
"""

from __future__ import annotations

import functools
import importlib
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from keras_quiet.inside.grammar.patterns import literal_start
from reading.statement import HOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The parser of `re` itself: a pattern means what it reads.
_parser: Any = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
_compiler: Any = importlib.import_module("re._compiler" if sys.version_info >= (3, 11) else "sre_compile")
_MOST_COPIES = 12  # of a part that is repeated a limited number of times; beyond, there is no limit
ENOUGH = 8  # characters that are literal on both sides, unless the text has fewer
LEAST = 4  # letters: a text with fewer cannot be matched
_LETTER = re.compile(r"[^\W\d_]")


class Fit(NamedTuple):
    """How well a pattern fits a text: characters that are literal on both sides, and of the text passed over."""

    common: int
    passed: int


def can_be_matched(text: str) -> bool:
    """Whether a text has literal parts from which its message is known."""
    return len(_LETTER.findall(text)) >= LEAST


def fit(pattern: str, text: str) -> Fit | None:
    """Return how a pattern fits a text, from its first character up to where the pattern ends; None if it does not.

    Half of what the pattern passes over has to be literal in it too, and ENOUGH characters or all that the text has.
    """
    begins = _begins_alike(literal_start(pattern), text)
    best = _Automaton.of(pattern).best(text) if begins and (can_be_matched(text) or HOLE not in text) else None
    if best is None:
        return None
    enough = min(ENOUGH, len(text.replace(HOLE, "").strip()))
    return best if best.common >= enough and 2 * best.common >= best.passed else None


def _begins_alike(start: str, text: str) -> bool:
    """Whether a text may begin as a pattern does; it is looked at first, for it rules out nearly all pairs."""
    first = text.partition(HOLE)[0][: len(start)]
    return start.startswith(first) and (len(first) == len(start) or HOLE in text)


class _Edge(NamedTuple):
    """A step of the automaton: over a literal character, one that a pattern takes, the end of a line, or nothing."""

    target: int
    literal: str = ""
    one: Callable[[str], Any] | None = None
    end: bool = False


class _Automaton:
    """A pattern as states and steps. What looks ahead or behind is taken to hold."""

    def __init__(self, pattern: str) -> None:
        nodes = _parser.parse(pattern)
        self._parsed = nodes.state  # what parts of the pattern are made with
        self._edges: list[list[_Edge]] = [[]]
        self._final = self._add(nodes, 0)

    @staticmethod
    @functools.cache
    def of(pattern: str) -> _Automaton:
        return _Automaton(pattern)

    def best(self, text: str) -> Fit | None:
        """Return the walk with the most common characters, of these the one that passes over the fewest."""
        reached: dict[int, int] = {0: 0}
        found: Fit | None = None
        passed = 0
        for character in (*text, ""):
            reached = self._without(reached, ends=character in {"", "\n", HOLE}, hole=character == HOLE)
            common = reached.get(self._final)
            if common is not None and (found is None or common > found.common):
                found = Fit(common, passed)
            if character != HOLE:
                reached = self._over(reached, character)
                passed += 1
        return found

    def _without(self, reached: dict[int, int], *, ends: bool, hole: bool) -> dict[int, int]:
        """Return what is reached without going on in the text; in a hole every step can be taken."""
        found = dict(reached)
        open_ = list(reached)
        while open_:
            state = open_.pop()
            for edge in self._edges[state]:
                goes = (hole or not (edge.literal or edge.one)) and (ends or not edge.end)
                if goes and found.get(edge.target, -1) < found[state]:
                    found[edge.target] = found[state]
                    open_.append(edge.target)
        return found

    def _over(self, reached: dict[int, int], character: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for state, common in reached.items():
            for edge in self._edges[state]:
                if edge.literal == character != "" or (edge.one and character and edge.one(character)):
                    found[edge.target] = max(found.get(edge.target, 0), common + (edge.literal != ""))
        return found

    # The automaton of a parsed pattern (Thompson's): each part begins in one state and ends in a new one.

    def _state(self) -> int:
        self._edges.append([])
        return len(self._edges) - 1

    def _step(self, start: int, **over: Any) -> int:
        target = self._state()
        self._edges[start].append(_Edge(target, **over))
        return target

    def _join(self, start: int, target: int) -> None:
        self._edges[start].append(_Edge(target))

    def _add(self, nodes: Any, start: int) -> int:
        for operation, value in nodes:
            start = self._node(operation, value, start)
        return start

    def _node(self, operation: Any, value: Any, start: int) -> int:
        match str(operation):
            case "LITERAL":
                return self._step(start, literal=chr(value))
            case "NOT_LITERAL" | "IN" | "ANY":
                return self._step(start, one=self._one(operation, value))
            case "SUBPATTERN":
                return self._add(value[3], start)
            case "BRANCH":
                return self._choice(start, value[1])
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeat(start, *value)
        is_end = str(operation) == "AT" and "END" in str(value)
        return self._step(start, end=True) if is_end else start

    def _choice(self, start: int, branches: Any) -> int:
        end = self._state()
        for branch in branches:
            self._join(self._add(branch, start), end)
        return end

    def _one(self, operation: Any, value: Any) -> Callable[[str], Any]:
        """Return what tells whether a character is in a set of the pattern."""
        compiled: re.Pattern[str] = _compiler.compile(_parser.SubPattern(self._parsed, [(operation, value)]))
        return compiled.match

    def _repeat(self, start: int, least: int, most: Any, nodes: Any) -> int:
        for _ in range(min(least, _MOST_COPIES)):
            start = self._add(nodes, start)
        if most is _parser.MAXREPEAT or most > _MOST_COPIES:
            end = self._state()
            self._join(self._add(nodes, start), start)
            self._join(start, end)
            return end
        end = self._state()
        for _ in range(most - least):
            self._join(start, end)
            start = self._add(nodes, start)
        self._join(start, end)
        return end


def literal_parts(pattern: str) -> list[str]:
    """Return the literal texts of a pattern, each as long as it goes, those of its choices too."""
    return [part for part in _literals(_parser.parse(pattern)) if part]


def _literals(nodes: Any) -> Iterator[str]:
    """Yield the literal texts of parsed nodes; a group without a choice does not end a text."""
    text = ""
    for operation, value in _flat(nodes):
        if operation == "LITERAL":
            text += chr(value)
            continue
        yield text
        text = ""
        if operation == "BRANCH":
            for branch in value[1]:
                yield from _literals(branch)
        elif operation in {"MAX_REPEAT", "MIN_REPEAT"}:
            yield from _literals(value[2])
    yield text


def _flat(nodes: Any) -> Iterator[tuple[str, Any]]:
    for operation, value in nodes:
        if str(operation) == "SUBPATTERN":
            yield from _flat(value[3])
        else:
            yield str(operation), value
