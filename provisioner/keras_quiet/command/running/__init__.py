"""Runs a command with the filter at its file descriptor 2. All else about the command stays as without us.

`child` starts it and passes signals on, `relay` passes its text on as `text_filter` decides, `terminal` makes what it
sees as its stderr, and `keyboard` passes keys on to a program that reads them there.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import CommandError
from ...inside.guarding.foreign import one_line
from . import child, terminal
from .keyboard import Keyboard
from .relay import Relay
from .text_filter import TextFilter, write_all

if TYPE_CHECKING:
    from collections.abc import Sequence

# As shells have it.
NOT_FOUND, NOT_EXECUTABLE = 127, 126


def run_quiet(command: Sequence[str], *, log: str | None = None, verbose: bool = False) -> int:
    """Run a command and return its exit status, or end by the signal that ended it.

    Returns 127 for a command that is not found and 126 for one that cannot be executed. Where the filter cannot be set
    up, the command runs without it. Raises CommandError where `log` cannot be opened.
    """
    program = shutil.which(command[0])
    if program is None:
        is_there = "/" in command[0] and Path(command[0]).exists()
        return _refuse(command[0], NOT_EXECUTABLE if is_there else NOT_FOUND)
    if not _is_open(2):
        return _become(program, command)  # nothing can be shown, so nothing is to be hidden
    _take_closed()
    with ExitStack() as files:
        try:
            # No buffer of Python's: where the disk is full, closing the file must not fail, and the status be lost.
            hidden_lines = files.enter_context(Path(log).open("ab", buffering=0)) if log else None
        except OSError as error:
            raise CommandError(f"the hidden lines cannot be kept in {log}: {error.strerror}") from error
        why: Exception | None = None
        with child.signals_held() as mask:
            try:
                text_filter = TextFilter(hidden_lines)
                started = _Started(program, command, text_filter, mask)
            except Exception as error:  # no descriptor, no thread or no process is left, or a fault of ours
                why = error
            else:
                status = started.attend()
        if why is not None:
            return _become(program, command, f"without the filter: {why}" if verbose else "")
        if verbose:
            count = sum(text_filter.hidden.total.values())
            _tell(f"{count} line{'' if count == 1 else 's'} hidden")
    return child.end_like(status)


class _Started:
    """A command that runs with the filter. Raises OSError and RuntimeError where it cannot be started so."""

    def __init__(self, program: str, command: Sequence[str], text_filter: TextFilter, mask: child.Mask) -> None:
        self._source, theirs = terminal.open_like(2)
        try:
            self._relay = Relay(self._source, 2, text_filter, Keyboard(2, self._source) if os.isatty(2) else None)
            self._watch = child.Watch(self._relay.run)
            try:
                self._process = child.start(program, command, theirs, mask)
            except Exception:
                self._watch.end()
                raise
        finally:
            os.close(theirs)

    def attend(self) -> int:
        """Wait until the command has ended, and return its wait status. Raises nothing: it cannot be started again."""
        status = child.attend(self._process, self._source)
        self._watch.end()
        if not self._relay.ended:
            _leave_behind(self._relay)
        return status


def _become(program: str, command: Sequence[str], why: str = "") -> int:
    """Run a command in our place, and say why; return only where it cannot be executed."""
    if why:
        _tell(why)
    try:
        child.become(program, command)
    except OSError as error:
        return _refuse(command[0], NOT_EXECUTABLE, error.strerror)


def _tell(text: str) -> None:
    write_all(2, f"[keras-quiet] {text}\n".encode())


def _refuse(name: str, status: int, why: str | None = None) -> int:
    text = why or ("command not found" if status == NOT_FOUND else "it is not executable")
    write_all(2, f"jupyter keras-quiet run: {one_line(name)}: {text}\n".encode())
    return status


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _take_closed() -> None:
    """Let no file of ours get the number of a closed stdin or stdout; the command finds them closed."""
    for fd in (0, 1):
        if not _is_open(fd):
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # the lowest number that is free; it is closed when the command starts


def _leave_behind(relay: Relay) -> None:
    """Fork a process that goes on for those whom the command left in the background with its stderr."""
    try:
        if os.fork():
            return
    except OSError:
        relay.run()  # late is better than lost
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
