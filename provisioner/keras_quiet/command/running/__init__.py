"""Runs a command with the filter at its file descriptor 2. All else about the command stays as without us.

`child` starts it and passes signals on, `relay` passes its text on, `terminal` makes what it sees as its stderr, and
`keyboard` passes keys on to a program that reads them there.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import CommandError
from ...foreign import one_line
from . import child, terminal
from .keyboard import Keyboard
from .relay import Relay, TextFilter, write_all

if TYPE_CHECKING:
    from collections.abc import Sequence

# As shells have it.
NOT_FOUND, NOT_EXECUTABLE = 127, 126


def run_quiet(command: Sequence[str], *, log: str | None = None, verbose: bool = False) -> int:
    """Run a command and return its exit status, or end by the signal that ended it.

    Returns 127 for a command that is not found and 126 for one that cannot be executed. Raises CommandError where `log`
    cannot be opened.
    """
    program = shutil.which(command[0])
    if program is None:
        is_there = "/" in command[0] and Path(command[0]).exists()
        return _refuse(command[0], NOT_EXECUTABLE if is_there else NOT_FOUND)
    if not _is_open(2):
        os.execv(program, list(command))  # noqa: S606  # nothing can be shown, so nothing is to be hidden
    with ExitStack() as files:
        try:
            # No buffer of Python's: where the disk is full, closing the file must not fail, and the status be lost.
            hidden_lines = files.enter_context(Path(log).open("ab", buffering=0)) if log else None
        except OSError as error:
            raise CommandError(f"the hidden lines cannot be kept in {log}: {error.strerror}") from error
        text_filter = TextFilter(hidden_lines)
        source, theirs = terminal.open_like(2)
        with child.signals_held() as mask:
            try:
                process = child.start(program, command, theirs, mask)
            except OSError as error:
                return _refuse(command[0], NOT_EXECUTABLE, error.strerror)
            os.close(theirs)
            relay = Relay(source, 2, text_filter, Keyboard(2, source) if os.isatty(2) else None)
            status = child.attend(process, source, relay.run)
            if not relay.ended:
                _leave_behind(relay)
        if verbose:
            count = sum(text_filter.hidden.total.values())
            write_all(2, f"[keras-quiet] {count} line{'' if count == 1 else 's'} hidden\n".encode())
    return child.end_like(status)


def _refuse(name: str, status: int, why: str | None = None) -> int:
    text = why or ("command not found" if status == NOT_FOUND else "it is not executable")
    sys.stderr.write(f"jupyter keras-quiet run: {one_line(name)}: {text}\n")
    return status


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _leave_behind(relay: Relay) -> None:
    """Fork a process that goes on for those whom the command left in the background with its stderr."""
    if os.fork():
        return
    # Signals stay held: this process ends with the last of those it serves.
    relay.keyboard = None  # the terminal is the shell's again
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    try:
        relay.run()
    finally:
        os._exit(0)
