"""Where a kernel's stderr goes: what a dead kernel could not pass on, the server passes on there."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from typing import Any

STDERR = 2


class KernelStderr:
    """The file that a launch names as the kernel's stderr, by its number and its identity: no descriptor is kept.

    `launch` has the arguments of `subprocess.Popen`.
    """

    def __init__(self, launch: dict[str, Any]) -> None:
        named = launch.get("stderr")
        if named == subprocess.STDOUT:
            named = launch.get("stdout")
        self._fd = STDERR if named is None else named if isinstance(named, int) else _number(named)
        self._identity = _identity(self._fd)

    def write(self, data: bytes) -> None:
        """Write, if that file is still open under its number; this may wait for a terminal."""
        with suppress(OSError):
            while data and self._identity is not None and _identity(self._fd) == self._identity:
                data = data[os.write(self._fd, data) :]


def _number(file: Any) -> int:
    try:
        return int(file.fileno())
    except (AttributeError, OSError, TypeError, ValueError):
        return -1


def _identity(fd: int) -> tuple[int, int] | None:
    try:
        status = os.fstat(fd)
    except (OSError, OverflowError):
        return None
    return status.st_dev, status.st_ino
