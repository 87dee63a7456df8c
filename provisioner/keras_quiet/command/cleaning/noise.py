"""Finds the known noise in the text of one stream. Pure; `judge` asks the rules.

A stored stream has what several writers wrote, one after the other: a message may begin behind a progress bar, behind
colours, or where an output begins.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from .judge import StreamJudge
    from .spans import Span

# What moves the cursor or changes the colour: behind it another writer may begin.
ESCAPE, IN_PLACE = b"\x1b", (b"\r", b"\x08")
_CODES = re.compile(rb"(?:[\r\x08]|\x1b\[[0-9;?]*[A-Za-z])+")
# Looked for in so many bytes at the end of a line.
_COLOURS_AT_END, COLOURS = re.compile(rb"(?:\x1b\[[0-9;]*m)+\r?\n?\Z"), 100
# A line that is rewritten in place, or was until a front end stored its last form: "3/938 [>....] - ETA: 41s" of Keras,
# which Keras 3 colours, "7117/Unknown - 51s", "  5%|" of tqdm. Behind it a message may begin with a prefix that nothing
# else looks like.
_KERAS_BAR, _TQDM_BAR = rb"(?:[ \t]|\x1b\[[0-9;]*m)*\d+/(?:\d+|Unknown)[\s\x1b]", b"%|"
_BAR = re.compile(rb"[^\n]*[\r\x08]|[^\n|]{0,80}\d%%\||%b" % _KERAS_BAR)
_LATER_KERAS_BAR = re.compile(rb"\n%b" % _KERAS_BAR)


class Noise(NamedTuple):
    """A line that goes: where it stands, as bytes of the stream, and the rule that hides it."""

    start: int
    end: int
    rule: str


def noise_of(pieces: Sequence[bytes], gaps: Collection[int], judge: StreamJudge) -> Iterator[Noise]:
    """Yield the lines of known noise in a stream; `pieces` are its outputs, in order.

    `gaps` are the numbers of the pieces before which another output stands: no message goes on there with a new line.
    """
    data, borders = b"".join(pieces), [0, *accumulate(map(len, pieces))]
    pauses = {borders[number] for number in gaps}
    decided = 0  # all text before
    for begin in sorted({*judge.candidates(data), *_inner_starts(data, borders, judge)}):
        start, waiting = begin, []  # type: int, list[Span]
        while decided <= start < len(data):
            if start in pauses:
                judge.pause()
            end = _line_end(data, start)
            rules = judge.rules_of(_without_colours(data[start:end]), data[end : _line_end(data, end)])
            waiting.append((start, end))
            if not rules and not judge.waits:
                decided = waiting[0][0] + 1  # a message may begin further on in this line
                break
            start = end
            if rules:
                yield from (Noise(*span, rule) for span, rule in zip(waiting[-len(rules) :], rules, strict=True))
                decided, waiting = end, []
                if not judge.goes_on:
                    break


def ranges_of(data: bytes, found: Sequence[Noise]) -> Iterator[Span]:
    """Yield the ranges of a stream's bytes that go with its noise.

    Colours stay. Behind other text on the same line, so does the line's end: only a progress bar needs none.
    """
    for number, (start, end, _) in enumerate(found):
        line = data[start:end]
        stop = start + len(_without_colours(line).rstrip(b"\r\n"))
        line_end = start + len(line.rstrip(b"\r\n"))
        if _stands_behind_text(data, start) and not _goes_on_in_place(data, _end_of_run(found, number)):
            yield start, stop
        elif stop == line_end:
            yield start, end
        else:
            yield from ((start, stop), (line_end, end))


def _inner_starts(data: bytes, borders: Sequence[int], judge: StreamJudge) -> Iterator[int]:
    """Yield where within a line a message of known noise may begin."""
    moves = any(sign in data for sign in IN_PLACE)
    starts = {found.end() for found in _CODES.finditer(data)} if moves or ESCAPE in data else set()
    starts.update(border for border in borders[1:-1] if data[border - 1 : border] != b"\n")
    yield from (start for start in starts if judge.may_begin(data, start))
    # Hardly any text has a bar, and the search for prefixes takes its time.
    has_bars = moves or _TQDM_BAR in data or _BAR.match(data) or _LATER_KERAS_BAR.search(data)
    for start in judge.unmistakable(data) if has_bars else ():
        line = data.rfind(b"\n", 0, start) + 1
        if line < start and _BAR.match(data, line, start):
            yield start


def _line_end(data: bytes, start: int) -> int:
    return data.find(b"\n", start) + 1 or len(data)


def _without_colours(line: bytes) -> bytes:
    found = _COLOURS_AT_END.search(line, max(0, len(line) - COLOURS)) if ESCAPE in line else None
    return line[: found.start()] if found else line


def _stands_behind_text(data: bytes, start: int) -> bool:
    before = data[data.rfind(b"\n", 0, start) + 1 : start]
    return _CODES.sub(b"", before) != b""


def _goes_on_in_place(data: bytes, end: int) -> bool:
    return data[end : end + 1] in IN_PLACE


def _end_of_run(found: Sequence[Noise], number: int) -> int:
    """Return where the noise ends that follows on noise without a gap."""
    while number + 1 < len(found) and found[number + 1].start == found[number].end:
        number += 1
    return found[number].end
