"""The streams of one cell: the text of each, put together from its outputs, and the known noise in it. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from .noise import noise_of, ranges_of
from .outputs import Cuts, text_of
from .spans import in_characters, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .judge import Judge
    from .spans import Span

# The streams of a cell, and how their text is told as bytes: half of a surrogate pair may stand in a JSON text.
NAMES = ("stdout", "stderr")
ENCODING = ("utf-8", "surrogatepass")


class Line(NamedTuple):
    """A line that goes: the id of the rule that hides it, and its text."""

    rule: str
    text: str


class _Stream(NamedTuple):
    """One stream of a cell: the numbers of its outputs, and what each of them says."""

    numbers: Sequence[int]
    pieces: Sequence[bytes]

    def gaps(self) -> set[int]:
        """Return the numbers of the pieces before which another output stands."""
        return {place for place, (one, other) in enumerate(pairwise(self.numbers), 1) if other > one + 1}

    def cuts(self, spans: Sequence[Span]) -> Iterator[tuple[int, list[Span], bool]]:
        """Yield what goes from each output: its number, the spans, and whether they go on from the output before."""
        goes_on = False
        inside = split(spans, map(len, self.pieces))
        for number, piece, each in zip(self.numbers, self.pieces, inside, strict=True):
            if each:
                yield number, in_characters(each, piece, ENCODING), goes_on and each[0][0] == 0
            goes_on = bool(each) and each[-1][1] == len(piece)


def judged(outputs: Sequence[Any], judge: Judge) -> tuple[Cuts, list[Line]]:
    """Return what goes from the outputs of a cell, and the lines that it is."""
    spans: dict[int, list[Span]] = {}
    crossed: set[int] = set()
    lines: list[Line] = []
    for name in NAMES:
        stream = _stream(outputs, name)
        found = list(noise_of(stream.pieces, stream.gaps(), judge.stream(name)))
        if found:
            data = b"".join(stream.pieces)
            lines += [Line(rule, _text(data[start:end])) for start, end, rule in found]
            for number, each, goes_on in stream.cuts(list(ranges_of(data, found))):
                spans[number] = each
                crossed.update([number] if goes_on else ())
    return Cuts(spans, crossed), lines


def _stream(outputs: Sequence[Any], name: str) -> _Stream:
    texts = {
        number: text_of(output)
        for number, output in enumerate(outputs)
        if isinstance(output, dict) and output.get("name") == name
    }
    said = {number: text.encode(*ENCODING) for number, text in texts.items() if text is not None}
    return _Stream([*said], [*said.values()])


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r\n")
