"""Reads files that somebody else may have put there: without waiting, and no more than was asked for."""

import stat
from typing import Optional, Tuple, Union

from .kept import os

Path = Union[str, "os.PathLike[str]"]

# Windows does not have the first and the third, nor FIFOs among its files; it alone would read a file as text.
AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def identity_of(fd: int) -> Optional[Tuple[int, int]]:
    """Return what tells an open file from others, whatever its descriptor; None where it is closed.

    On Linux both ends of a pipe have the same.
    """
    try:
        status = os.fstat(fd)
    except (OSError, OverflowError):
        return None
    return status.st_dev, status.st_ino


def read_start(path: Path, longest: int) -> bytes:
    """Return the first `longest` bytes of a regular file; a link is followed.

    Raises OSError, and ValueError for what is no regular file or has a name that none can have.
    """
    return _read(path, os.stat(path), AT_ONCE, longest)


def read_own_end(path: Path, longest: int) -> bytes:
    """Return the last `longest` bytes of a regular file that is ours alone (`is_ours`).

    Raises OSError and ValueError as `read_start` does, and ValueError for any other file.
    """
    found = os.lstat(path)
    if not is_ours(found):
        raise ValueError("not a file of ours")
    return _read(path, found, AT_ONCE | NO_LINK, longest, from_end=True)


def is_ours(found: os.stat_result) -> bool:
    """Whether it is a file of this user's alone: no link leads there, of either kind."""
    is_own = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and is_own


def _read(path: Path, found: os.stat_result, flags: int, longest: int, from_end: bool = False) -> bytes:
    # Looked at first: to open some devices is to use them. Looked at again: it may have been put there in between.
    _expect_file(found)
    fd = os.open(path, os.O_RDONLY | flags)
    try:
        now = os.fstat(fd)
        _expect_file(now)
        if from_end:
            if not os.path.samestat(found, now):
                raise ValueError("another file took its place")
            os.lseek(fd, max(0, now.st_size - longest), os.SEEK_SET)
        data, piece = b"", os.read(fd, longest)
        while piece:
            data += piece
            piece = os.read(fd, longest - len(data))
        return data
    finally:
        os.close(fd)


def _expect_file(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("not a regular file")
