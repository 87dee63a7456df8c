"""The outputs of one cell, as they stand in the file, without some of their text. Pure.

An output of which nothing is left goes. Two outputs of one stream that become neighbours become one, as Jupyter would
have written them if the text between them had never come.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from . import json_text, spans
from .json_text import Array, Element

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from .spans import Span

# Colours, without which an output that has nothing else is empty.
_COLOURS = re.compile(r"(?:\x1b\[[0-9;]*m)*")


class Cuts(NamedTuple):
    """What goes from the outputs of one cell.

    `spans` are spans of the characters of an output's whole text, in order, by the output's number. `crossed` are the
    numbers of outputs in which something goes on that goes from the output before.
    """

    spans: Mapping[int, Sequence[Span]]
    crossed: Collection[int]


class _Stream(NamedTuple):
    """A stream as it stands in the file: what stands before the value of "text", the value, and what stands after it.

    `value` is an array of strings or one string. `others` are the stream's other members, of which its name is one.
    """

    before: str
    value: Array | str
    after: str
    others: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.before}{self.value}{self.after}"


def joined(text: Any) -> str | None:
    """Return a text as nbformat 4 writes it, one string or an array of them, or None where it is neither."""
    if isinstance(text, list) and all(isinstance(each, str) for each in text):
        return "".join(text)
    return text if isinstance(text, str) else None


def text_of(output: Any) -> str | None:
    """Return the whole text of a stream, or None where an output is none."""
    is_stream = isinstance(output, dict) and output.get("output_type") == "stream"
    return joined(output.get("text")) if is_stream else None


def without(text: str, outputs: Sequence[Any], cuts: Cuts) -> str:
    """Return an array of outputs without what is cut; `outputs` is what `text` says."""
    array = Array.read(text)
    kept: list[tuple[Element, _Stream | str]] = []
    is_gap = False  # an output has gone since the last one that is kept
    for number, (element, output) in enumerate(zip(array.elements, outputs, strict=True)):
        going = cuts.spans.get(number, ())
        if going and _is_empty(output, going):
            is_gap = True
            continue
        stream = element.text if text_of(output) is None else _stream(element.text, output, going)
        both = _joined(kept[-1][1], stream) if kept and (is_gap or number in cuts.crossed) else None
        if both:
            kept[-1] = kept[-1][0], both
        else:
            kept.append((element, stream))
        is_gap = False
    return str(array._replace(elements=[element._replace(text=str(each)) for element, each in kept]))


def _is_empty(output: Mapping[str, Any], going: Sequence[Span]) -> bool:
    left = spans.without(text_of(output) or "", going)
    return _COLOURS.fullmatch(left) is not None


def _stream(raw: str, output: Mapping[str, Any], going: Sequence[Span]) -> _Stream:
    start, end = json_text.members(raw, 0)["text"]
    if isinstance(output["text"], str):
        value: Array | str = json_text.cut(raw[start:end], going)
    else:
        array = Array.read(raw, start)
        value = array._replace(elements=list(_cut_elements(array.elements, output["text"], going)))
    others = {key: each for key, each in output.items() if key != "text"}
    return _Stream(raw[:start], value, raw[end:], others)


def _cut_elements(elements: Sequence[Element], texts: Sequence[str], going: Sequence[Span]) -> Iterator[Element]:
    """Yield the strings of a text; one of which nothing is left goes."""
    for element, text, inside in zip(elements, texts, spans.split(going, map(len, texts)), strict=True):
        if not inside:
            yield element
        elif sum(stop - start for start, stop in inside) < len(text):
            yield element._replace(text=json_text.cut(element.text, inside))


def _joined(one: _Stream | str, other: _Stream | str) -> _Stream | None:
    """Return two streams as one, or None where they differ in more than their text."""
    if isinstance(one, str) or isinstance(other, str) or one.others != other.others:
        return None
    if isinstance(one.value, str) and isinstance(other.value, str):
        return one._replace(value=one.value[:-1] + other.value[1:])
    if isinstance(one.value, Array) and isinstance(other.value, Array):
        return one._replace(value=one.value._replace(elements=one.value.elements + other.value.elements))
    return None
