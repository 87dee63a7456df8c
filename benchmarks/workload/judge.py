"""Pure: what a cell showed in, noise lines and lost signals out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cells import PROGRESS, meets
from .reasons import EITHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from .cells import Cell

# Colours and backspaces of progress bars.
_MARKS = re.compile(r"\x1b\[[\d;]*m|\x08")
_LONGEST = 200


@dataclass(frozen=True)
class Shown:
    """What one cell gave to the reader, and to the kernel's original stderr."""

    streams: tuple[str, ...]
    error: str = ""
    terminal: str = ""


@dataclass(frozen=True)
class Verdict:
    """`neither`: the lines shown that count on neither side (`reasons.EITHER`)."""

    noise: list[str]
    lost: list[str]
    neither: list[str]


def judge(cell: Cell, tags: AbstractSet[str], shown: Shown) -> Verdict:
    """Count what was shown beyond the cell's own output and signals, and the signals that did not arrive."""
    signals = [signal for signal in cell.signals if meets(tags, signal.needs)]
    read = "\n".join((*shown.streams, shown.error))
    lost = []
    for signal in signals:
        place = shown.terminal if cell.dies or (signal.native and "terminal" in tags) else read
        if signal.text not in place:
            lost.append(signal.text)
    if shown.error and not any(signal.text in shown.error for signal in signals):
        lost.append(f"the cell failed: {shown.error[:_LONGEST]}")
    known = (*(signal.text for signal in signals), *EITHER)
    lines = [line for stream in shown.streams for line in lines_of(stream)]
    neither = [line[:_LONGEST] for line in lines if any(text in line for text in EITHER)]
    return Verdict([line for stream in shown.streams for line in noise(stream, known, cell.own)], lost, neither)


def lines_of(stream: str) -> list[str]:
    """Return the lines of a stream without the marks of progress bars."""
    return re.split(r"[\r\n]+", _MARKS.sub("", stream))


def noise(stream: str, known: tuple[str, ...], own: tuple[str, ...]) -> Iterator[str]:
    """Return the lines of a stream that are neither known, nor the cell's own, nor blank.

    Indented lines share the fate of the line before them: a warning's source line, a message's second line.
    """
    of_message = False
    for line in lines_of(stream):
        if not line.strip() or PROGRESS.fullmatch(line):
            continue
        if of_message and line.startswith(("  ", "\t")):
            continue
        of_message = any(text in line for text in known)
        if not of_message and not any(re.fullmatch(pattern, line) for pattern in own):
            yield line[:_LONGEST]
