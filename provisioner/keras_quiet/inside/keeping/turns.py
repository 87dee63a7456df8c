"""Work that is done one piece at a time and in order, without anybody waiting for a lock."""

import collections
from typing import Callable, Deque, Optional

from ..guarding.kept import os, threading, time

# So often is looked whether another thread is done, in seconds.
LOOK = 0.001


class Turns:
    """Does pieces of work one at a time, in the order in which they come, from any thread.

    A signal handler, a `__del__`, a callback of the collector or a trace function may call us in the middle of our own
    work, and in a thread that holds locks of others: a call that waits for a lock there may wait for ever. So a piece
    that comes while another is done is left to the thread that is at it, which does it next. A forked child has no such
    thread, and begins anew.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._pid = os.getpid()
        self._work: Deque[Callable[[], object]] = collections.deque()
        self._lock = threading.Lock()  # taken, never waited for
        self._thread: Optional[int] = None

    def do(self, work: Callable[[], object]) -> None:
        """Do one piece of work, now or as soon as the thread that is at another one is done. It should not raise."""
        # Asked each time: what os.register_at_fork is told stays there when this code is taken out again.
        if self._pid != os.getpid():
            self._begin()
        self._work.append(work)
        while self._work and self._lock.acquire(False):
            try:
                self._thread = threading.get_ident()
                while self._work:
                    self._work.popleft()()
            finally:
                self._thread = None
                self._lock.release()

    def wait(self, seconds: float) -> None:
        """Wait until all that has come is done, so many seconds at most, and not at all in the middle of the work."""
        end = time.monotonic() + seconds
        while self._lock.locked() and self._thread != threading.get_ident() and time.monotonic() < end:
            time.sleep(LOOK)
