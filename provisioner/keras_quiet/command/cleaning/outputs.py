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


def joined(text: Any) -> str | None:
    """Return a text as nbformat 4 writes it, one string or an array of them, or None where it is neither."""
    if isinstance(text, list) and {*map(type, text)} <= {str}:
        return "".join(text)
    return text if isinstance(text, str) else None


def text_of(output: Any) -> str | None:
    """Return the whole text of a stream, or None where an output is none."""
    is_stream = isinstance(output, dict) and output.get("output_type") == "stream"
    return joined(output.get("text")) if is_stream else None


def without(text: str, outputs: Sequence[Any], cuts: Cuts) -> str:
    """Return an array of outputs without what is cut; `outputs` is what `text` says."""
    array = Array.read(text)
    kept: list[list[int]] = []  # the numbers of the outputs that are left, of which some become one
    is_gap = False  # an output has gone since the last one that is kept
    for number, output in enumerate(outputs):
        if _is_empty(output, cuts.spans.get(number, ())):
            is_gap = True
            continue
        if kept and (is_gap or number in cuts.crossed) and _are_alike(outputs[kept[-1][-1]], output):
            kept[-1].append(number)
        else:
            kept.append([number])
        is_gap = False
    return str(array._replace(elements=[_written(numbers, array.elements, outputs, cuts) for numbers in kept]))


def _is_empty(output: Any, going: Sequence[Span]) -> bool:
    """Whether nothing that can be seen is left of an output from which something goes."""
    return bool(going) and _COLOURS.fullmatch(spans.without(text_of(output) or "", going)) is not None


def _are_alike(one: Any, other: Any) -> bool:
    """Whether two outputs are streams that differ in their text alone, which has the same form."""
    if text_of(one) is None or text_of(other) is None or type(one["text"]) is not type(other["text"]):
        return False
    return {**one, "text": ""} == {**other, "text": ""}


def _written(numbers: Sequence[int], elements: Sequence[Element], outputs: Sequence[Any], cuts: Cuts) -> Element:
    """Return outputs as one, without what is cut."""
    first = elements[numbers[0]]
    if len(numbers) == 1 and numbers[0] not in cuts.spans:
        return first
    start, end = json_text.members(first.text, 0)["text"]
    texts = [_text(elements[number].text, outputs[number], cuts.spans.get(number, ())) for number in numbers]
    return first._replace(text=f"{first.text[:start]}{_united(texts)}{first.text[end:]}")


def _text(raw: str, output: Mapping[str, Any], going: Sequence[Span]) -> Array | str:
    """Return the text of a stream as it stands in the file, without what goes."""
    start, end = json_text.members(raw, 0)["text"]
    if isinstance(output["text"], str):
        return json_text.cut(raw[start:end], going)
    array = Array.read(raw, start)
    return array._replace(elements=list(_cut_elements(array.elements, output["text"], going)))


def _cut_elements(elements: Sequence[Element], texts: Sequence[str], going: Sequence[Span]) -> Iterator[Element]:
    """Yield the strings of a text; one of which nothing is left goes."""
    for element, text, inside in zip(elements, texts, spans.split(going, map(len, texts)), strict=True):
        if not inside:
            yield element
        elif sum(stop - start for start, stop in inside) < len(text):
            yield element._replace(text=json_text.cut(element.text, inside))


def _united(texts: Sequence[Array | str]) -> Array | str:
    """Return texts of one form as one."""
    if isinstance(texts[0], str):
        return f'"{"".join(str(text)[1:-1] for text in texts)}"'
    return json_text.united([text for text in texts if isinstance(text, Array)])
