"""What an exception of our own code costs: that message, and the filter only where it comes at every message."""

import errno
from typing import Dict, Set, Tuple

# So many messages in a row may raise the same exception; then the filter stops.
BORNE = 20
# The machine's or the user's code's at this moment, and no fault of ours: never counted.
_FULL = (errno.EMFILE, errno.ENFILE)
# An exception is the same where it is of the same type and comes from the same line.
_Place = Tuple[type, str, int]


class Faults:
    """The exceptions of our own code, told apart by the part of it that raised them. Takes no lock.

    `count` is how many there were, `rows` those that came in a row, by part.
    """

    def __init__(self) -> None:
        self.count = 0
        self.rows: Dict[str, Tuple[_Place, int]] = {}
        self._known: Set[_Place] = set()

    def add(self, part: str, error: BaseException) -> Tuple[bool, int]:
        """Take note of one; return whether it is the first of its kind, and how many messages in a row raised it."""
        self.count += 1
        if is_of_the_moment(error):
            return False, 0
        place = _place(error)
        before, number = self.rows.get(part, (place, 0))
        number = number + 1 if before == place else 1
        self.rows[part] = place, number
        is_new = place not in self._known and len(self._known) < BORNE
        self._known.add(place)
        return is_new, number

    def forget(self) -> None:
        """Begin to count anew."""
        self.rows.clear()

    def end_row(self, part: str) -> None:
        """Take note that a message raised nothing."""
        self.rows.pop(part, None)


def is_of_the_moment(error: BaseException) -> bool:
    """Whether an exception says that there is no room now: for a deeper call, for memory, for a descriptor."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return isinstance(error, (RecursionError, MemoryError))


def _place(error: BaseException) -> _Place:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (type(error), trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else (type(error), "", 0)
