"""Row 2 of the sources of a backend: the file in which a project may have chosen one."""

from __future__ import annotations

import functools
import re
import sys
from typing import TYPE_CHECKING

from ..inside.backend.keras_json import Choice, cause
from ..inside.guarding.files import read_start
from .settings import parse_project

if TYPE_CHECKING:
    from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# Parsing takes 0.7 ms a KiB at worst. In bytes.
LONGEST_TOML = 1 << 15
# So far a longer file is looked through for our table's name. In bytes.
LOOKED_THROUGH = 1 << 18
# tomllib takes cubic time for a dotted key: 17 s for 32 Ki parts.
DEEPEST_KEY = 20
# Strings of three quotes, strings of one line, comments: as TOML reads them from the left. What is left open ends the
# search too, or the same quotes would be tried again and again.
_NOT_KEYS = re.compile(
    r'''"""(?:[^\\]|\\.)*?(?:"""|\Z)'''
    r"|'''.*?(?:'''|\Z)"
    r"""|"(?:[^"\\\n]|\\[^\n])*"?|'[^'\n]*'?|#[^\n]*""",
    re.DOTALL,
)
_NOT_SEPARATORS = re.compile(r"[^.\n,={}\[\]]+")


def project_file(folder: Path) -> Choice:
    """Read the backend from the nearest pyproject.toml at or above a notebook's folder; a farther one is not asked."""
    folder = folder.absolute()
    for each in (folder, *folder.parents):
        path = each / "pyproject.toml"
        try:
            text = read_start(path, LOOKED_THROUGH)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError) as error:
            return Choice(str(path), problem=f"cannot be read: {cause(error)}")
        return _project(str(path), text)
    return Choice(str(folder / "pyproject.toml"))


def _project(path: str, text: bytes) -> Choice:
    if b"keras-quiet" not in text:
        return Choice(path)
    return _parsed(path, text)


@functools.lru_cache(maxsize=32)  # the same project starts kernel after kernel
def _parsed(path: str, text: bytes) -> Choice:
    if len(text) > LONGEST_TOML:
        return Choice(path, problem=f"is longer than {LONGEST_TOML >> 10} KiB", names_us=True)
    try:
        decoded = text.decode("utf-8-sig")
        if _has_deep_key(decoded):
            return Choice(path, problem=f"has a key of more than {DEEPEST_KEY} parts", names_us=True)
        backend, problems = parse_project(tomllib.loads(decoded))
    except (ValueError, RecursionError) as error:
        return Choice(path, problem=f"cannot be read: {cause(error)}", names_us=True)
    problem = "; ".join(f"{each.key}: {each.text}" for each in problems)
    return Choice(path, backend, problem or None, names_us=True)


def _has_deep_key(text: str) -> bool:
    """Whether a key may have more than DEEPEST_KEY parts; strings and comments of valid TOML do not count."""
    skeleton = _NOT_KEYS.sub("", text)
    return "." * DEEPEST_KEY in _NOT_SEPARATORS.sub("", skeleton)
