"""The hook for native lines: what C++ and child processes write to file descriptor 2."""

import codecs
import os
import select
import threading
import time
from typing import Any, Callable, Optional

from ..filter import Filter
from . import Undo, replace, undo_all

# Larger than ipykernel's 1000 bytes, so that fewer lines are cut; it is what a pipe holds on Linux.
PIECE = 1 << 16
# A flush waits so long at most, in seconds, for what is already in the pipe, and looks so often.
SETTLE, LOOK = 0.1, 0.001


def install(owner: Any, quiet: Filter) -> Undo:
    """Replace the watcher and the flush of stderr's stream; `owner` is ipykernel's class OutStream.

    Raises AttributeError where the class has no such watcher; nothing is changed then.
    """
    plain_watch, plain_flush, plain_write = owner._watch_pipe_fd, owner.flush, owner.write

    def _watch_pipe_fd(self: Any) -> None:
        if self.name != "stderr":
            plain_watch(self)
            return
        try:
            watcher = Watcher(self, quiet, plain_write)
            self._keras_quiet_watcher = watcher
            watcher.watch()
        except Exception as error:
            self._keras_quiet_watcher = None
            quiet.stop(error)
            plain_watch(self)

    def flush(self: Any) -> Any:
        watcher = getattr(self, "_keras_quiet_watcher", None)
        if watcher is not None:
            watcher.settle()
        return plain_flush(self)

    return undo_all(replace(owner, "_watch_pipe_fd", _watch_pipe_fd), replace(owner, "flush", flush))


class Watcher:
    """Reads the pipe behind file descriptor 2 in place of OutStream._watch_pipe_fd (ipykernel/iostream.py:461).

    Shown bytes go to the kernel's original stderr first, then to the notebook: a crash loses no last words to us.
    """

    def __init__(self, stream: Any, quiet: Filter, plain_write: Callable[[Any, str], Any]) -> None:
        self._stream = stream
        self._pipe = stream._fid
        self._original()  # raises where ipykernel has no such thing
        self._lines: Any = None  # made for the first piece
        self._quiet = quiet
        self._plain_write = plain_write
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._lock = threading.Lock()
        self._pid = os.getpid()

    def watch(self) -> None:
        """Run until the stream is closed."""
        while True:
            if self._lines and self._lines.held and not self._readable(self._stream.flush_interval):
                with self._lock:
                    self._show(self._lines.release())
            # Blocks in the read itself: to poll first would hand Python's lock over once more, and a line right before
            # abort() would reach nobody more often than under plain ipykernel (benchmarks/last_words.py).
            data = os.read(self._pipe, PIECE)
            if not data or not self._stream._should_watch:
                return
            with self._lock:
                self._show(self._shown_of(data))

    def settle(self) -> None:
        """At a flush: let what is in the pipe through, and hold nothing back."""
        if self._pid != os.getpid():
            return  # a forked child has no watcher
        end = time.monotonic() + SETTLE
        while self._readable(0) and time.monotonic() < end:
            time.sleep(LOOK)  # the watcher's turn
        with self._lock:
            if self._lines:
                self._show(self._lines.release())

    def _original(self) -> int:
        """Return the kernel's original stderr, as it is now: tools that undo ipykernel's capture move it."""
        return int(self._stream._original_stdstream_copy)

    def _shown_of(self, data: bytes) -> bytes:
        if self._lines is None:
            self._lines = self._quiet.attempt(self._quiet.new_lines, None)
        return data if self._lines is None else self._quiet.shown_of(self._lines, data)

    def _readable(self, timeout: Optional[float]) -> bool:
        if not hasattr(select, "poll"):
            return bool(select.select([self._pipe], [], [], timeout)[0])
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        return bool(poll.poll(None if timeout is None else timeout * 1000))

    def _show(self, data: bytes) -> None:
        if not data:
            return
        _write_all(self._original(), data)
        text = self._decoder.decode(data)
        if text:
            self._plain_write(self._stream, text)
            self._quiet.hidden.add_shown(text)


def _write_all(fd: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        pass  # the terminal is gone or full; the notebook still gets its text
