"""Where shown native lines go on to."""

import codecs
from typing import Any

from ..filter import Filter
from ..guarding.kept import os, select

# A write to a pipe is not torn up to so many bytes (linux/limits.h); POSIX promises 512.
PIPE_BUF = getattr(select, "PIPE_BUF", 512)
# The beginning of a line that is longer than this does not wait for its end, in bytes.
LONGEST = 1 << 16


class Notebook:
    """The kernel's original stderr, then the notebook, then the private file: a crash loses no last words to us.

    `stream` is ipykernel's for stderr.
    """

    def __init__(self, stream: Any, message_filter: Filter) -> None:
        self._stream, self._filter = stream, message_filter
        self._original()  # raises where ipykernel has no such thing
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.is_sent = True

    @property
    def is_open(self) -> bool:
        """Whether the stream is not closed yet."""
        return bool(self._stream._should_watch)

    @property
    def waits(self) -> bool:
        """Whether a character may go on."""
        return bool(self._decoder.getstate()[0])

    def show(self, data: bytes) -> None:
        """Pass text on."""
        if data:
            write_all(self._original(), data)
            self._tell(self._decoder.decode(data))

    def sent(self) -> None:
        """Take note that the notebook has all that was shown."""
        self.is_sent = True
        self._filter.hidden.add_sent()

    def release(self) -> None:
        """Let go the beginning of a character."""
        text = self._decoder.decode(b"", True)
        self._decoder.reset()
        self._tell(text)

    def _original(self) -> int:
        """Return the kernel's original stderr, as it is now: tools that undo ipykernel's capture move it."""
        return int(self._stream._original_stdstream_copy)

    def _tell(self, text: str) -> None:
        if not text:
            return
        try:
            # By the stream itself, as OutStream._watch_pipe_fd does: IPython and users replace `write` to keep a copy.
            self._stream.write(text)
        except Exception:  # noqa: S110  # it is closed, as its loop may be, or the user's `write` raises: the terminal has it
            pass
        self._filter.attempt(lambda: self._filter.add_shown(text), None, "shown")
        self.is_sent = False


class Onward:
    """A pipe that others write into as well: it gets whole lines, in writes that no other tears (PIPE_BUF, pipe(7)).

    A longer line may be torn by them, as it may be where it is written by anybody else.
    """

    def __init__(self, pipe: int, message_filter: Filter) -> None:
        self._pipe, self._filter = pipe, message_filter
        self._rest = b""
        self.is_open = self.is_sent = True

    @property
    def waits(self) -> bool:
        """Whether a line may go on."""
        return bool(self._rest)

    def show(self, data: bytes) -> None:
        """Pass whole lines on; the beginning of one waits."""
        data = self._rest + data
        end = data.rfind(b"\n") + 1
        self._rest = data[end:]
        self._pass_on(data[:end])
        if len(self._rest) > LONGEST:
            self.release()

    def release(self) -> None:
        """Let go the beginning of a line."""
        data, self._rest = self._rest, b""
        self._pass_on(data)

    def _pass_on(self, data: bytes) -> None:
        start = 0
        while start < len(data):
            end = data.rfind(b"\n", start, start + PIPE_BUF) + 1 or start + PIPE_BUF
            write_all(self._pipe, data[start:end])
            start = end
        if data:
            self._filter.attempt(lambda: self._filter.add_shown(data.decode("utf-8", "replace")), None, "shown")


def write_all(fd: int, data: bytes) -> None:
    """Write to a file descriptor; the terminal may be gone or full: the notebook still gets its text."""
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        pass
