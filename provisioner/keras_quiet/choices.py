"""The files in which a user may have chosen a backend."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# A keras.json has four short lines; a longer file is not one. In bytes.
LONGEST = 1 << 16


@dataclass(frozen=True)
class Choice:
    """What one file says: a backend, or None and what is wrong with the file (also None: nothing chosen there)."""

    path: str
    backend: str | None = None
    problem: str | None = None


def keras_json(env: Mapping[str, str]) -> Choice:
    """Read the backend from keras.json where Keras would look for it (keras/src/backend/config.py:301)."""
    folder = Path(env["KERAS_HOME"]) if env.get("KERAS_HOME") else Path(env.get("HOME") or Path.home()) / ".keras"
    path = folder / "keras.json"
    try:
        if not path.is_file():
            return Choice(str(path))
        with path.open("rb") as file:
            content = json.loads(file.read(LONGEST))
    except (OSError, ValueError, RecursionError) as error:
        return Choice(str(path), problem=f"cannot be read: {type(error).__name__}")
    backend = content.get("backend") if isinstance(content, dict) else None
    if isinstance(backend, str) and backend:
        return Choice(str(path), backend)
    return Choice(str(path), problem="names no backend")
