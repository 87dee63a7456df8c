"""What a kernel that died left behind: how it ended, and its last lines."""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass
from pathlib import Path

from ..inside.launch import SUFFIX

# So much of the file's end is read, in bytes; the last lines are in it.
READ = 1 << 16


@dataclass(frozen=True)
class Crash:
    """The end of a kernel: `cause` is a signal's name or an exit code, the lines are the last at file descriptor 2."""

    cause: str
    shown: str = ""
    hidden: str = ""

    @property
    def notice(self) -> str:
        """One line for the first cell of the next kernel."""
        return f"the previous kernel died: {self.cause}" + (f", last line: {self.shown}" if self.shown else "")

    @property
    def report(self) -> str:
        """One line for the server's log."""
        return f"the kernel died: {self.cause}; last line shown: {self.shown!r}; last line hidden: {self.hidden!r}"


def examine(returncode: int, connection_file: str) -> Crash:
    """Return what is known of a kernel that ended with this code (negative: by a signal, as in subprocess)."""
    last: dict[str, str] = {}
    for entry in _entries(Path(connection_file or "none").with_suffix(SUFFIX)):
        kind = "hidden" if "hidden" in entry else "shown"
        lines = str(entry.get("text") or entry.get("shown") or "").split("\n")
        last[kind] = next((line.strip() for line in reversed(lines) if line.strip()), last.get(kind, ""))
    return Crash(_cause(returncode), last.get("shown", ""), last.get("hidden", ""))


def _cause(returncode: int) -> str:
    try:
        return signal.Signals(-returncode).name if returncode < 0 else f"exit code {returncode}"
    except ValueError:
        return f"signal {-returncode}"


def _entries(file: Path) -> list[dict[str, object]]:
    """Return what the inside half wrote (`inside/hidden.py`); nothing where there is no file, or it cannot be read."""
    try:
        with file.open("rb") as opened:
            opened.seek(0, 2)
            opened.seek(max(0, opened.tell() - READ))
            lines = opened.read().splitlines()
    except OSError:
        return []
    return [entry for entry in map(_entry, lines) if isinstance(entry, dict)]


def _entry(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None  # cut by the crash, or by where we began to read
