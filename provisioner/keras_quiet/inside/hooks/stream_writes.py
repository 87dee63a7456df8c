"""The hook for what Python writes to sys.stderr: Keras's banner by who writes it, and lines that the user's rules hide.

Without rules of the user's, nothing is held back here: a text is judged as it is written.
"""

import os
import sys
import threading
from types import FrameType
from typing import Any, Dict, FrozenSet, List, Optional, Tuple

from ..filter import Filter
from ..grammar.kinds import WRITE
from ..keeping.turns import Turns
from . import Undo, replace, undo_all

# A flush waits so long at most for another thread, in seconds.
SETTLE = 0.1
# The lines of so many threads are put together; then all are let go, and those that still write begin anew.
THREADS = 100
# From version 9 on, IPython stands in between and keeps a copy of what a cell writes (_tee).
_TEE = "IPython.core.interactiveshell"


def start(owner: Any, message_filter: Filter) -> Undo:
    """Replace `write`, and with rules of the user's `flush`, of one stream; `owner` is that stream."""
    own = OwnRules(owner, message_filter) if message_filter.judges_everything else None
    write_on = owner.write if own is None else own.write
    banners: Tuple[str, ...] = ()
    # All of them are longer than this and begin with one of these characters; known at the first write.
    length = 0
    firsts: Optional[FrozenSet[str]] = None

    def is_hidden(string: str, frame: FrameType) -> bool:
        nonlocal banners, length, firsts
        if firsts is None:
            banners = message_filter.attempt(lambda: tuple(message_filter.verdicts.writes()), ())
            firsts = frozenset(banner[:1] for banner in banners)
            length = min(map(len, banners), default=1) - 1
        return string.startswith(banners) and _is_banner(string, message_filter, frame)

    def write(string: str) -> Any:
        # Every word of a print comes by here, and nearly all pass by the look at their length.
        try:
            if len(string) > length and (firsts is None or string[0] in firsts) and is_hidden(string, sys._getframe(1)):
                return len(string)
        except TypeError:
            pass  # no text: it raises what it always raises
        return write_on(string)

    undo_write = replace(owner, "write", write)
    if own is None:
        return undo_write
    return undo_all(undo_write, replace(owner, "flush", own.flush), own.flush)


def _is_banner(string: str, message_filter: Filter, frame: Optional[FrameType]) -> bool:
    return any(message_filter.hides(WRITE, writer, string, string.rstrip("\n")) for writer in writers(frame))


def writers(frame: Optional[FrameType]) -> List[str]:
    """Return the modules that may be said to write: the caller's, and the one that is being imported around it.

    So a user's wrapper around sys.stderr does not hide who writes, and a module that Keras imports is not Keras.
    """
    names: List[str] = []
    while frame is not None and frame.f_globals.get("__name__") != "importlib._bootstrap":
        name = str(frame.f_globals.get("__name__"))
        if names or name != _TEE:
            names.append(name)
        if frame.f_code.co_name == "<module>":
            return names[:1] + names[-1:]
        frame = frame.f_back
    return names[:1]


class OwnRules:
    """The user's rules on the lines of a stream of Python's, put together for each thread.

    `print` writes its words one by one, so the beginning of a line waits for its end: for a flush at most, or for the
    stream's flush interval. Several threads take turns, and nobody waits for a lock (`turns`).
    """

    def __init__(self, stream: Any, message_filter: Filter) -> None:
        self._filter = message_filter
        self._plain_write, self._plain_flush = stream.write, stream.flush
        self._interval = stream.flush_interval
        self._lines: Dict[int, Any] = {}
        self._turns = Turns()
        self._timer_runs = False
        self._pid = os.getpid()

    def write(self, string: str) -> Any:
        """Write what no rule of the user's hides."""
        # A forked child has no timer that would show what waits; what is no text raises what it always raises.
        thread = threading.get_ident()
        # What comes from file descriptor 2 has been judged already.
        if thread == self._filter.native_thread or os.getpid() != self._pid or not isinstance(string, str):
            return self._plain_write(string)
        self._turns.do(lambda: self._feed(thread, string.encode("utf-8", "surrogatepass")))
        return len(string)

    def flush(self) -> Any:
        """Hold nothing back."""
        if os.getpid() == self._pid:
            self._turns.do(self._release)
            self._turns.wait(SETTLE)
        return self._plain_flush()

    def _feed(self, thread: int, data: bytes) -> None:
        lines = self._filter.attempt(lambda: self._lines_of(thread), None)
        if lines is None:
            self._show(data)
            return
        held = lines.held
        try:
            shown = self._filter.shown_of(lines, data)
        except BaseException:  # the user's interrupt, in the middle of it
            lines.release()
            self._show(held + data)
            raise
        self._show(shown)
        if lines.held and not self._timer_runs:
            self._timer_runs = True
            timer = threading.Timer(self._interval, lambda: self._turns.do(self._release))
            timer.daemon = True
            timer.start()

    def _lines_of(self, thread: int) -> Any:
        if thread not in self._lines:
            if len(self._lines) >= THREADS:
                self._release()
                self._lines.clear()  # of threads that are gone, most of them
            self._lines[thread] = self._filter.new_lines()
        return self._lines[thread]

    def _release(self) -> None:
        self._timer_runs = False
        for lines in list(self._lines.values()):
            self._show(lines.release())

    def _show(self, data: bytes) -> None:
        if data:
            self._plain_write(data.decode("utf-8", "surrogatepass"))
