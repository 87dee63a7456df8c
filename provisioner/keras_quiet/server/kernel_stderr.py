"""Where a kernel's stderr goes: what a dead kernel could not pass on, the server passes on there."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from typing import Any

from ..inside.guarding.files import identity_of

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
        self._identity = identity_of(self._fd)

    def write(self, data: bytes) -> None:
        """Write, if that file is still open under its number; this may wait for a terminal."""
        with suppress(OSError):
            while data and self._identity is not None and identity_of(self._fd) == self._identity:
                data = data[os.write(self._fd, data) :]


def _number(file: Any) -> int:
    try:
        return int(file.fileno())
    except (AttributeError, OSError, TypeError, ValueError):
        return -1
