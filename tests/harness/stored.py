"""Notebooks as they stand in files: made of streams, written in the forms of many programs, and cleaned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nbformat
from keras_quiet.command.cleaning.judge import Rules
from keras_quiet.command.cleaning.notebook import Gone, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Output = dict[str, Any]


def stream(text: str | list[str], name: str = "stderr") -> Output:
    """Return a stream as files have it: its text is an array of lines, or what is given."""
    lines = text.splitlines(keepends=True) if isinstance(text, str) else text
    return {"name": name, "output_type": "stream", "text": lines}


def cell(*outputs: Output, source: str = "import keras") -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
    }


def notebook(*cells: dict[str, Any], metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a notebook of code cells, with a text before them."""
    first = {"cell_type": "markdown", "metadata": {}, "source": ["# Ünï"]}
    return {"cells": [first, *cells], "metadata": dict(metadata or {}), "nbformat": 4, "nbformat_minor": 4}


def _html_safe(text: str) -> str:
    """Write what Colab's and Google's own tools write for "<", ">" and "&"."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


FORMS: dict[str, Callable[[Any], str]] = {
    "Jupyter": lambda data: json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    "escaped": lambda data: json.dumps(data, indent=1) + "\n",
    "two spaces, no line end": lambda data: json.dumps(data, indent=2),
    "tabs": lambda data: json.dumps(data, indent="\t", ensure_ascii=False),
    "one line": lambda data: json.dumps(data, separators=(",", ":"), ensure_ascii=False),
    "one line with spaces": json.dumps,
    "Windows": lambda data: json.dumps(data, indent=1).replace("\n", "\r\n") + "\r\n",
    "a byte order mark": lambda data: "\ufeff" + json.dumps(data, indent=1),
    "Colab": lambda data: _html_safe(json.dumps(data, indent=2)),
    "space around all": lambda data: "\n " + json.dumps(data, indent=3, separators=(" , ", " : ")) + " \n\n",
}


def cleaned(data: Any, *, hide: Iterable[str] = (), show: Iterable[str] = ()) -> tuple[Any, list[Gone]]:
    """Clean a notebook; return its data, which nbformat finds valid, and what went."""
    content, gone = clean(FORMS["Jupyter"](data).encode(), Rules(list(hide), list(show)))
    result = json.loads(content)
    nbformat.validate(nbformat.from_dict(result))
    return result, gone


def outputs(data: Any) -> list[Output]:
    """Return the outputs of all cells in a row."""
    return [output for each in data["cells"] for output in each.get("outputs", ())]


def texts(data: Any, name: str = "stderr") -> list[str]:
    """Return the text of each stream of that name."""
    return ["".join(each["text"]) for each in outputs(data) if each.get("name") == name]
