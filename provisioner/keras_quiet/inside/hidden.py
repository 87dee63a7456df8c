"""What was hidden, so that it can be read back: in memory, and in a private file that survives a crash."""

import collections
from typing import Callable, Counter, Deque, List, NamedTuple, Optional

from .private_file import LIMIT, Entry, PrivateFile
from .turns import Turns

# So much of a single text is kept, in characters.
LONGEST = 1 << 14


class Line(NamedTuple):
    """A hidden line (or record, or warning) and the id of the rule that hid it."""

    rule: str
    text: str


class Hidden:
    """The hidden lines of this kernel, and the last of the native lines that it showed.

    `recent` has what was looked at and shown, for `%keras_quiet report`: native texts, records and warnings.

    Safe to use from any thread and in the middle of anything (`turns`). Raises nothing of the file's: where it cannot
    be written, memory goes on, and `report` gets one line for the server's log.
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
        self._file: Optional[PrivateFile] = None
        self._writes = True  # the file can still be written
        self._unwritten: List[Entry] = []

    def leave_parent(self) -> None:
        """In a forked child: the file is the parent's, and what its other threads were at is theirs."""
        self._turns, self._unwritten = Turns(), []
        file, self._file = self._file, None
        if file is not None:
            file.leave_parent()

    def begin_cell(self) -> None:
        """Count anew for the next cell."""
        self.cell_before, self.cell = self.cell, collections.Counter()

    def last(self, count: int) -> List[Line]:
        """Return the last lines that were hidden, the oldest of them first."""
        lines = self.lines.copy()  # in one step: other threads add to it
        return [lines.pop() for _ in range(min(count, len(lines)))][::-1]

    def add(self, rule: str, text: str) -> None:
        """Keep one hidden text; `write` writes it to the file."""
        line = Line(rule, text[:LONGEST])
        self._turns.do(lambda: self._add(line))

    def write(self) -> None:
        """Write to the file what was added: once for each piece of text, for a flood has hundreds of lines in one."""
        if self._unwritten:
            self._turns.do(self._write)

    def add_shown(self, text: str) -> None:
        """Keep the end of a native text that was shown, for the case that it was the kernel's last."""
        self._turns.do(lambda: self._add_shown(text[-2000:]))

    def open(self, path: str, *, alone: bool = True) -> None:
        """Write to a new private file at `path` from now on; it is created at the first line.

        `alone` says that no provisioner will remove it after a crash: then the next kernel of ours does.
        """
        self._file = PrivateFile(path, self._everything, alone=alone)

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
        self._write()

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _append(self, entry: Entry) -> None:
        if self._file is not None and self._writes:
            self._unwritten.append(entry)

    def _write(self) -> None:
        entries, self._unwritten = self._unwritten, []
        if self._file is None or not self._writes or not entries:
            return
        try:
            if not self._file.append(entries):
                self._file = None
        except OSError as error:
            self._writes = False
            self._report("hidden lines are kept in memory alone: %s" % error)

    def _everything(self) -> List[Entry]:
        hidden = [{"hidden": line.rule, "text": line.text} for line in self.lines]
        return hidden + [{"shown": text} for text in self._shown]


def _size(line: Line) -> int:
    return len(line.text) + len(line.rule) + 40
