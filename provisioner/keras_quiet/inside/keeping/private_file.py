"""The private file of what was hidden: it survives a crash, stays under its bound, and harms no other file."""

import errno
from typing import Any, Callable, Dict, Iterator, Optional, Tuple

from ..guarding.files import identity_of
from ..guarding.kept import json, os
from .leftovers import first_line, hold, remove
from .table import Entry

# The file never grows past so many bytes. When it is written anew, it has so many of hidden lines.
LIMIT, KEPT = 1 << 20, 1 << 19
# So much is kept of the end of a shown text, in characters: a crash's stacks of many threads, and the line before them.
SHOWN = 1 << 15
# So much a new file has of shown texts, in bytes.
_OF_SHOWN = 1 << 18
STDERR = 2


def hidden_entry(entry: Entry) -> bytes:
    """Return the line for a hidden text. The last line of a text has its count, which may have grown since."""
    about = {"hidden": entry.rule, "count": entry.count, "first": int(entry.first), "last": int(entry.last)}
    return _json(dict(about, text=entry.text))


def shown_entry(text: str, at: float) -> bytes:
    """Return the line for a shown text; `at` is when it was shown, in seconds of time.monotonic."""
    return _json({"shown": text, "at": round(at, 3)})


def sent_entry(at: float) -> bytes:
    """Return the line that says when the notebook had all that was shown."""
    return _json({"at": round(at, 3)})


def entries(data: bytes) -> Iterator[Dict[str, Any]]:
    """Yield what a file has, line by line, but for what a crash has cut and what is nothing of ours."""
    for line in data.splitlines():
        try:
            entry = json.loads(line.decode())
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            yield entry


def last_lines(hidden: bytes, shown: bytes) -> bytes:
    """Return no more than the file may have of lines when it is written anew."""
    return _end(shown, _OF_SHOWN) + _end(hidden, KEPT)


def _end(data: bytes, most: int) -> bytes:
    """Return the last whole lines, no more than so many bytes."""
    return data[data.find(b"\n", len(data) - most - 1) + 1 :] if len(data) > most else data


class PrivateFile:
    """A file with one JSON object in each line; it is created at the first line.

    `everything` returns all that memory has, as lines, for a file that takes the place of a full or lost one.
    `provisioner` is for the file's first line (`leftovers`).
    """

    def __init__(self, path: str, everything: Callable[[], bytes], provisioner: str) -> None:
        self._path = path
        self._everything = everything
        self._first = first_line(provisioner)
        self._pid = os.getpid()
        self._fd: Optional[int] = None
        self._identity: Optional[Tuple[int, int]] = None
        self._written = 0

    def append(self, lines: bytes) -> bool:
        """Write more lines; return whether the file is still this process's. Raises OSError."""
        if self._pid != os.getpid():
            self.leave_parent()
            return False
        if self._fd is None:
            self._fd = self._create(self._path)
            self._write(self._first)
        is_ours = self._is_there(self._fd)
        if is_ours and self._written + len(lines) <= LIMIT:
            self._write(lines)
        else:
            self._start_again(self._fd if is_ours else None)
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
        if self._is_there(fd):
            os.close(fd)

    def _start_again(self, before: Optional[int]) -> None:
        self._fd = self._create(self._path + ".new")
        if before is not None:
            os.close(before)
        self._written = 0
        self._write(self._first + self._everything())
        os.replace(self._path + ".new", self._path)

    def _create(self, path: str) -> int:
        remove(path)
        fd = _no_standard(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o600))
        hold(fd)
        self._identity = identity_of(fd)
        return fd

    def _is_there(self, fd: int) -> bool:
        """Whether a descriptor is still the file: the user's code may have closed it, and opened another one there."""
        return identity_of(fd) == self._identity

    def _write(self, data: bytes) -> None:
        assert self._fd is not None
        written = os.write(self._fd, data)
        self._written += written
        if written < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _json(entry: Dict[str, Any]) -> bytes:
    return json.dumps(entry).encode("ascii") + b"\n"


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
