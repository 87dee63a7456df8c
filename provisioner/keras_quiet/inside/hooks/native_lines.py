"""The hook for native lines: what C++ and child processes write to file descriptor 2."""

from typing import Any, Optional

from ..filter import Filter
from ..guarding.faults import is_of_the_moment
from ..guarding.kept import os, threading, time
from . import Undo, peeked_pipe, replace, undo_all
from .flood import BRIEF, LONGEST, NEAR, PIECE, Flood
from .pipes import Pipe
from .sinks import Notebook

# Text that may become noise waits so long at most for the rest of its line, in seconds from its first byte. A line is
# written in one piece nearly always, and the rest of one that a read has cut is in the pipe already. A kernel that is
# killed has no words to lose that are older.
HOLD = 0.02
# A flush goes on after so many seconds in which nothing passed, and what waits looks so often.
SETTLE, LOOK = 0.1, 0.001
# After so many seconds the notebook has what was shown: ipykernel sends it after 0.2 s (OutStream.flush_interval).
SENT = 0.3


def start(owner: Any, message_filter: Filter, ends: Optional[peeked_pipe.Ends] = None) -> Undo:
    """Replace the watcher and the flush of stderr's stream; `owner` is ipykernel's class OutStream.

    `ends` are those of the provisioner's pipe, if there is one. Raises AttributeError where the class has no such
    watcher; nothing is changed then.
    """
    plain_watch, plain_flush = owner._watch_pipe_fd, owner.flush

    def _watch_pipe_fd(self: Any) -> None:
        if self.name != "stderr":
            plain_watch(self)
            return
        try:
            sink = Notebook(self, message_filter)
            before = peeked_pipe.put_behind(ends, self) if ends else b""
            watcher = Watcher(peeked_pipe.PeekedPipe(self._fid) if ends else Pipe(self._fid), sink, message_filter)
            self._keras_quiet_watcher = watcher
            message_filter.native_thread = threading.get_ident()
            watcher.run(before)
            message_filter.native_thread = 0
        except Exception as error:
            self._keras_quiet_watcher = None
            message_filter.stop(error)
            if ends and hasattr(self, "_fid"):
                os.set_blocking(self._fid, True)
            plain_watch(self)

    def flush(self: Any) -> Any:
        # First, for ipykernel's thread has been woken by the write: what comes in between makes the two hand Python's
        # lock to and fro once more, 50 us in each record of logging.
        done = plain_flush(self)
        watcher = getattr(self, "_keras_quiet_watcher", None)
        there_was = watcher is not None and message_filter.attempt(watcher.settle, False, "flush")
        return plain_flush(self) if there_was else done

    return undo_all(replace(owner, "_watch_pipe_fd", _watch_pipe_fd), replace(owner, "flush", flush))


