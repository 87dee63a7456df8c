"""A file that keeps what went from notebooks, a line each: notebook, cell, rule and text, with tabs between them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import CommandError
from ...inside.guarding.foreign import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .notebook import Gone


def append(log: str, notebook: str, gone: Iterable[Gone]) -> None:
    """Append the lines that go from a notebook. Raises CommandError where the file does not take them."""
    rows = [f"{one_line(notebook)}\t{each.cell}\t{each.rule}\t{each.text}\n" for each in gone]
    try:
        with Path(log).open("ab") as file:
            file.write("".join(rows).encode("utf-8", "replace"))
    except OSError as error:
        raise CommandError(f"{log} cannot keep the lines: {error.strerror}") from error
