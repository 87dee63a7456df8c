"""How the watcher of native lines reads a flood: in large pieces, so that the user's code goes on meanwhile.

Without this, the two threads hand Python's lock to and fro for each line.
"""

from typing import Callable

from ..guarding.kept import time

# What is read at once, in bytes: what a pipe holds on Linux. ipykernel reads 1000, which cuts more lines.
PIECE = 1 << 16
# What is read at once in a flood. All pipes of a Linux user may hold 64 MiB (pipe(7)).
WIDE = 1 << 18
# Text that follows on text within so many seconds, so many times in a row, is a flood: the words of a library that
# starts, or ends, are none.
NEAR, ROW = 0.001, 20
# The watcher rests between so many seconds, at least and at most: as long as the pipe is not full. Where text of the
# user's comes with the flood, and would die with the process while it is in the pipe, it rests no longer than BRIEF.
SHORTEST, LONGEST, BRIEF = 0.00005, 0.001, 0.0002


class Flood:
    """Tells how much to read, and rests between two pieces.

    `widen` lets a piece have so many bytes, and returns whether that could be done.
    """

    def __init__(self, widen: Callable[[int], bool]) -> None:
        self._widen = widen
        self._row = 0
        self._rest = LONGEST
        self.piece = PIECE

    def go_on(self, size: int, longest: float = LONGEST) -> None:
        """Rest, if it is a flood, for `longest` seconds at most; `size` bytes came right after others."""
        self._row += 1
        if self._row < ROW:
            return
        if self._row == ROW and self._widen(WIDE):
            self.piece = WIDE
        if size > self.piece // 4 * 3:
            self._rest = max(SHORTEST, self._rest / 2)  # who writes has to wait, or soon will
        elif size < self.piece // 2:
            self._rest = min(LONGEST, self._rest * 2)
        time.sleep(min(self._rest, longest))

    def end(self) -> None:
        """Take note that something else came, or that it came later."""
        self._row, self._rest, self.piece = 0, LONGEST, PIECE
