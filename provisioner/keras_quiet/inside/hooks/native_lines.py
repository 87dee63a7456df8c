"""The hook for native lines: what C++ and child processes write to file descriptor 2."""

import codecs
import os
import select
import threading
import time
from typing import Any

try:
    from fcntl import ioctl
    from termios import FIONREAD
except ImportError:  # Windows
    ioctl = None  # type: ignore[assignment]

from ..filter import Filter
from . import Undo, replace, undo_all
from .flood import NEAR, Flood

# Text that may become noise waits so long at most for the rest of its line, in seconds from its first byte. A line is
# written in one piece nearly always, and the rest of one that a read has cut is in the pipe already. A kernel that is
# killed has no words to lose that are older.
HOLD = 0.02
# A flush waits so long at most, in seconds, for what is already in the pipe, and what waits looks so often.
SETTLE, LOOK = 0.1, 0.001


def start(owner: Any, message_filter: Filter) -> Undo:
    """Replace the watcher and the flush of stderr's stream; `owner` is ipykernel's class OutStream.

    Raises AttributeError where the class has no such watcher; nothing is changed then.
    """
    plain_watch, plain_flush = owner._watch_pipe_fd, owner.flush

    def _watch_pipe_fd(self: Any) -> None:
        if self.name != "stderr":
            plain_watch(self)
            return
        try:
            watcher = Watcher(self, message_filter)
            self._keras_quiet_watcher = watcher
            watcher.watch()
        except Exception as error:
            self._keras_quiet_watcher = None
            message_filter.stop(error)
            plain_watch(self)

    def flush(self: Any) -> Any:
        # First, for ipykernel's thread has been woken by the write: what comes in between makes the two hand Python's
        # lock to and fro once more, 50 us in each record of logging.
        done = plain_flush(self)
        watcher = getattr(self, "_keras_quiet_watcher", None)
        return plain_flush(self) if watcher is not None and watcher.settle() else done

    return undo_all(replace(owner, "_watch_pipe_fd", _watch_pipe_fd), replace(owner, "flush", flush))


class Watcher:
    """Reads the pipe behind file descriptor 2 in place of OutStream._watch_pipe_fd (ipykernel/iostream.py:461).

    Its own thread alone touches the text; a flush asks and waits a moment, and takes no lock: it may come from a signal
    handler or a `__del__` in the middle of anything. Shown bytes go to the kernel's original stderr first, then to the
    notebook: a crash loses no last words to us.
    """

    def __init__(self, stream: Any, message_filter: Filter) -> None:
        self._stream = stream
        self._pipe = stream._fid
        self._original()  # raises where ipykernel has no such thing
        self._lines: Any = None  # made for the first piece
        self._filter = message_filter
        self._flood = Flood(self._pipe)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pid, self._thread = os.getpid(), 0
        self._busy = False  # something was read that is not shown yet
        self._is_over = False  # a pipe at its end looks as if it could be read
        self._flush_asked = False
        self._until = 0.0  # what waits is let go at this time
        self._showed = False  # something of the last piece
        self._cell = 0

    def watch(self) -> None:
        """Run until the stream is closed."""
        self._thread = self._filter.native_thread = threading.get_ident()
        while True:
            began = time.monotonic()
            if self._waits() and not self._more_comes():
                self._release()
            self._busy = self._flush_asked = False
            # Blocks in the read itself: to poll first would hand Python's lock over once more, and a line right before
            # abort() would reach nobody more often than under plain ipykernel (benchmarks/last_words.py).
            data = os.read(self._pipe, self._flood.piece)
            self._busy = True
            came_at_once = time.monotonic() - began < NEAR
            if not data or not self._stream._should_watch:
                self._end(data)
                self._is_over = True
                return
            self._take(data)
            if came_at_once and not (self._showed or self._flush_asked):
                self._flood.go_on(len(data))
            else:
                self._flood.end()

    def settle(self) -> bool:
        """At a flush: let what is in the pipe through, and hold nothing back. Return whether there was anything."""
        # A forked child has no watcher; the watcher's own thread cannot wait for itself.
        if self._pid != os.getpid() or self._thread == threading.get_ident():
            return False
        if not (self._busy or is_filled(self._pipe)):
            return False  # the usual case
        end = time.monotonic() + SETTLE
        while (self._busy or is_filled(self._pipe)) and not self._is_over and time.monotonic() < end:
            self._flush_asked = True
            time.sleep(LOOK)  # the watcher's turn
        return True

    def _waits(self) -> bool:
        """Whether a line, a message or a character may go on."""
        return bool(self._lines and self._lines.waits) or bool(self._decoder.getstate()[0])

    def _more_comes(self) -> bool:
        """Wait for more text, until what waits has waited long enough or somebody flushes."""
        while not _can_be_read(self._pipe, LOOK):
            if self._flush_asked or time.monotonic() >= self._until:
                return is_filled(self._pipe)  # it may have come while other threads had Python's lock
        return True

    def _take(self, data: bytes) -> None:
        waited, self._showed = self._waits(), False
        if self._cell != self._filter.cell:
            self._cell = self._filter.cell
            if self._lines:
                self._lines.begin_cell()
        self._show(self._shown_of(data))
        if not self._waits():
            return
        if not waited or b"\n" in data:
            self._until = time.monotonic() + HOLD
        elif time.monotonic() >= self._until:
            self._release()

    def _original(self) -> int:
        """Return the kernel's original stderr, as it is now: tools that undo ipykernel's capture move it."""
        return int(self._stream._original_stdstream_copy)

    def _shown_of(self, data: bytes) -> bytes:
        if self._lines is None:
            self._lines = self._filter.attempt(self._filter.new_lines, None)
        return data if self._lines is None else self._filter.shown_of(self._lines, data)

    def _release(self) -> None:
        """Let go what waits: the beginning of a line, and of a character."""
        self._show(self._lines.release() if self._lines else b"")
        text = self._decoder.decode(b"", True)
        self._decoder.reset()
        self._tell(text)

    def _end(self, data: bytes) -> None:
        """Show what is left. The stream writes a zero byte to wake us when it is closed (OutStream.close)."""
        self._show(self._shown_of(data[:-1] if data.endswith(b"\0") else data))
        self._release()
        self._filter.native_thread = 0

    def _show(self, data: bytes) -> None:
        if data:
            self._showed = True
            _write_all(self._original(), data)
            self._tell(self._decoder.decode(data))

    def _tell(self, text: str) -> None:
        if not text:
            return
        try:
            # By the stream itself, as OutStream._watch_pipe_fd does: IPython and users replace `write` to keep a copy.
            self._stream.write(text)
        except Exception:  # noqa: S110  # it is closed, as its loop may be, or the user's `write` raises: the terminal has it
            pass
        self._filter.hidden.add_shown(text)


def _can_be_read(pipe: int, timeout: float) -> bool:
    if not hasattr(select, "poll"):
        return bool(select.select([pipe], [], [], timeout)[0])
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return bool(poll.poll(timeout * 1000))


def is_filled(pipe: int) -> bool:
    """Whether there is something in a pipe.

    Every record of Python's logging asks this, as its handler flushes. poll would hand Python's lock to the thread that
    sends outputs: 20 us. ioctl keeps the lock where its buffer has more than 1024 bytes (Modules/fcntlmodule.c).
    """
    if ioctl is None:
        return _can_be_read(pipe, 0)
    count = bytearray(1028)
    try:
        ioctl(pipe, FIONREAD, count)
    except OSError:
        return False  # it is closed
    return any(count[:4])


def _write_all(fd: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        pass  # the terminal is gone or full; the notebook still gets its text
