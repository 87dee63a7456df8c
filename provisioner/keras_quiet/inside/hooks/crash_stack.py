"""The stack of a crash: Python's faulthandler writes it into the pipe of the provisioner, as the last words."""

from typing import Optional

from ..guarding.kept import os
from .peeked_pipe import Ends

# The number of faulthandler's descriptor, or the next free one: no program of the user's that closes the low numbers
# and opens files of its own gets a stack into them.
HIGH = 200


def start(ends: Optional[Ends]) -> None:
    """Switch faulthandler on in the main thread, whose stack it can then report even where that has overflown.

    Nothing happens where the pipe is not behind file descriptor 2, or where the user has switched it on already; where
    they do so later, theirs takes the place of ours. Raises OSError.
    """
    import faulthandler

    if ends is None or not os.path.sameopenfile(ends.write, 2) or faulthandler.is_enabled():
        return
    from fcntl import F_DUPFD_CLOEXEC, fcntl

    # Opened anew, so that it alone does not block: a process that crashes with a full pipe must not wait for ever.
    ours = os.open("/proc/self/fd/%d" % ends.write, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        faulthandler.enable(fcntl(ours, F_DUPFD_CLOEXEC, HIGH))
    finally:
        os.close(ours)
