"""What was hidden, so that it can be read back: in memory, and in a private file that survives a crash."""

import collections
from typing import Callable, Counter, Deque, Dict, List, Optional, Sequence, Tuple

from ..grammar.messages import said, text_of
from ..guarding.kept import time
from .private_file import SHOWN, PrivateFile, hidden_entry, last_lines, sent_entry, shown_entry
from .table import Entry, Table
from .turns import Turns

# A reader waits so long at most for what another thread is just adding, in seconds.
PATIENCE = 1.0
# The id of a rule, what a line says (`messages.said`), and whole lines in a row that say it.
Run = Tuple[str, str, bytes]
# The same with the first of the lines as text, and how many they are.
_Copies = Tuple[str, str, str, int]


class Hidden:
    """The hidden lines of this kernel, and the last of the native lines that it showed.

    `total`, `cell` and `cell_before` count lines by rule.

    Safe to use from any thread and in the middle of anything (`turns`). Raises nothing of the file's: where it cannot
    be written, memory goes on, and `report` gets one line for the server's log.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self.total: Counter[str] = collections.Counter()
        self.cell: Counter[str] = collections.Counter()
        self.cell_before: Counter[str] = collections.Counter()
        self._report = report
        self._table = Table()
        self._last: Optional[Entry] = None  # what was hidden last
        self._shown: Deque[Tuple[str, float]] = collections.deque(maxlen=20)
        self._turns = Turns()
        self._file: Optional[PrivateFile] = None
        self._writes = True  # the file can still be written

    def leave_parent(self) -> None:
        """In a forked child: the file is the parent's."""
        file, self._file = self._file, None
        if file is not None:
            file.leave_parent()

    def begin_cell(self) -> None:
        """Count anew for the next cell."""
        self.cell_before, self.cell = self.cell, collections.Counter()

    @property
    def entries(self) -> List[Entry]:
        """What memory has of the hidden lines; what was hidden last is at the end."""
        found: List[Entry] = []
        self._turns.do(lambda: found.extend(self._table.entries()))
        self._turns.wait(PATIENCE)
        return found

    @property
    def dropped(self) -> Counter[str]:
        """How many hidden lines memory has no more, by rule."""
        return self._table.dropped

    def add(self, rule: str, text: str) -> None:
        """Keep one hidden text."""
        self._turns.do(lambda: self._add([(rule, said(text), text, 1)]))

    def add_lines(self, runs: Sequence[Run]) -> None:
        """Keep the hidden lines of one piece of text; a flood has thousands in one."""
        copies: Dict[Tuple[str, str], Tuple[bytes, int]] = {}
        for rule, what, lines in runs:
            first, count = copies.pop((rule, what), (lines, 0))
            copies[rule, what] = first, count + lines.count(b"\n")
        several = [(*key, text_of(first[: first.find(b"\n")]), count) for key, (first, count) in copies.items()]
        self._turns.do(lambda: self._add(several))

    def add_shown(self, text: str) -> None:
        """Keep the end of a native text that was shown, for the case that it was the kernel's last."""
        self._turns.do(lambda: self._add_shown(text[-SHOWN:]))

    def add_sent(self) -> None:
        """Take note that the notebook has all that was shown: then it is not told again after a crash."""
        self._turns.do(lambda: self._write(sent_entry(time.monotonic())))

    def open(self, path: str, provisioner: str = "") -> None:
        """Write to a new private file at `path` from now on; it is created at the first line.

        `provisioner` names the process that removes it after a crash (`leftovers.identity`), "" where there is none.
        """
        self._file = PrivateFile(path, self._everything, provisioner)

    def close(self) -> None:
        """Remove the file: the kernel ends in order."""
        self._turns.do(self._close)

    def _add(self, several: Sequence[_Copies]) -> None:
        now = time.time()
        new: List[Entry] = []
        before, entry = self._last, self._last
        for rule, what, text, count in several:
            self.total[rule] += count
            self.cell[rule] += count
            entry = self._table.add(rule, what, text, count, now)
            if entry.count == count:
                new.append(entry)
        self._last = entry
        # The file ends with the line that was hidden last, for the server's log after a crash.
        if entry is not None and entry is not before and entry not in new[-1:]:
            new.append(entry)
        self._write(b"".join(map(hidden_entry, new)))

    def _add_shown(self, text: str) -> None:
        self._shown.append((text, time.monotonic()))
        self._write(shown_entry(*self._shown[-1]))

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _write(self, data: bytes) -> None:
        if self._file is None or not self._writes or not data:
            return
        try:
            if not self._file.append(data):
                self._file = None
        except OSError as error:
            self._writes = False
            self._report("hidden lines are kept in memory alone: %s" % error)

    def _everything(self) -> bytes:
        shown = b"".join(shown_entry(*each) for each in self._shown)
        return last_lines(b"".join(map(hidden_entry, self._table.entries())), shown)
