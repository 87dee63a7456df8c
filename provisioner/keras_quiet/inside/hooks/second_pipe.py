"""The hook for native lines in a kernel that already runs: a second pipe behind file descriptor 2.

It stands in front of ipykernel's own pipe, whose watcher goes on: children that were born before hold its other end.
"""

import _thread
import sys
from typing import Any

from ..filter import Filter
from ..guarding.files import identity_of
from ..guarding.kept import os, threading, time
from . import Undo, replace, undo_all
from .flood import PIECE
from .native_lines import LOOK, SETTLE, Watcher
from .pipes import Pipe, filled
from .sinks import Onward

FD = 2


class NotWatchedError(Exception):
    """Native lines do not come through a pipe of ipykernel's; the text says why."""


def watched_stream(name: str = "stderr") -> Any:
    """Return the stream whose watcher runs, wherever `sys.stderr` points now. Raises NotWatchedError."""
    for thread in threading.enumerate():
        stream = getattr(getattr(thread, "_target", None), "__self__", None)
        if getattr(stream, "name", "") == name and hasattr(stream, "_original_stdstream_copy"):
            return stream
    raise NotWatchedError("nothing captures them here, they go to the terminal alone")


def start(owner: Any, message_filter: Filter) -> Undo:
    """Put the pipe behind file descriptor 2; `owner` is the stream from `watched_stream`.

    Raises NotWatchedError where something else than ipykernel's pipe is there, and OSError where it is closed.
    """
    now = identity_of(FD)
    if now is None:
        raise OSError("file descriptor 2 is closed")
    if sys.platform.startswith("linux") and now != identity_of(owner._fid):
        raise NotWatchedError("something else than ipykernel has taken file descriptor 2")
    pipe = SecondPipe(owner, message_filter)
    plain_flush, plain_close = owner.flush, owner.close

    def flush() -> Any:
        done = plain_flush()
        return plain_flush() if message_filter.attempt(pipe.settle, False, "flush") else done

    def close() -> Any:
        pipe.remove()  # ipykernel wakes its watcher through file descriptor 2 (ipykernel/iostream.py, close)
        return plain_close()

    return undo_all(pipe.remove, replace(owner, "flush", flush), replace(owner, "close", close))


class SecondPipe:
    """The pipe, the thread that reads it, and the way back to ipykernel's own pipe."""

    def __init__(self, stream: Any, message_filter: Filter) -> None:
        self._filter, self._stream = message_filter, stream
        self._pid = os.getpid()
        self._is_there = True
        self._go, self._ended = _thread.allocate_lock(), _thread.allocate_lock()
        self._first = os.dup(FD)  # ipykernel's pipe, which gets file descriptor 2 back; the thread closes it
        try:
            self._read, write = os.pipe()
        except OSError:
            os.close(self._first)
            raise
        try:
            self._start(stream, write)
        finally:
            os.close(write)  # where the start failed, this ends the thread

    def _start(self, stream: Any, write: int) -> None:
        self.watcher = Watcher(Pipe(self._read), Onward(self._first, self._filter), self._filter)
        self._go.acquire()
        self._ended.acquire()
        # No threading.Thread: ipykernel 6.29 books a thread's text on the cell that started the thread
        # (ipykernel/ipkernel.py, _initialize_thread_hooks).
        _thread.start_new_thread(self._run, ())
        try:
            os.dup2(write, FD)
            self._ours = identity_of(FD)
            self._filter.native_thread = stream.watch_fd_thread.ident  # it gets what is shown, which was judged already
            _wait_until_read(stream._fid)  # what was written before comes first
        finally:
            self._go.release()

    def _run(self) -> None:
        self._go.acquire()
        try:
            self.watcher.run()
        except Exception as error:
            self._filter.stop(error)
            self._pass_on()
        os.close(self._read)
        os.close(self._first)
        self._filter.attempt(lambda: _forget_this_thread(self._stream), None)
        self._ended.release()

    def _pass_on(self) -> None:
        """Give all that still comes to ipykernel's own pipe as it is."""
        onward = Onward(self._first, self._filter)
        data = os.read(self._read, PIECE)
        while data:
            onward.show(data)
            data = os.read(self._read, PIECE)
        onward.release()

    def settle(self) -> bool:
        """At a flush: let what is in the pipe through both. Return whether there was anything."""
        was_filled = self.watcher.settle()
        if was_filled:
            _wait_until_read(self._stream._fid)
        return was_filled

    def remove(self) -> None:
        """Give file descriptor 2 back. The thread ends with the last child that was born meanwhile."""
        if not self._is_there:
            return
        self._is_there = False
        try:
            if identity_of(FD) == self._ours:
                os.dup2(self._first, FD)
        except OSError:
            pass  # somebody has closed it
        if os.getpid() == self._pid:  # a forked child has no such thread
            self.settle()
            self._ended.acquire(timeout=SETTLE)


def _wait_until_read(pipe: int) -> None:
    """Wait until ipykernel's watcher has read what is in its pipe, but not for a child that goes on writing."""
    end = time.monotonic() + SETTLE
    while filled(pipe) and time.monotonic() < end:
        time.sleep(LOOK)


def _forget_this_thread(stream: Any) -> None:
    """Take this thread out of Python's list, which Python 3.12 does itself, and close ipykernel's socket for it.

    ipykernel closes the sockets of threads that are not alive, and a thread without an object of its own always seems
    to be (ipykernel/iostream.py, _event_pipe_gc).
    """
    module: Any = threading
    with module._active_limbo_lock:
        thread = module._active.pop(threading.get_ident(), None)
    pipes = getattr(stream.pub_thread, "_event_pipes", {})
    socket = pipes.pop(thread, None) if thread is not None else None
    if socket is not None:
        socket.close()
