"""What a command writes to its file descriptor 2 in; what no rule hides out, to our own."""

from __future__ import annotations

import os
import selectors
import time
from typing import TYPE_CHECKING

from ...inside.hooks.flood import PIECE
from .text_filter import AGAIN, report, write_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...inside.filter import Filter
    from ...inside.lines.lines import Lines
    from .keyboard import Keyboard

# Text that may become noise, and the lines that may follow on it, wait so long at most, in seconds: as in the kernel.
HOLD = 0.02
# So often we look whether a program wants keys, in seconds.
LOOK = 0.1


class Relay:
    """Passes on what can be read from `source`; `target` and `source` are file descriptors.

    `keyboard` passes keys the other way, where both are terminals. Whatever goes wrong in our code, the bytes pass as
    they are.
    """

    def __init__(self, source: int, target: int, message_filter: Filter, keyboard: Keyboard | None = None) -> None:
        self._source, self._target, self._message_filter = source, target, message_filter
        self.keyboard = keyboard
        self._lines: Lines | None = None
        self._due = 0.0  # when text that waits is released
        self.ended = False  # nobody can write to the source any more

    def run(self, over: int | None = None) -> None:
        """Pass on everything until the source ends, or until `over` can be read and the source is empty."""
        try:
            # Now, while the command starts, and not at its first line.
            self._message_filter.load()
            self._lines = self._lines or self._message_filter.attempt(self._message_filter.new_lines, None, "piece")
            self._filter(over)
        except Exception as error:
            self._release()
            self._give_up(error)
            self._pass_all(over)
        self._release()
        if self.keyboard:
            self.keyboard.release()

    def _filter(self, over: int | None) -> None:
        draining = False
        with selectors.DefaultSelector() as selector:  # `select` takes no descriptor above 1,023
            while not self.ended:
                _watch(selector, (self._source, None if draining else over, self._keys()))
                ready = [key.fd for key, _ in selector.select(0 if draining else self._patience())]
                if self._source in ready:
                    self._take_piece()
                elif over in ready:
                    draining = True
                elif self.keyboard and ready:
                    self.keyboard.pass_on()
                elif draining:
                    break
                elif self._waits() and time.monotonic() >= self._due:
                    self._release()

    def _pass_all(self, over: int | None) -> None:
        """Do the same by the simplest means, and without a look at the text."""
        os.set_blocking(self._source, False)
        while not self.ended:
            is_over = over is None or _can_be_read(over)  # before the source is found empty
            try:
                self._take_piece()
            except BlockingIOError:
                if is_over and over is not None:
                    break
                time.sleep(AGAIN)

    def _keys(self) -> int | None:
        """Return the file descriptor of the terminal, if what is typed there is to be passed on."""
        if self.keyboard is None:
            return None
        self.keyboard.follow()
        return self.keyboard.terminal if self.keyboard.is_taken else None

    def _waits(self) -> bool:
        return self._lines is not None and self._lines.waits

    def _patience(self) -> float | None:
        times = [LOOK] if self.keyboard else []
        if self._waits():
            times.append(max(0.0, self._due - time.monotonic()))
        return min(times, default=None)

    def _take_piece(self) -> None:
        try:
            data = os.read(self._source, PIECE)
        except BlockingIOError:
            raise
        except OSError:  # EIO: the last process that had the pseudo-terminal closed it
            data = b""
        self.ended = not data
        waited = self._waits()
        self._show(self._shown_of(data))
        if not waited or b"\n" in data:
            self._due = time.monotonic() + HOLD
        elif time.monotonic() >= self._due:
            self._release()

    def _shown_of(self, data: bytes) -> bytes:
        if self._lines is None:
            return data
        everything = self._lines.held + data
        try:
            return self._message_filter.shown_of(self._lines, data)
        except Exception as error:
            self._give_up(error)
            return everything

    def _give_up(self, error: Exception) -> None:
        report(f"the filter stopped, every line is shown from now on: {error!r}")
        self._lines = None

    def _release(self) -> None:
        """Let go what waits."""
        if self._lines:
            self._show(self._lines.release())

    def _show(self, data: bytes) -> None:
        if not write_all(self._target, data) and not self.ended:
            self.ended = True  # nobody reads our stderr: whoever goes on writing learns it as ever, by SIGPIPE
            os.close(self._source)


def _watch(selector: selectors.BaseSelector, descriptors: Iterable[int | None]) -> None:
    wanted, now = {fd for fd in descriptors if fd is not None}, {key.fd for key in selector.get_map().values()}
    for fd in now - wanted:
        selector.unregister(fd)
    for fd in wanted - now:
        selector.register(fd, selectors.EVENT_READ)


def _can_be_read(fd: int) -> bool:
    """Whether a pipe to which nobody ever writes has been closed at its other end."""
    os.set_blocking(fd, False)
    try:
        return os.read(fd, 1) == b""
    except BlockingIOError:
        return False
