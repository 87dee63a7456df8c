"""What an interpreter has, found out without importing any of it."""

from __future__ import annotations

import importlib
import re
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .backends import BACKENDS

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Interpreter:
    """A kernel's interpreter and the backends that it can run; None, with the reason in `unknown`, if not known."""

    python: str
    backends: frozenset[str] | None = None
    unknown: str = ""


def look(argv: Sequence[str]) -> Interpreter:
    """Look at the interpreter that a kernel's argv starts."""
    python = resolve(argv)
    if python is None or not Path(python).exists() or not Path(python).samefile(sys.executable):
        return Interpreter(python or argv[0], unknown=f"what {python or argv[0]} has is not known")
    importlib.invalidate_caches()
    has = frozenset(backend.name for backend in BACKENDS if all(_is_installed(module) for module in backend.modules))
    return Interpreter(python, has)


def resolve(argv: Sequence[str]) -> str | None:
    """Return the interpreter's path as jupyter_client would start it (jupyter_client/manager.py:391)."""
    if re.fullmatch(rf"python({sys.version_info[0]}(\.{sys.version_info[1]})?)?", argv[0]):
        return sys.executable
    return shutil.which(argv[0])


def _is_installed(module: str) -> bool:
    spec = find_spec(module)
    # A folder that pip left behind is a namespace package: it has no origin.
    return spec is not None and spec.origin is not None
