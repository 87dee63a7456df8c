"""The pipe behind file descriptor 2, as its one reader sees it."""

import sys
from typing import Optional

try:
    from fcntl import fcntl, ioctl
    from termios import FIONREAD
except ImportError:  # Windows
    fcntl = ioctl = None  # type: ignore[assignment]

from ..guarding.kept import os, select

# F_SETPIPE_SZ of <linux/fcntl.h>; Python has the name since 3.10.
_SET_SIZE = 1031


class Pipe:
    """A pipe that is read. What is read and not decided yet is with its reader alone, and dies with the process.

    The reader's thread calls `look` and `decide` in turn; `passed` and `waiting` are for any thread.
    """

    outlives = False  # what is in it outlives this process

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.passed = 0  # so many bytes were decided: they are shown or hidden
        self._in_hand = 0

    @property
    def waiting(self) -> int:
        """How many bytes are not decided yet."""
        return filled(self.fd) + self._in_hand

    def look(self, size: int, _timeout: Optional[float] = None) -> Optional[bytes]:
        """Wait for new bytes, and return so many at most; none where nobody can write any more.

        Only a pipe that outlives this process waits no longer than `timeout` seconds: then it returns None.
        """
        # Blocks in the read itself: to poll first would hand Python's lock over once more, and a line right before
        # abort() would reach nobody more often than under plain ipykernel (benchmarks/last_words.py).
        data = os.read(self.fd, size)
        self._in_hand += len(data)
        return data

    def decide(self, left: int) -> None:
        """Take note that all that was looked at is decided, but for the last `left` bytes."""
        self.passed += self._in_hand - left
        self._in_hand = left

    def more(self, timeout: float) -> bool:
        """Wait for new bytes, so many seconds at most; return whether there are any."""
        return can_be_read(self.fd, timeout)

    def widen(self, size: int) -> bool:
        """Let so many bytes be looked at in one piece, if that can be done."""
        return widen(self.fd, size)


def widen(fd: int, size: int) -> bool:
    """Let a pipe hold so many bytes; return False where that cannot be done, as everywhere but on Linux."""
    if sys.platform != "linux":
        return False
    try:
        fcntl(fd, _SET_SIZE, size)
    except OSError:
        return False  # the pipes of this user hold too much, or it is no pipe
    return True


def can_be_read(fd: int, timeout: float) -> bool:
    """Wait until a file descriptor can be read, so many seconds at most."""
    if not hasattr(select, "poll"):
        return bool(select.select([fd], [], [], timeout)[0])
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(timeout * 1000))


def filled(fd: int) -> int:
    """Return how many bytes are in a pipe; 0 where it is closed.

    Every record of Python's logging asks this, as its handler flushes. poll would hand Python's lock to the thread that
    sends outputs: 20 us. ioctl keeps the lock where its buffer has more than 1024 bytes (Modules/fcntlmodule.c).
    """
    if ioctl is None:
        return int(can_be_read(fd, 0))
    count = bytearray(1028)
    try:
        ioctl(fd, FIONREAD, count)
    except OSError:
        return 0
    return int.from_bytes(count[:4], sys.byteorder)
