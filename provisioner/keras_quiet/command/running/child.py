"""The command as a process: its start, the signals that reach it, and its end."""

from __future__ import annotations

import errno
import os
import resource
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from . import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Mask = set[int | signal.Signals]

# What is passed on to the command: the signals that a terminal, a shell or a batch system sends.
PASSED_ON = {
    getattr(signal, f"SIG{name}")
    for name in ("INT", "QUIT", "TERM", "HUP", "USR1", "USR2", "TSTP", "CONT", "WINCH", "XCPU")
}
WATCHED = {*PASSED_ON, signal.SIGCHLD}
# What Python ignores, and a command of ours must not.
IGNORED = (signal.SIGPIPE, signal.SIGXFSZ)
# What a terminal sends to all processes in its foreground.
FROM_TERMINAL = {signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGWINCH}


@contextmanager
def signals_held() -> Iterator[Mask]:
    """Let signals wait for `attend` to take them; the mask from before, which the command gets."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # some supervisors ignore it, and so would we
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    try:
        yield mask
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def start(program: str, command: Sequence[str], stderr: int, mask: Mask) -> int:
    """Start a command in our own process group, so that a terminal's signals reach it as ever; return its process id.

    Raises OSError where it cannot be executed, or no process can be made.
    """

    def spawn(path: str, words: list[str]) -> int:
        return os.posix_spawn(
            path,
            words,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, stderr, 2)],
            setsigmask=mask,
            setsigdef=IGNORED,
        )

    try:
        return spawn(program, list(command))
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
        return spawn("/bin/sh", ["sh", program, *command[1:]])  # a script whose first line names no shell


def become(program: str, command: Sequence[str]) -> NoReturn:
    """Run a command in our own place, with nothing of ours. Raises OSError where it cannot be executed."""
    for number in IGNORED:
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execv(program, list(command))  # noqa: S606  # no shell
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
        os.execv("/bin/sh", ["sh", program, *command[1:]])  # noqa: S606  # a script whose first line names no shell


class Watch:
    """A thread that runs `relay` until the command has ended.

    `relay` gets a file descriptor that can be read from once that is so. Raises OSError and RuntimeError where there
    is no descriptor or no thread left.
    """

    def __init__(self, relay: Callable[[int], None]) -> None:
        self._over, self._tell = os.pipe()
        self._thread = threading.Thread(target=relay, args=(self._over,))
        try:
            self._thread.start()
        except RuntimeError:
            os.close(self._over)
            os.close(self._tell)
            raise

    def end(self) -> None:
        """Say that the command has ended, and wait for `relay`."""
        os.close(self._tell)
        self._thread.join()
        os.close(self._over)


def attend(process: int, source: int) -> int:
    """Pass signals on until a process has ended; return its wait status. `source` is our end of its stderr."""
    try:
        return _attend(process, source)
    except Exception:  # a fault of ours: it runs on without signals
        return os.waitpid(process, 0)[1]


def _attend(process: int, source: int) -> int:
    while True:
        number, for_all = _next_signal()
        if number == signal.SIGCHLD:
            changed, status = os.waitpid(process, os.WNOHANG | os.WUNTRACED)
            if changed and os.WIFSTOPPED(status):
                _stop_like(status)
            elif changed:
                return status
        elif number == signal.SIGWINCH:
            terminal.copy_size(2, source)
            _send(process, number)  # after the new size is there
        elif not for_all:
            _send(process, number)


def _send(process: int, number: int) -> None:
    with suppress(OSError):  # it runs as another user, as under sudo
        os.kill(process, number)


def end_like(status: int) -> int:
    """Return the exit status of a process that ended with a wait status, or end by the same signal."""
    if not os.WIFSIGNALED(status):
        return os.WEXITSTATUS(status)
    number = os.WTERMSIG(status)
    # One core file, the command's own, is enough.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with suppress(OSError):  # SIGKILL
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    return 128 + number  # as shells have it; this signal is blocked


def _next_signal() -> tuple[int, bool]:
    """Wait for a signal; return it, and whether the command got it too, because a terminal sent it to the group."""
    if sys.platform != "darwin":
        told = signal.sigwaitinfo(WATCHED)
        return told.si_signo, told.si_code > 0
    number = signal.sigwait(WATCHED)
    return number, number in FROM_TERMINAL and terminal.is_in_foreground()


def _stop_like(status: int) -> None:
    """Stop as the command did on its terminal's behalf: the shell looks at us alone, and wakes both of us."""
    number = os.WSTOPSIG(status)
    if number == signal.SIGTSTP:
        os.kill(os.getpid(), number)  # held, and one with the terminal's own, where that has not been taken yet
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
        signal.pthread_sigmask(signal.SIG_BLOCK, {number})
