"""A pseudo-terminal that looks like the one behind a file descriptor, or a pipe where there is none."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
from contextlib import suppress

# struct winsize: rows, columns and pixels (ioctl_tty(2)).
_SIZE = struct.Struct("HHHH")


def open_like(fd: int) -> tuple[int, int]:
    """Return the end to read from, and the end to write to, which is a terminal exactly where `fd` is one."""
    if not os.isatty(fd):
        return os.pipe()
    ours, theirs = os.openpty()
    settings = termios.tcgetattr(fd)
    settings[1] &= ~termios.OPOST  # the real terminal makes "\r\n" of "\n": once is enough
    settings[3] &= ~termios.ECHO
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    copy_size(fd, ours)
    return ours, theirs


def copy_size(fd: int, ours: int) -> None:
    """Give a pseudo-terminal the size of the real one; does nothing where either is none."""
    with suppress(OSError):
        size = fcntl.ioctl(fd, termios.TIOCGWINSZ, bytes(_SIZE.size))
        fcntl.ioctl(ours, termios.TIOCSWINSZ, size)


def is_in_foreground() -> bool:
    """Whether our process group is in the foreground of its terminal."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
