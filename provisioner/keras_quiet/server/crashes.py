"""What a kernel that died left behind: how it ended, and its last words."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..inside.guarding.foreign import one_line
from ..inside.keeping.private_file import shown_entry
from . import previous
from .last_words import LONGEST, told, unsaid
from .memory import Kills
from .threads import in_own_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .held_pipe import HeldPipe
    from .kernel_stderr import KernelStderr
    from .remainder import Remainder

# How long a look may take, in seconds: a file may be on another machine's disk, a terminal may be stopped.
TIME_LIMIT = 2.0
MEANINGS = {
    "SIGABRT": "abort",
    "SIGBUS": "bus error",
    "SIGFPE": "arithmetic error",
    "SIGILL": "illegal instruction",
    "SIGKILL": "often: out of memory",
    "SIGSEGV": "segmentation fault",
}
_OUT_OF_MEMORY = "SIGKILL: it probably ran out of memory"


@dataclass(frozen=True)
class Crash:
    """The end of a kernel: `cause` is a signal's name or an exit code.

    `words` are the lines that nobody has read yet. `shown` and `hidden` are the last lines at file descriptor 2 that
    the kernel itself has shown and hidden. `looked`: they could be looked for, which they cannot where the kernel ran
    on another machine. `is_kept`: `%keras_quiet log --previous` has more.
    """

    cause: str
    words: tuple[str, ...] = ()
    shown: str = ""
    hidden: str = ""
    looked: bool = True
    is_kept: bool = False

    @property
    def notice(self) -> str:
        """The lines for the first cell of the next kernel."""
        more = ["%keras_quiet log --previous shows all that it left"] if self.is_kept else []
        return "\n    ".join([f"The previous kernel died: {self.cause}{self._words}", *more])

    @property
    def report(self) -> str:
        """The lines for the server's log."""
        shown = f"; last line shown: {one_line(self.shown, LONGEST)!r}" if self.shown and not self.words else ""
        hidden = f"; last line hidden: {one_line(self.hidden, LONGEST)!r}" if self.hidden else ""
        return f"the kernel died: {self.cause}{shown}{hidden}{self._words}"

    @property
    def _words(self) -> str:
        return "\n    ".join([". Its last lines:", *self.words]) if self.words else ""


@dataclass
class Launched:
    """What the launch of a kernel leaves with us: its pipe, what its filter goes by, and where its stderr goes."""

    pipe: HeldPipe | None = None
    environ: Mapping[str, str] = field(default_factory=dict)
    hide: Sequence[str] = ()
    show: Sequence[str] = ()
    stderr: KernelStderr | None = None
    kills: Kills = field(default_factory=Kills)
    is_linked: bool = False  # its private file has a second name already, for the kernel that takes its place

    def close(self) -> None:
        """Close the pipe."""
        if self.pipe:
            self.pipe.close()

    def rest(self) -> bytes:
        """Return what is left in the pipe, once."""
        pipe, self.pipe = self.pipe, None
        return pipe.rest() if pipe else b""

    def judged(self, rest: bytes) -> Remainder:
        """Return what of it is shown, and what hidden."""
        from .remainder import judged  # noqa: PLC0415  # loaded when the first kernel dies

        return judged(rest, self.environ, self.hide, self.show)


class KernelEnds:
    """The end of one kernel after the other, in one process of a server: `report` gets a text for each crash."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self.crash: Crash | None = None
        self.is_asked_for = False
        self.launched = Launched()
        self._report = report

    def begin(self, launched: Launched) -> None:
        """Take note that a kernel begins."""
        self.crash, self.is_asked_for, self.launched = None, False, launched

    def note(self, crash: Crash) -> None:
        """Take note of an end that nothing here explains."""
        if not self.is_asked_for and self.crash is None:
            self.crash = crash
            self._report(crash.report)

    async def look(self, code: int | None, connection_file: str) -> None:
        """Look at what `poll` said; the first look at a crash reads what is left. Raises nothing."""
        if code is None or self.is_asked_for or self.crash is not None:
            return
        rest = self.launched.rest()
        if not code and not rest:
            return
        work = Look(code, connection_file, self.launched, rest)
        at_once = self.crash = work.crash
        with suppress(Exception):  # no matter what was left there, the server goes on
            await asyncio.wait_for(in_own_thread(work.run), TIME_LIMIT)
        found = work.crash if code or work.crash.words else None  # children may say noise after an end in order
        if self.crash is at_once:
            self.crash = found
        if found:
            self._report(found.report)

    async def link(self, connection_file: str) -> None:
        """Keep the private file of a kernel that is asked to end, for the one that takes its place. Raises nothing."""
        self.launched.is_linked = True
        with suppress(Exception):
            await asyncio.wait_for(in_own_thread(previous.link, connection_file), TIME_LIMIT)

    async def leave(self, connection_file: str) -> None:
        """Keep what a kernel has left that was asked to end, for the one that takes its place. Raises nothing."""
        rest, launched = self.launched.rest(), self.launched

        def keep() -> None:
            left = launched.judged(rest)
            previous.keep(connection_file, left.hidden + _shown(left.shown), is_linked=launched.is_linked)

        if self.is_asked_for and self.crash is None:
            with suppress(Exception):
                await asyncio.wait_for(in_own_thread(keep), TIME_LIMIT)


class Look:
    """A look at what a dead kernel left; `crash` is what is known so far, should the look take too long."""

    def __init__(self, code: int, connection_file: str, launched: Launched, rest: bytes) -> None:
        self._code, self._file, self._launched, self._rest = code, connection_file, launched, rest
        self.crash = Crash(_cause(code))

    def run(self) -> None:
        """Judge what is left in the pipe, read the private file, and pass on what nobody has read yet."""
        from .decided import examine  # noqa: PLC0415  # loaded when the first kernel dies

        left = self._launched.judged(self._rest)
        words = tuple(told(left.shown.decode("utf-8", "replace")))
        self.crash = Crash(_cause(self._code, self._launched.kills), words)
        decided = examine(self._file)
        rest = unsaid(decided.last, left.shown)
        words = tuple(told(decided.unsent + rest.decode("utf-8", "replace")))
        self.crash = replace(self.crash, words=words, shown=decided.shown, hidden=decided.hidden)
        entries = left.hidden + _shown(rest)
        if entries or decided.is_there:
            died = json.dumps({"died": self.crash.cause}).encode() + b"\n"
            self.crash = replace(self.crash, is_kept=previous.keep(self._file, entries + died))
        if self._launched.stderr:
            self._launched.stderr.write(rest)


def unexplained(provisioner: str) -> Crash:
    """Return what is known of a kernel on another machine that ended unasked; its exit code stays there."""
    return Crash(f"{provisioner} does not say why")


def _cause(returncode: int, kills: Kills | None = None) -> str:
    """Return a signal's name (a negative code, as in subprocess), or the exit code."""
    if returncode >= 0:
        return f"exit code {returncode}"
    try:
        name = signal.Signals(-returncode).name
    except ValueError:
        return f"signal {-returncode}"
    if name == "SIGKILL" and kills and kills.went_up:
        return _OUT_OF_MEMORY
    return f"{name} ({MEANINGS[name]})" if name in MEANINGS else name


def _shown(text: bytes) -> bytes:
    return shown_entry(text.decode("utf-8", "replace"), time.monotonic()) if text else b""
