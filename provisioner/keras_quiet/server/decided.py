"""What a kernel that is gone has left in its private file (`inside/keeping/private_file.py`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..inside.guarding.files import read_own_end
from ..inside.keeping.private_file import LIMIT
from .previous import private_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A text that was shown so many seconds before the last that is known of a kernel had reached the notebook: ipykernel
# sends what is written after 0.2 s (OutStream.flush_interval).
SENT = 0.25


@dataclass
class Decided:
    """What a private file says: the last lines shown and hidden, the last text shown, and those not yet sent."""

    shown: str = ""
    hidden: str = ""
    last: str = ""
    unsent: str = ""
    is_there: bool = False


def examine(connection_file: str) -> Decided:
    """Return what the private file of a kernel says (`inside/keeping/private_file.py`)."""
    found, now = Decided(), None
    for entry in _entries_from_the_end(private_file(connection_file)):
        found.is_there = True
        at, shown = entry.get("at"), entry.get("shown", "")
        text = str(shown) if isinstance(shown, (str, int)) else ""  # the file may be anybody's
        if isinstance(at, (int, float)):
            now = at if now is None else now
            if "shown" in entry and at > now - SENT:
                found.unsent = text + found.unsent
        found.last = found.last or text
        found.shown = found.shown or _last_line(text)
        found.hidden = found.hidden or _last_line(entry.get("text"))
    return found


def _last_line(text: object) -> str:
    lines = text.split("\n") if isinstance(text, str) else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _entries_from_the_end(file: Path) -> Iterator[dict[str, object]]:
    """Yield what the inside half wrote; nothing where there is no file that can be read."""
    try:
        lines = read_own_end(file, LIMIT).splitlines()
    except (OSError, ValueError):
        return
    for line in reversed(lines):
        entry = _entry(line)
        if isinstance(entry, dict):
            yield entry


def _entry(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None  # cut by the crash or by where we began to read, or nothing of ours
