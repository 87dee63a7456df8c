"""What was hidden, so that it can be read back: in memory, and in a private file that survives a crash."""

import collections
import errno
import json
import os
from typing import Callable, Counter, Deque, Dict, List, NamedTuple, Optional

from .launch import remove
from .leftovers import ALONE, hold
from .turns import Turns

# The file never grows past this many bytes; memory holds half of it.
LIMIT = 1 << 20
# So much of a single text is kept, in characters.
LONGEST = 1 << 14


class Line(NamedTuple):
    """A hidden line (or record, or warning) and the id of the rule that hid it."""

    rule: str
    text: str


class Hidden:
    """The hidden lines of this kernel, and the last of the native lines that it showed.

    `recent` has what was looked at and shown, for `%keras_quiet report`: native texts, records and warnings.

    Safe to use from any thread and in the midst of anything (`turns`). Raises nothing of the file's: where it cannot be
    written, memory goes on, and `report` gets one line for the server's log.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self.lines: Deque[Line] = collections.deque()
        self.total: Counter[str] = collections.Counter()
        self.cell: Counter[str] = collections.Counter()
        self.cell_before: Counter[str] = collections.Counter()
        self._report = report
        self._size = 0
        self._shown: Deque[str] = collections.deque(maxlen=20)
        self.recent: Deque[str] = collections.deque(maxlen=50)
        self._turns = Turns()
        self._path = ""
        self._first = b""  # the file's first line
        self._writes = False  # the file can still be written
        self._pid = os.getpid()
        self._fd: Optional[int] = None
        self._written = 0

    def leave_parent(self) -> None:
        """In a forked child: the file is the parent's, and what its other threads were at is theirs."""
        self._turns = Turns()
        self._path, self._writes = "", False
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def begin_cell(self) -> None:
        """Count anew for the next cell."""
        self.cell_before, self.cell = self.cell, collections.Counter()

    def last(self, count: int) -> List[Line]:
        """Return the last lines that were hidden, the oldest of them first."""
        lines = self.lines.copy()  # in one step: other threads add to it
        return [lines.pop() for _ in range(min(count, len(lines)))][::-1]

    def add(self, rule: str, text: str) -> None:
        """Keep one hidden text."""
        line = Line(rule, text[:LONGEST])
        self._turns.do(lambda: self._add(line))

    def add_shown(self, text: str) -> None:
        """Keep the end of a native text that was shown, for the case that it was the kernel's last."""
        self._turns.do(lambda: self._add_shown(text[-2000:]))

    def open(self, path: str, *, alone: bool = True) -> None:
        """Write to a new private file at `path` from now on; it is created at the first line.

        `alone` says that no provisioner will remove it after a crash: then the next kernel of ours does.
        """
        self._path, self._writes, self._first = path, True, ALONE if alone else b""

    def close(self) -> None:
        """Remove the file: the kernel ends in order."""
        self._turns.do(self._close)

    def _add(self, line: Line) -> None:
        self.total[line.rule] += 1
        self.cell[line.rule] += 1
        self.lines.append(line)
        self._size += _size(line)
        while self._size > LIMIT // 2 and len(self.lines) > 1:
            self._size -= _size(self.lines.popleft())
        self._append({"hidden": line.rule, "text": line.text})

    def _add_shown(self, text: str) -> None:
        self.recent.append(text)
        self._shown.append(text)
        self._append({"shown": text})

    def _close(self) -> None:
        self._writes = False
        if self._fd is None or self._pid != os.getpid():
            return
        os.close(self._fd)
        self._fd = None
        remove(self._path)
        remove(self._path + ".new")  # of a disk that was full

    def _append(self, entry: Dict[str, str]) -> None:
        if not self._writes:
            return
        if self._pid != os.getpid():  # before Python 3.7 nobody tells us of a fork
            self.leave_parent()
            return
        try:
            if self._fd is None:
                self._fd = _create(self._path)
                self._write(self._first)
            data = _encode([entry])
            if self._written + len(data) > LIMIT:
                self._start_again()
            self._write(data)
        except OSError as error:
            self._writes = False
            self._report("hidden lines are kept in memory alone: %s" % error)

    def _start_again(self) -> None:
        entries = [{"hidden": line.rule, "text": line.text} for line in self.lines]
        data = _encode(entries + [{"shown": text} for text in self._shown])[-LIMIT // 2 :]
        before, self._fd = self._fd, _create(self._path + ".new")
        if before is not None:
            os.close(before)
        self._written = 0
        self._write(self._first + data[data.find(b"\n") + 1 :])
        os.replace(self._path + ".new", self._path)

    def _write(self, data: bytes) -> None:
        assert self._fd is not None
        written = os.write(self._fd, data)
        self._written += written
        if written < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _size(line: Line) -> int:
    return len(line.text) + len(line.rule) + 40


def _encode(entries: List[Dict[str, str]]) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def _create(path: str) -> int:
    remove(path)
    fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
    hold(fd)
    return fd
