"""The pipe behind a kernel's file descriptor 2: the server keeps its reading end, and so a dead kernel's last words.

The kernel's half is `inside/hooks/peeked_pipe.py`.
"""

from __future__ import annotations

import os
import sys
import weakref
from contextlib import suppress

from ..inside.hooks.pipes import filled, widen

# What the pipe holds, in bytes, where the system allows it: C code that logs while it holds Python's lock waits for
# nobody up to here. A user's pipes may hold 64 MiB in all (pipe-user-pages-soft in pipe(7)), other programs' too, so no
# more than so many kernels of one server get a large one.
SIZE, LARGE = 1 << 20, 32
_held: weakref.WeakSet[HeldPipe] = weakref.WeakSet()


class HeldPipe:
    """One pipe for one launch. Its ends are closed with the object, if not before. Raises OSError."""

    def __init__(self) -> None:
        self._ends = list(os.pipe())  # the reading one, and until the kernel has it the writing one
        self._close = weakref.finalize(self, _close, self._ends)
        self._close.atexit = False
        # The kernel gets the same open file. Its own reader never blocks in a read, and so do we not.
        os.set_blocking(self._ends[0], False)
        if len(_held) < LARGE:
            widen(self._ends[0], SIZE)
        _held.add(self)

    @property
    def ends(self) -> tuple[int, ...]:
        """Both ends, which the kernel inherits."""
        return tuple(self._ends)

    @property
    def told(self) -> list[int]:
        """What the kernel is told, so that it recognizes the pipe."""
        status = os.fstat(self._ends[0])
        return [*self._ends, status.st_dev, status.st_ino]

    def started(self) -> None:
        """Take note that the kernel has both ends."""
        os.close(self._ends.pop())

    def rest(self) -> bytes:
        """Return what the kernel has left, without waiting, and close the pipe: what still writes there learns it."""
        found = b""
        with suppress(OSError, IndexError):
            # No more than is there now: children that outlive the kernel may go on writing.
            count = min(filled(self._ends[0]), SIZE)
            while len(found) < count:
                piece = os.read(self._ends[0], count - len(found))
                if not piece:
                    break
                found += piece
        self.close()
        return found

    def close(self) -> None:
        """Close what is open."""
        _held.discard(self)
        self._close()


def make() -> HeldPipe | None:
    """Return a new pipe, or None where there can be none: other systems have no tee, and descriptors may run out."""
    if sys.platform != "linux":
        return None
    try:
        return HeldPipe()
    except OSError:
        return None


def _close(ends: list[int]) -> None:
    while ends:
        os.close(ends.pop())
