"""The private file of what was hidden: it survives a crash, stays under its bound, and harms no other file."""

import errno
import functools
from json.encoder import encode_basestring_ascii as quoted
from typing import Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple, Union

from ..kept import os
from ..launch import remove
from .leftovers import ALONE, hold

# The file never grows past so many bytes, of which it keeps so many when it starts again.
LIMIT, KEPT = 1 << 20, 1 << 18
STDERR = 2
# The id of the rule that hid a text, or SHOWN, and the text: as bytes, it is whole lines.
Entry = Tuple[str, Union[str, bytes]]
SHOWN = ""
# Lines are written together in entries of about so many bytes: so a flood costs little.
TOGETHER = 1 << 13
# What JSON writes as it is, in bytes, and a line end: nearly all of a log.
_PLAIN = bytes(each for each in range(32, 127) if each not in b'"\\') + b"\n"


class PrivateFile:
    """A file with one JSON object in each line; it is created at the first line.

    `everything` returns all that memory has, hidden texts before shown ones, for a file that takes the place of a lost
    one. `alone` says that no provisioner will remove the file after a crash: then the next kernel of ours does.
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
            self._start_again(data)
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

    def _start_again(self, new: bytes) -> None:
        before = self._fd if self._fd is not None and _is(self._fd, self._identity) else None
        end = self._end_of(before) if before is not None else b""
        data = end + new if end else _encode(self._everything())  # the new entries are among them
        data = _last_lines(data)
        self._fd = self._create(self._path + ".new")
        if before is not None:
            os.close(before)
        self._written = 0
        self._write(self._first + self._shown_before(data) + data)
        os.replace(self._path + ".new", self._path)

    def _end_of(self, fd: int) -> bytes:
        """Return the end of the file as it is, which costs less than to encode it anew; nothing where it was cut."""
        size = min(self._written, KEPT)
        os.lseek(fd, self._written - size, os.SEEK_SET)
        end = os.read(fd, size)
        return end if len(end) == size else b""

    def _shown_before(self, data: bytes) -> bytes:
        """Return the last shown texts that are not in the end of the file: a crash is told with them."""
        shown = [entry for entry in self._everything() if entry[0] == SHOWN]
        there = data.count(b"\n" + _head(SHOWN)) + data.startswith(_head(SHOWN))
        return _encode(shown[: max(0, len(shown) - there)])

    def _create(self, path: str) -> int:
        remove(path)
        fd = _no_standard(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o600))
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
    return b"".join([b"%b%b}\n" % (_head(rules), _quoted(text)) for rules, text in _together(entries)])


def _together(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Put the lines that follow each other into one entry, under all their rules."""
    rules: Dict[str, None] = {}  # in their order
    lines: List[bytes] = []
    size = 0
    for rule, text in entries:
        if lines and (size > TOGETHER or isinstance(text, str)):
            yield ", ".join(rules), b"".join(lines)
            rules, lines, size = {}, [], 0
        if isinstance(text, str):
            yield rule, text
        else:
            rules[rule] = None
            lines.append(text)
            size += len(text)
    if lines:
        yield ", ".join(rules), b"".join(lines)


@functools.lru_cache(maxsize=64)
def _head(rule: str) -> bytes:
    """Return how an entry begins."""
    return b'{"shown": ' if rule == SHOWN else b'{"hidden": %b, "text": ' % quoted(rule).encode()


def _quoted(text: Union[str, bytes]) -> bytes:
    """Return a JSON string. The lines of a flood come together, and their letters need not be looked at one by one."""
    if isinstance(text, str):
        return quoted(text).encode()
    text = text.rstrip(b"\r\n")
    if text.translate(None, _PLAIN):
        return quoted(text.decode("utf-8", "replace")).encode()
    return b'"%b"' % text.replace(b"\n", b"\\n")


def _last_lines(data: bytes) -> bytes:
    """Return no more than the file may have when it starts again, in whole lines."""
    return data[data.find(b"\n", len(data) - KEPT - 1) + 1 :] if len(data) > KEPT else data


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
