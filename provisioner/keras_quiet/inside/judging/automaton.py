"""Matches lines against a pattern of the user's, in linear time for every pattern and line: it never goes back.

One pass over the line keeps all positions of the pattern (`positions`) at which the line may stand. Each step is found
once and then looked up, so that a typical line takes one look at a dictionary for each character.
"""

import re
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from .positions import Positions, numbers

# So many steps are remembered; more come up only with lines that are made for it.
REMEMBERED = 4000

END = ""
LAST_LINE_END = "\n$"  # a line end that ends the text: `$` is before it too


class Gap(NamedTuple):
    """What is known of the place before the next character, where a pattern asks for places."""

    begins: bool = False
    line_end: bool = False  # the character before is one
    word: bool = False
    ascii_word: bool = False


def _behind(symbol: str) -> Gap:
    word = symbol == "_" or symbol.isalnum()
    return Gap(False, symbol in ("\n", LAST_LINE_END), word, word and symbol < "\x80")


PLACES: Dict[str, Callable[[Gap, str], bool]] = {
    "^": lambda gap, _after: gap.begins,
    "^m": lambda gap, _after: gap.begins or gap.line_end,
    "$": lambda _gap, after: after in (END, LAST_LINE_END),
    "$m": lambda _gap, after: after in (END, LAST_LINE_END, "\n"),
    "Z": lambda _gap, after: after == END,
    "b": lambda gap, after: gap.word != _behind(after).word,
    "B": lambda gap, after: gap.word == _behind(after).word,
    "ba": lambda gap, after: gap.ascii_word != _behind(after).ascii_word,
    "Ba": lambda gap, after: gap.ascii_word == _behind(after).ascii_word,
}


class _State(Dict[str, "_State"]):
    """Where a line may stand, and the states behind each next character; `verdict` is None as long as it is open."""

    def __init__(self, automaton: "Automaton", positions: int, gap: Gap, verdict: Optional[bool] = None) -> None:
        self.automaton = automaton
        self.positions = positions
        self.gap = gap
        self.verdict = verdict

    def __missing__(self, symbol: str) -> "_State":
        state = self[symbol] = self.automaton.step(self, symbol)
        return state


class Automaton:
    """One pattern, as a tree (`positions`). Raises TooLargeError, and any error at all for what is no tree of ours."""

    def __init__(self, tree: Any) -> None:
        self._positions = positions = Positions(tree)
        self._sets = [(re.compile(source).match, mask) for source, mask in positions.sets.items()]
        self._places = [(PLACES[place], mask) for place, mask in positions.places.items()]
        self._any_place = sum(positions.places.values())
        self._tables: List[Dict[int, int]] = [{0: 0} for _ in range(0, len(positions.followers), 8)]
        self._matched = _State(self, 0, Gap(), verdict=True)
        self._failed = _State(self, 0, Gap(), verdict=False)
        self._forget()

    def matches(self, line: str) -> bool:
        """Whether the pattern matches the beginning of a line, of at most OWN_LOOKED_AT characters."""
        symbols = list(line)
        if line[-1:] == "\n":
            symbols[-1] = LAST_LINE_END
        state = self._begin
        for symbol in symbols:
            state = state[symbol]
            if state.verdict is not None:
                return state.verdict
        return state[END] is self._matched

    def step(self, state: _State, symbol: str) -> _State:
        """Return the state behind one more character, or behind END."""
        self._steps += 1
        if self._steps > REMEMBERED:
            self._forget()
        positions = state.positions
        if positions & self._any_place:
            positions = self._through_places(positions, state.gap, symbol)
        if positions & self._positions.accepting:
            return self._matched
        positions &= self._named(symbol)
        if not positions:
            return self._failed
        return self._state(self._followers(positions), _behind(symbol) if self._any_place else Gap())

    def _forget(self) -> None:
        self._steps = 0
        self._states: Dict[Tuple[int, Gap], _State] = {}
        self._begin = self._state(self._positions.first, Gap(begins=True))

    def _state(self, positions: int, gap: Gap) -> _State:
        key = (positions, gap)
        if key not in self._states:
            self._states[key] = _State(self, positions, gap)
        return self._states[key]

    def _through_places(self, positions: int, gap: Gap, symbol: str) -> int:
        here = sum(mask for is_here, mask in self._places if is_here(gap, symbol))
        while positions & here:
            passed = positions & here
            here ^= passed
            positions |= self._followers(passed)
        return positions

    def _named(self, symbol: str) -> int:
        """Return the positions that a character may stand at."""
        if symbol == END:
            return 0
        character = symbol[0]
        found = self._positions.literals.get(character, 0)
        for match, mask in self._sets:
            if match(character):
                found |= mask
        return found

    def _followers(self, positions: int) -> int:
        """Return the positions that may follow any of these, eight at a time from tables filled on the way."""
        found = 0
        parts = positions.to_bytes(len(self._tables), "little")
        for number, (table, byte) in enumerate(zip(self._tables, parts)):  # noqa: B905  # Python 3.10
            if byte not in table:
                table[byte] = self._union(byte << (8 * number))
            found |= table[byte]
        return found

    def _union(self, positions: int) -> int:
        found = 0
        for number in numbers(positions):
            found |= self._positions.followers[number]
        return found
