"""The private file of what was hidden: it survives a crash, stays under its bound, and harms no other file."""

import errno
import os
from json.encoder import encode_basestring_ascii as quoted
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from .launch import remove
from .leftovers import ALONE, hold

# The file never grows past this many bytes; memory holds half of it.
LIMIT = 1 << 20
STDERR = 2
Entry = Dict[str, str]


class PrivateFile:
    """A file with one JSON object in each line; it is created at the first line.

    `everything` returns all that memory has, for the file that takes the place of a full one. `alone` says that no
    provisioner will remove the file after a crash: then the next kernel of ours does.
    """

    def __init__(self, path: str, everything: Callable[[], List[Entry]], *, alone: bool) -> None:
        self._path = path
        self._everything = everything
        self._first = ALONE if alone else b""
        self._pid = os.getpid()
        self._fd: Optional[int] = None
        self._identity: Tuple[int, int] = (0, 0)
        self._written = 0

    def append(self, entries: Sequence[Entry]) -> bool:
        """Write a line more for each entry; return whether the file is still this process's. Raises OSError."""
        if self._pid != os.getpid():  # before Python 3.7 nobody tells us of a fork
            self.leave_parent()
            return False
        if self._fd is None:
            self._fd = self._create(self._path)
            self._write(self._first)
        data = _encode(entries)
        if self._written + len(data) > LIMIT or not _is(self._fd, self._identity):
            self._start_again()  # the entries are among everything
        else:
            self._write(data)
        return True

    def close(self) -> None:
        """Remove the file: the kernel ends in order."""
        if self._fd is None or self._pid != os.getpid():
            return
        self._leave(self._fd)
        remove(self._path)
        remove(self._path + ".new")  # of a disk that was full

    def leave_parent(self) -> None:
        """In a forked child: the file is the parent's."""
        if self._fd is not None:
            self._leave(self._fd)

    def _leave(self, fd: int) -> None:
        self._fd = None
        if _is(fd, self._identity):
            os.close(fd)

    def _start_again(self) -> None:
        data = _encode(self._everything())
        if len(data) > LIMIT // 2:
            data = data[-LIMIT // 2 :]
            data = data[data.find(b"\n") + 1 :]  # the first line is cut
        before, was = self._fd, self._identity
        self._fd = self._create(self._path + ".new")
        if before is not None and _is(before, was):
            os.close(before)
        self._written = 0
        self._write(self._first + data)
        os.replace(self._path + ".new", self._path)

    def _create(self, path: str) -> int:
        remove(path)
        fd = _no_standard(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600))
        hold(fd)
        self._identity = _identity(fd)
        return fd

    def _write(self, data: bytes) -> None:
        assert self._fd is not None
        written = os.write(self._fd, data)
        self._written += written
        if written < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _encode(entries: Sequence[Entry]) -> bytes:
    # As json.dumps writes them, which makes a new encoder each time.
    parts = (", ".join("%s: %s" % (quoted(key), quoted(text)) for key, text in entry.items()) for entry in entries)
    return "".join("{%s}\n" % part for part in parts).encode()


def _no_standard(fd: int) -> int:
    """Give a descriptor another number where it took that of a closed stdin, stdout or stderr.

    What is written there is not for our file, and the code that puts the stream back closes ours.
    """
    standard = []
    while fd <= STDERR:
        standard.append(fd)
        fd = os.dup(fd)
    for each in standard:
        os.close(each)
    return fd


def _identity(fd: int) -> Tuple[int, int]:
    status = os.fstat(fd)
    return status.st_dev, status.st_ino


def _is(fd: int, identity: Tuple[int, int]) -> bool:
    """Whether a descriptor is still our file: the user's code may have closed it, and opened one of its own there."""
    try:
        return _identity(fd) == identity
    except OSError:
        return False
