"""The parts of a JSON text as they stand in it: something is cut out, and every other byte stays. Pure.

Notebooks come from many programs. A third of those on GitHub is not what Python's `json.dumps` makes of them, in
whatever form. So a text is not written anew: its values are found in it by Python's own decoder.

The text has to be valid JSON: whoever asks has read it with `json.loads`.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from .spans import without

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .spans import Span

_SPACE = re.compile(r"[ \t\n\r]*")
# What stands in a string for one character, as Python counts them: json.decoder joins the halves of a surrogate pair.
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
_value_at = json.JSONDecoder().raw_decode


class Element(NamedTuple):
    """One element of an array, and the white space before it and before the comma after it."""

    before: str
    text: str
    after: str = ""


class Array(NamedTuple):
    """An array: `begin` stands before its first element, whichever that is, and `end` after its last."""

    elements: list[Element]
    begin: str = ""
    end: str = ""

    @classmethod
    def read(cls, text: str, start: int = 0) -> Array:
        """Return the array that begins at `start`."""
        places = list(_elements(text, start))
        found = [Element(text[place:start], text[start:end], text[end:after]) for place, start, end, after in places]
        if not found:
            return cls(found)
        begin, end = found[0].before, found[-1].after
        # Where they are neither first nor last, they stand as the others do (`united`).
        found[-1] = found[-1]._replace(after=found[0].after if len(found) > 1 else "")
        found[0] = found[0]._replace(before=found[-1].before)
        return cls(found, begin, end)

    def __str__(self) -> str:
        if not self.elements:
            return "[]"
        parts = ["[", self.begin, self.elements[0].text]
        for one, other in pairwise(self.elements):
            parts += [one.after, ",", other.before, other.text]
        return "".join([*parts, self.end, "]"])


def united(arrays: Sequence[Array]) -> Array:
    """Return several arrays as one. What stands between two elements stands where two arrays meet, too."""
    longest = max((array.elements for array in arrays), key=len)
    elements = [
        longest[-1]._replace(text=element.text) if len(array.elements) == 1 else element
        for array in arrays
        for element in array.elements
    ]
    return arrays[0]._replace(elements=elements)


def elements(text: str, start: int) -> list[Span]:
    """Return where the elements of the array stand that begins at `start`."""
    return [(begin, end) for _, begin, end, _ in _elements(text, start)]


def members(text: str, start: int) -> dict[str, Span]:
    """Return where the values of the object stand that begins at `start`. Of equal keys the last counts, as ever."""
    found, place = {}, _next(text, start + 1)
    while text[place] != "}":
        key, place = _value_at(text, place)
        begin = _next(text, _next(text, place) + 1)  # after the colon
        found[key] = begin, _value_at(text, begin)[1]
        place = _next(text, found[key][1])
        place = _next(text, place + 1) if text[place] == "," else place
    return found


def cut(text: str, spans: Sequence[Span]) -> str:
    """Return a string, with its quotes, without some spans of its characters, which come in order."""
    inner = text[1:-1]
    if "\\" in inner:
        places = [found.start() for found in _CHARACTER.finditer(inner)] + [len(inner)]
        spans = [(places[start], places[end]) for start, end in spans]
    return f'"{without(inner, spans)}"'


def _elements(text: str, start: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield where the space before each element begins, where the element begins and ends, and the space after it."""
    place = start + 1
    begin = _next(text, place)
    while text[begin] != "]":
        end = _value_at(text, begin)[1]
        after = _next(text, end)
        yield place, begin, end, after
        place = after + (text[after] == ",")
        begin = _next(text, place)


def _next(text: str, place: int) -> int:
    """Return where the next thing stands that is no white space."""
    if text[place] not in " \t\n\r":
        return place
    found = _SPACE.match(text, place)
    return found.end() if found else place
