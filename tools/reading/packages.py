"""All statements of an installed package: of its shared libraries and of its Python sources."""

from __future__ import annotations

import os
import re
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from . import log_calls, python_calls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .statement import Statement

_LIBRARY = re.compile(r"\.so(?:\.\d+)*$")


def statements(folder: Path) -> list[Statement]:
    """Return the statements of a package, sorted by file; what several libraries have in common comes once.

    Raises FileNotFoundError if the folder has neither shared libraries nor Python sources, and ValueError for a
    library that is not for x86-64.
    """
    if not any(libraries(folder)) and not any(folder.rglob("*.py")):
        raise FileNotFoundError(
            f"{folder} has neither shared libraries nor Python sources: is it an installed package?"
        )
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        read = pool.map(_of_library, _largest_first(folder))
        found = set(python_calls.statements(folder.parent, folder.name))  # beside the libraries
        found.update(each for one in read for each in one)
    return sorted(found, key=_order)


def native(folder: Path) -> set[Statement]:
    """Return the statements of a package's shared libraries alone."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return {each for one in pool.map(_of_library, _largest_first(folder)) for each in one}


def libraries(folder: Path) -> Iterator[Path]:
    """Yield the shared libraries below a folder; links to others are left out."""
    yield from (
        path
        for path in folder.rglob("*.so*")
        if _LIBRARY.search(path.name) and path.is_file() and not path.is_symlink()
    )


def _largest_first(folder: Path) -> list[Path]:
    return sorted(libraries(folder), key=lambda path: -path.stat().st_size)


def _of_library(path: Path) -> list[Statement]:
    return list(log_calls.statements(path))


def _order(statement: Statement) -> tuple[str, int, str, str]:
    return statement.file.removeprefix("./"), statement.line or 0, statement.text, statement.level
