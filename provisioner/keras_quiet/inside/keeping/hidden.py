"""What was hidden, so that it can be read back: in memory, and in a private file that survives a crash."""

import collections
from typing import Callable, Counter, Deque, Dict, List, NamedTuple, Optional, Sequence, Tuple, Union

from ..lines.repeats import texts_of
from .private_file import LIMIT, SHOWN, Entry, PrivateFile
from .turns import Turns

# So much of a single text is kept, in characters.
LONGEST = 1 << 14
# So much more memory a text needs than it is long, in bytes.
OVERHEAD = 100


class Line(NamedTuple):
    """A hidden line (or record, or warning) and the id of the rule that hid it."""

    rule: str
    text: str


class Speaker(NamedTuple):
    """Who said something in Python that was shown: a kind, a logger or a category, the file, and a record's level."""

    kind: str
    who: str
    file: str
    level: str


# What memory keeps: the id of a rule, and one text, or as bytes whole lines in a row.
Kept = Tuple[str, Union[str, bytes]]


class Hidden:
    """The hidden lines of this kernel, and the last of the native lines that it showed.

    `recent` has what was looked at and shown, for `%keras_quiet report`: native texts, and who else spoke.

    Safe to use from any thread and in the middle of anything (`turns`). Raises nothing of the file's: where it cannot
    be written, memory goes on, and `report` gets one line for the server's log.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self._kept: Deque[Sequence[Kept]] = collections.deque()
        self.total: Counter[str] = collections.Counter()
        self.cell: Counter[str] = collections.Counter()
        self.cell_before: Counter[str] = collections.Counter()
        self._report = report
        self._size = 0
        self._shown: Deque[str] = collections.deque(maxlen=20)
        self.recent: Deque[Union[str, Speaker]] = collections.deque(maxlen=50)
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

    @property
    def lines(self) -> List[Line]:
        """The hidden lines that memory still has, the oldest of them first."""
        return [line for kept in self._kept.copy() for line in _lines(kept)]  # a copy: other threads add to it

    def last(self, count: int) -> List[Line]:
        """Return the last lines that were hidden, the oldest of them first."""
        kept, lines = self._kept.copy(), []  # type: Deque[Sequence[Kept]], List[Line]
        while kept and len(lines) < count:
            lines = _lines(kept.pop()) + lines
        return lines[-count:] if count else []

    def add(self, rule: str, text: str) -> None:
        """Keep one hidden text; `write` writes it to the file."""
        self._turns.do(lambda: self._add([(rule, text[:LONGEST])]))

    def add_lines(self, runs: Sequence[Tuple[str, bytes]]) -> None:
        """Keep the hidden lines of one piece of text: rules, each with the whole lines in a row that it hid."""
        self._turns.do(lambda: self._add([(rule, _cut(lines)) for rule, lines in runs]))

    def write(self) -> None:
        """Write to the file what was added: once for each piece of text, for a flood has hundreds of lines in one."""
        if self._unwritten:
            self._turns.do(self._write)

    def add_shown(self, text: str) -> None:
        """Keep the end of a native text that was shown, for the case that it was the kernel's last."""
        self._turns.do(lambda: self._add_shown(text[-2000:]))

    def add_speaker(self, kind: str, who: str, file: str, level: str = "") -> None:
        """Keep who said something that was shown; what was said may be the user's secret."""
        self.recent.append(Speaker(kind, who, file, level))

    def open(self, path: str, *, alone: bool = True) -> None:
        """Write to a new private file at `path` from now on; it is created at the first line.

        `alone` says that no provisioner will remove it after a crash: then the next kernel of ours does.
        """
        self._file = PrivateFile(path, self._everything, alone=alone)

    def close(self) -> None:
        """Remove the file: the kernel ends in order."""
        self._turns.do(self._close)

    def _add(self, several: Sequence[Kept]) -> None:
        counts: Dict[str, int] = {}
        for rule, text in several:
            number = text.count(b"\n") or 1 if isinstance(text, bytes) else 1
            counts[rule] = counts.get(rule, 0) + number
        for rule, number in counts.items():
            self.total[rule] += number
            self.cell[rule] += number
        self._kept.append(several)
        self._size += _size(several)
        while self._size > LIMIT // 2 and len(self._kept) > 1:
            self._size -= _size(self._kept.popleft())
        self._append(several)

    def _add_shown(self, text: str) -> None:
        self.recent.append(text)
        self._shown.append(text)
        self._append([(SHOWN, text)])
        self._write()

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _append(self, entries: Sequence[Entry]) -> None:
        if self._file is not None and self._writes:
            self._unwritten += entries

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
        return [each for kept in self._kept for each in kept] + [(SHOWN, text) for text in self._shown]


def _cut(lines: bytes) -> bytes:
    """Return a run as it is kept: only one that is a single line may be too long."""
    return lines if len(lines) <= LONGEST else lines[:LONGEST] + b"\n"


def _lines(several: Sequence[Kept]) -> List[Line]:
    return [
        Line(rule, line) for rule, text in several for line in (texts_of(text) if isinstance(text, bytes) else [text])
    ]


def _size(several: Sequence[Kept]) -> int:
    """Return about how many bytes memory needs for it."""
    return sum([len(text) for _, text in several]) + OVERHEAD * len(several)