class Watcher:
    """Reads a pipe, and gives what is shown to a sink (`sinks`); in place of OutStream._watch_pipe_fd.

    Its own thread alone touches the text; a flush asks and waits a moment, and takes no lock: it may come from a signal
    handler or a `__del__` in the middle of anything.
    """

    def __init__(self, pipe: Pipe, sink: Any, message_filter: Filter) -> None:
        self._pipe, self._sink, self._filter = pipe, sink, message_filter
        self._lines: Any = None  # made for the first piece
        self._flood = Flood(pipe.widen)
        self._pid, self._thread = os.getpid(), 0
        self._is_over = False  # a pipe at its end looks as if it could be read
        self._flush_asked = False
        self._flushed = 0.0  # when the last flush ended
        self._until = 0.0  # what waits is let go at this time
        self._showed = False  # something of the last piece
        self._cell = 0

    def run(self, before: bytes = b"") -> None:
        """Run until the sink is closed; `before` is what was written before the pipe was there."""
        self._thread = threading.get_ident()
        if before:
            self._take(before)
        while not self._is_over:
            self._watch()

    def _watch(self) -> None:
        try:
            self._watch_on()
        except Exception as error:
            if not is_of_the_moment(error):
                raise
            time.sleep(LOOK)

    def _watch_on(self) -> None:
        while True:
            began = time.monotonic()
            if self._waits() and not self._more_comes():
                self._release()
            self._flush_asked = False
            data = self._pipe.look(self._flood.piece, None if self._sink.is_sent else SENT)
            if data is None:
                self._sink.sent()
                continue
            # A full piece is one of a flood, even where this thread had to wait for Python's lock.
            came_at_once = time.monotonic() - began < NEAR or len(data) > PIECE // 2
            if not data or not self._sink.is_open:
                self._end(data)
                return
            self._take(data)
            if came_at_once and not self._flush_asked:
                self._flood.go_on(len(data), BRIEF if self._showed and not self._pipe.outlives else LONGEST)
            else:
                self._flood.end()

    def settle(self) -> bool:
        """At a flush: let what is in the pipe through, and hold nothing back. Return whether there was anything.

        What comes later is not waited for, nor more than a plain pipe holds where the last flush was a moment ago:
        beside a child that writes as fast as it can the pipe is never empty, and may be large.
        """
        # A forked child has no watcher; the watcher's own thread cannot wait for itself.
        if self._pid != os.getpid() or self._thread == threading.get_ident():
            return False
        waiting, passed = self._pipe.waiting, self._pipe.passed
        if not waiting and not self._waits():
            return False  # the usual case
        now = time.monotonic()
        patience = now + (now - self._flushed) / 2
        until = now + SETTLE
        goal, least = passed + waiting, passed + min(waiting, PIECE)
        while self._is_due(goal) and now < until:
            if self._pipe.passed != passed:
                passed, until = self._pipe.passed, now + SETTLE
                if passed >= least and now >= patience:
                    break
            self._flush_asked = True
            time.sleep(LOOK)  # the watcher's turn
            now = time.monotonic()
        self._flushed = now
        return True

    def _is_due(self, goal: int) -> bool:
        """Whether a flush waits: for what was in the pipe, and for a message that may go on."""
        if self._is_over:
            return False
        passed = self._pipe.passed
        return (passed < goal and self._pipe.waiting > 0) or (passed <= goal and self._waits())

    def _waits(self) -> bool:
        """Whether a line, a message or a character may go on."""
        return bool(self._lines and self._lines.waits) or bool(self._sink.waits)

    def _more_comes(self) -> bool:
        """Wait for more text, until what waits has waited long enough or somebody flushes."""
        while not self._pipe.more(LOOK):
            if self._flush_asked or time.monotonic() >= self._until:
                return self._pipe.more(0)  # it may have come while other threads had Python's lock
        return True

    def _take(self, data: bytes) -> None:
        waited = self._waits()
        if self._cell != self._filter.cell:
            self._cell = self._filter.cell
            if self._lines:
                self._lines.begin_cell()
        shown = self._shown_of(data)
        self._showed = bool(shown)
        self._sink.show(shown)
        self._decided()
        if not self._waits():
            return
        if not waited or b"\n" in data:
            self._until = time.monotonic() + HOLD
        elif time.monotonic() >= self._until:
            self._release()

    def _decided(self) -> None:
        self._pipe.decide(len(self._lines.held) if self._lines else 0)

    def _shown_of(self, data: bytes) -> bytes:
        if self._lines is None:
            self._lines = self._filter.attempt(self._filter.new_lines, None, "piece")
        return data if self._lines is None else self._filter.shown_of(self._lines, data)

    def _release(self) -> None:
        """Let go what waits: the beginning of a line, and of a character."""
        self._sink.show(self._lines.release() if self._lines else b"")
        self._sink.release()
        self._decided()

    def _end(self, data: bytes) -> None:
        """Show what is left. The stream writes a zero byte to wake us when it is closed (OutStream.close)."""
        self._sink.show(self._shown_of(data[:-1] if data.endswith(b"\0") else data))
        self._release()
        self._is_over = True
