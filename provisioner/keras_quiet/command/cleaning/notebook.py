"""A notebook without its known noise: the bytes of a file in, and out. Pure.

Only what goes is taken out of the text. The order of keys, the indentation, escapes and line ends stay as the program
has them that wrote the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import CommandError
from . import evidence, json_text, outputs
from .spans import replaced
from .streams import judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .judge import Judge, Rules

BOM = "\ufeff"
FORMAT = 4


class Gone(NamedTuple):
    """A line that went: the number of its cell, counted from 1, the id of the rule that hides it, and its text."""

    cell: int
    rule: str
    text: str


def clean(content: bytes, rules: Rules) -> tuple[bytes, list[Gone]]:
    """Return a notebook without known noise, and what went; the same bytes where nothing did.

    Raises CommandError where it is no notebook of nbformat 4.
    """
    mark, text = _decoded(content)
    notebook = _read(text)
    cells = {number: cell for number, cell in enumerate(notebook["cells"]) if _has_outputs(cell)}
    variables = evidence.variables(cells.values())
    has_gpu = evidence.has_accelerator(notebook.get("metadata"), cells.values())
    cuts, gone = _judged(cells, rules.judge(variables, has_gpu=has_gpu))
    if not gone:
        return content, []
    cleaned = (mark + _without(text, cells, cuts)).encode()
    if not has_gpu or not clean(cleaned, rules)[1]:
        return cleaned, gone
    # What told of the GPU went too, and with it the reason why other lines stay: a line of it is left.
    cuts, gone = _judged(cells, rules.judge(variables, has_gpu=True, leaves_one=evidence.tells))
    return ((mark + _without(text, cells, cuts)).encode() if gone else content), gone


def _judged(cells: Mapping[int, Mapping[str, Any]], judge: Judge) -> tuple[dict[int, outputs.Cuts], list[Gone]]:
    """Return what goes from which cells, and its lines."""
    cuts, gone = {}, []
    for number, cell in cells.items():
        cut, lines = judged(cell["outputs"], judge)
        if lines:
            cuts[number] = cut
            gone += [Gone(number + 1, *line) for line in lines]
    return cuts, gone


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the byte order mark, if there is one, and the text."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise CommandError(f"is not in UTF-8 (byte {error.start})") from None
    rest = text.removeprefix(BOM)
    return text[: len(text) - len(rest)], rest


def _read(text: str) -> dict[str, Any]:
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"is no JSON: {error}" if text.strip() else "is empty"
        raise CommandError(what) from None
    except (RecursionError, ValueError) as error:
        raise CommandError(f"cannot be read: {error}") from None
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        raise CommandError("is no notebook: nbformat is missing")
    if notebook["nbformat"] != FORMAT:
        raise CommandError(
            f"has nbformat {notebook['nbformat']!r}, and clean reads {FORMAT} alone. For an older notebook: "
            "jupyter nbconvert --to notebook --inplace NOTEBOOK"
        )
    if not isinstance(notebook.get("cells"), list):
        raise CommandError("is no notebook: its cells are missing")
    return notebook


def _has_outputs(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code" and isinstance(cell.get("outputs"), list)


def _without(text: str, cells: Mapping[int, Mapping[str, Any]], cuts: Mapping[int, outputs.Cuts]) -> str:
    start, _ = json_text.members(text, text.index("{"))["cells"]
    places = json_text.elements(text, start)
    new = []
    for number, cut in cuts.items():
        begin, end = json_text.members(text, places[number][0])["outputs"]
        new.append(((begin, end), outputs.without(text[begin:end], cells[number]["outputs"], cut)))
    return replaced(text, new)
