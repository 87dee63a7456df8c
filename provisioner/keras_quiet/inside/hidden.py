"""What was hidden, so that it can be read back: in memory, and in a private file that survives a crash."""

import collections
import json
import os
import threading
from typing import Callable, Counter, Deque, Dict, List, NamedTuple, Optional

from .launch import remove

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

    Safe to use from any thread. Raises nothing of the file's: where it cannot be written, memory goes on, and `report`
    gets one line for the server's log.
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
        self._lock = threading.RLock()
        self._path: Optional[str] = None
        self._fd: Optional[int] = None
        self._written = 0

    def renew_lock(self) -> None:
        """Forget who held the lock: in a forked child nobody does."""
        self._lock = threading.RLock()

    def begin_cell(self) -> None:
        """Count anew for the next cell."""
        self.cell_before, self.cell = self.cell, collections.Counter()

    def add(self, rule: str, text: str) -> None:
        """Keep one hidden text."""
        with self._lock:
            line = Line(rule, text[:LONGEST])
            self.total[rule] += 1
            self.cell[rule] += 1
            self.lines.append(line)
            self._size += _size(line)
            while self._size > LIMIT // 2 and len(self.lines) > 1:
                self._size -= _size(self.lines.popleft())
            self._append({"hidden": rule, "text": line.text})

    def add_shown(self, text: str) -> None:
        """Keep the end of a native text that was shown, for the case that it was the kernel's last."""
        with self._lock:
            self.recent.append(text[-2000:])
            self._shown.append(text[-2000:])
            self._append({"shown": text[-2000:]})

    def open(self, path: str) -> None:
        """Write to a new private file at `path` from now on; it is created at the first line."""
        self._path = path

    def close(self) -> None:
        """Remove the file: the kernel ends in order."""
        with self._lock:
            path, self._path = self._path, None
            if self._fd is None or path is None:
                return
            os.close(self._fd)
            self._fd = None
            remove(path)

    def _append(self, entry: Dict[str, str]) -> None:
        if self._path is None:
            return
        try:
            if self._fd is None:
                self._fd = _create(self._path)
            data = _encode([entry])
            if self._written + len(data) > LIMIT:
                self._start_again(self._path)
            self._written += os.write(self._fd, data)
        except OSError as error:
            self._path = None
            self._report("hidden lines are kept in memory alone: %s" % error)

    def _start_again(self, path: str) -> None:
        entries = [{"hidden": line.rule, "text": line.text} for line in self.lines]
        data = _encode(entries + [{"shown": text} for text in self._shown])[-LIMIT // 2 :]
        fd = _create(path + ".new")
        self._written = os.write(fd, data[data.find(b"\n") + 1 :])
        os.replace(path + ".new", path)
        if self._fd is not None:
            os.close(self._fd)
        self._fd = fd


def _size(line: Line) -> int:
    return len(line.text) + len(line.rule) + 40


def _encode(entries: List[Dict[str, str]]) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def _create(path: str) -> int:
    remove(path)
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
