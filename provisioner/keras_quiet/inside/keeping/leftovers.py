"""Private files of kernels that are gone, where no provisioner reads and removes them."""

import stat

from ..kept import os, time
from ..launch import SUFFIX, remove

# The first line of a file that nobody else will remove.
ALONE = b'{"alone": true}\n'
# A file that a provisioner should have removed is left for so long, in seconds: its server may have been killed.
GRACE = 24 * 3600


def hold(fd: int) -> None:
    """Lock a kernel's own file until the process ends, which tells others that its kernel runs.

    Where there are no such locks nothing is locked: Windows removes no file that is open.
    """
    try:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        pass


def sweep(folder: str) -> None:
    """Remove the files of this user's kernels that are gone from a runtime folder. Raises nothing."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.endswith((SUFFIX, SUFFIX + ".new")):
            path = os.path.join(folder, name)
            try:
                is_left = _is_left(path)
            except OSError:
                continue
            if is_left:
                remove(path)


def _is_left(path: str) -> bool:
    """Whether a file is a private one of ours whose kernel is gone. Raises OSError where it cannot be told."""
    # Of another kind than ours it may be a link, or a pipe that would never open.
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode) or about.st_uid != getattr(os, "getuid", lambda: about.st_uid)():
            return False
        # Read before the lock is tried: a kernel that is just making its file must find it free.
        if os.read(fd, len(ALONE)) != ALONE and time.time() - about.st_mtime < GRACE:
            return False
        return _is_free(fd)
    finally:
        os.close(fd)


def _is_free(fd: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return True  # Windows: it cannot be removed while it is open
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True
