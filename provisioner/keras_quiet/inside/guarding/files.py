"""Reads files that somebody else may have put there: without waiting, and no more than was asked for."""

import os
import stat
from typing import Union

Path = Union[str, "os.PathLike[str]"]

# Windows has neither FIFOs among its files, nor these.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def read_start(path: Path, longest: int) -> bytes:
    """Return the first `longest` bytes of a regular file; a link is followed.

    Raises OSError, and ValueError for what is no regular file or has a name that none can have.
    """
    return _read(path, os.stat(path), _AT_ONCE, longest)


def read_own_end(path: Path, longest: int) -> bytes:
    """Return the last `longest` bytes of a regular file that is ours alone: no link leads there, of either kind.

    Raises OSError and ValueError as `read_start` does, and ValueError for a file of another user's.
    """
    found = os.lstat(path)
    if found.st_nlink != 1 or (hasattr(os, "geteuid") and found.st_uid != os.geteuid()):
        raise ValueError("not a file of ours")
    return _read(path, found, _AT_ONCE | _NO_LINK, longest, from_end=True)


def _read(path: Path, found: os.stat_result, flags: int, longest: int, from_end: bool = False) -> bytes:
    # Looked at first: to open some devices is to use them. Looked at again: it may have been put there in between.
    _expect_file(found)
    with open(path, "rb", opener=lambda name, mode: os.open(name, mode | flags)) as file:
        now = os.fstat(file.fileno())
        _expect_file(now)
        if from_end:
            if not os.path.samestat(found, now):
                raise ValueError("another file took its place")
            file.seek(max(0, now.st_size - longest))
        return file.read(longest)


def _expect_file(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("not a regular file")
