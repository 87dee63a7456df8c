"""All statements of an installed package: of its shared libraries and of its Python sources."""

from __future__ import annotations

import os
import re
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from . import log_calls, python_calls

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .statement import Statement

_LIBRARY = re.compile(r"\.so(?:\.\d+)*$")


def statements(folder: Path) -> list[Statement]:
    """Return the statements of a package, sorted by file; what several libraries have in common comes once.

    Raises FileNotFoundError if the folder has neither shared libraries nor Python sources, and ValueError for a
    library that is not for x86-64.
    """
    # The largest first: the others are read beside it.
    files = sorted(libraries(folder), key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(files) or 1)) as pool:
        native = list(pool.map(_of_library, files))
        sources = list(python_calls.statements(folder.parent, folder.name))
    if not files and not any(folder.rglob("*.py")):
        raise FileNotFoundError(
            f"{folder} has neither shared libraries nor Python sources: is it an installed package?"
        )
    return sorted({each for found in (*native, sources) for each in found}, key=_order)


def libraries(folder: Path) -> Iterable[Path]:
    """Return the shared libraries below a folder; links to others are left out."""
    return (
        path
        for path in folder.rglob("*.so*")
        if _LIBRARY.search(path.name) and path.is_file() and not path.is_symlink()
    )


def _of_library(path: Path) -> list[Statement]:
    return list(log_calls.statements(path))


def _order(statement: Statement) -> tuple[str, int, str, str]:
    return statement.file.removeprefix("./"), statement.line or 0, statement.text, statement.level
