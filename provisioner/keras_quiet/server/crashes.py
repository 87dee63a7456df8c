"""What a kernel that died left behind: how it ended, and its last lines."""

from __future__ import annotations

import asyncio
import json
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..foreign import one_line
from ..inside.files import read_own_end
from ..inside.keeping.leftovers import SUFFIX, remove
from ..inside.keeping.private_file import LIMIT
from .aside import aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# So much of a line is told, in characters.
TOLD = 300
# How long the file may take, in seconds: it may be on another machine's disk.
TIME_LIMIT = 2.0


@dataclass(frozen=True)
class Crash:
    """The end of a kernel: `cause` is a signal's name or an exit code, the lines are the last at file descriptor 2.

    `looked`: they could be looked for, which they cannot where the kernel ran on another machine.
    """

    cause: str
    shown: str = ""
    hidden: str = ""
    looked: bool = True

    @property
    def notice(self) -> str:
        """One line for the first cell of the next kernel."""
        last = f", last line: {one_line(self.shown, TOLD)}" if self.shown else ""
        return f"the previous kernel died: {self.cause}{last}"

    @property
    def report(self) -> str:
        """One line for the server's log."""
        if not self.looked:
            return f"the kernel died: {self.cause}"
        shown, hidden = one_line(self.shown, TOLD), one_line(self.hidden, TOLD)
        return f"the kernel died: {self.cause}; last line shown: {shown!r}; last line hidden: {hidden!r}"


class Ends:
    """The end of one kernel after the other, in one process of a server: `report` gets a line for each crash."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self.crash: Crash | None = None
        self.is_asked_for = False
        self._report = report

    def begin(self) -> None:
        """Take note that a kernel begins."""
        self.crash, self.is_asked_for = None, False

    def note(self, crash: Crash) -> None:
        """Take note of an end that nothing here explains."""
        if not self.is_asked_for and self.crash is None:
            self.crash = crash
            self._report(crash.report)

    async def look(self, code: int | None, connection_file: str) -> None:
        """Look at what `poll` said; the first look at a crash reads what is left. Raises nothing."""
        if not code or self.is_asked_for or self.crash is not None:
            return
        at_once = self.crash = Crash(_cause(code))
        try:
            crash = await asyncio.wait_for(aside(examine, code, connection_file), TIME_LIMIT)
        except Exception:  # no matter what was left there, the server goes on
            crash = at_once
        if self.crash is at_once:
            self.crash = crash
        self._report(crash.report)


def examine(returncode: int, connection_file: str) -> Crash:
    """Return what is known of a kernel that ended with this code (negative: by a signal, as in subprocess)."""
    last: dict[str, str] = {}
    for entry in _entries_from_the_end(private_file(connection_file)):
        kind = "hidden" if "hidden" in entry else "shown"
        text = entry.get("text") or entry.get("shown") or ""
        lines = str(text).split("\n") if isinstance(text, (str, int)) else []
        line = next((line.strip() for line in reversed(lines) if line.strip()), "")
        if line:
            last.setdefault(kind, line)
        if len(last) == 2:  # noqa: PLR2004  # one of each kind
            break
    return Crash(_cause(returncode), last.get("shown", ""), last.get("hidden", ""))


def private_file(connection_file: str) -> Path:
    """Return where the kernel of a connection file keeps what was hidden (`inside/shell.py`)."""
    return Path(connection_file or "none").with_suffix(SUFFIX)


def clean_up(connection_file: str) -> None:
    """Remove what a kernel that is gone has left, if anything."""
    if connection_file:
        for path in (str(private_file(connection_file)), f"{private_file(connection_file)}.new"):
            remove(path)


def unexplained(provisioner: str) -> Crash:
    """Return what is known of a kernel on another machine that ended unasked; its exit code stays there."""
    return Crash(f"{provisioner} does not say why", looked=False)


def _cause(returncode: int) -> str:
    try:
        return signal.Signals(-returncode).name if returncode < 0 else f"exit code {returncode}"
    except ValueError:
        return f"signal {-returncode}"


def _entries_from_the_end(file: Path) -> Iterator[dict[str, object]]:
    """Yield what the inside half wrote (`keeping/private_file.py`); nothing where there is no file that can be read."""
    try:
        lines = read_own_end(file, LIMIT).splitlines()  # a flood may follow on the last line shown
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
