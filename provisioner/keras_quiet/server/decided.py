"""What a kernel that is gone has left in its private file (`inside/keeping/private_file.py`)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from ..inside.guarding.files import read_own_end
from ..inside.keeping.private_file import LIMIT, entries
from .previous import private_file

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
    found, now, data = Decided(), None, b""
    with suppress(OSError, ValueError):
        data = read_own_end(private_file(connection_file), LIMIT)
    for entry in reversed(list(entries(data))):
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
