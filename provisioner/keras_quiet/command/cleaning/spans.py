"""Parts of a text, each from where to where, the end not included. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]


def replaced(text: str, new: Iterable[tuple[Span, str]]) -> str:
    """Return a text with other text at some of its places, which come in order."""
    parts, place = [], 0
    for (start, end), put in new:
        parts += [text[place:start], put]
        place = end
    return "".join([*parts, text[place:]])


def without(text: str, spans: Iterable[Span]) -> str:
    """Return a text without some of its parts, which come in order."""
    return replaced(text, ((span, "") for span in spans))


def split(spans: Sequence[Span], lengths: Iterable[int]) -> Iterator[list[Span]]:
    """Yield, for each of several pieces in a row, what of the spans lies in it, counted from the piece's beginning."""
    begin = number = 0
    for length in lengths:
        end, inside = begin + length, []
        while number < len(spans) and spans[number][0] < end:
            start, stop = spans[number]
            inside.append((max(start, begin) - begin, min(stop, end) - begin))
            if stop > end:
                break
            number += 1
        yield inside
        begin = end


def in_characters(spans: Sequence[Span], text: bytes, encoding: tuple[str, str]) -> list[Span]:
    """Return spans of a text's bytes as spans of its characters."""
    if text.isascii():
        return list(spans)
    counted, place, count = [], 0, 0
    for offset in (each for span in spans for each in span):
        count += len(text[place:offset].decode(*encoding))
        place = offset
        counted.append(count)
    return list(zip(counted[::2], counted[1::2], strict=True))
