"""The files in which a user or a project may have chosen a backend."""

from __future__ import annotations

import functools
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .files import read_start
from .settings import parse_project

if TYPE_CHECKING:
    from collections.abc import Mapping

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# A keras.json has four short lines; a longer file is not one. In bytes.
LONGEST_JSON = 1 << 16
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


@dataclass(frozen=True)
class Choice:
    """What one file says: a backend, or None and what is wrong with the file (also None: nothing chosen there).

    `names_us`: the file speaks of keras-quiet, so that its reader wants to know of the problem.
    """

    path: str
    backend: str | None = None
    problem: str | None = None
    names_us: bool = False


def keras_json(env: Mapping[str, str]) -> Choice:
    """Read the backend from keras.json where Keras would look for it (keras/src/backend/config.py:301)."""
    try:
        folder = Path(env["KERAS_HOME"]) if env.get("KERAS_HOME") else Path(env.get("HOME") or Path.home()) / ".keras"
    except RuntimeError:  # nobody knows this user's home
        return Choice("keras.json")
    path = folder / "keras.json"
    try:
        content = json.loads(read_start(path, LONGEST_JSON))
    except FileNotFoundError:
        return Choice(str(path))
    except (OSError, ValueError, RecursionError) as error:
        return Choice(str(path), problem=f"cannot be read: {_cause(error)}")
    backend = content.get("backend") if isinstance(content, dict) else None
    if isinstance(backend, str) and backend:
        return Choice(str(path), backend)
    return Choice(str(path), problem="names no backend")


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
            return Choice(str(path), problem=f"cannot be read: {_cause(error)}")
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
        return Choice(path, problem=f"cannot be read: {_cause(error)}", names_us=True)
    problem = "; ".join(f"{each.key}: {each.text}" for each in problems)
    return Choice(path, backend, problem or None, names_us=True)


def _has_deep_key(text: str) -> bool:
    """Whether a key may have more than DEEPEST_KEY parts; strings and comments of valid TOML do not count."""
    skeleton = _NOT_KEYS.sub("", text)
    return "." * DEEPEST_KEY in _NOT_SEPARATORS.sub("", skeleton)


def _cause(error: BaseException) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
