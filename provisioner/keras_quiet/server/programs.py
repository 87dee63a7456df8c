"""Asks a program for a short answer: it may hang, print without end, or leave others behind that do."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# No answer of ours is longer, in bytes; what comes after is not read.
LONGEST = 1 << 20
# What still comes when the program has ended, for as long: a process that it left behind may hold the pipe open.
_LAST_WORDS = 0.1


def ask(command: Sequence[str], env: Mapping[str, str], time_limit: float) -> bytes:
    """Return what a program prints to stdout until it ends, in `time_limit` seconds at most.

    Raises OSError where it cannot be started, TimeoutExpired, CalledProcessError, ValueError for a longer answer.
    """
    ends = time.monotonic() + time_limit
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=dict(env),
        start_new_session=True,  # so that what it starts can be ended with it
    )
    answer = bytearray()
    # The pipe may never end, so a thread reads it, and closes it when it does.
    reader = threading.Thread(target=_read, args=(process.stdout, answer), daemon=True)
    reader.start()
    try:
        _wait(process, reader, ends)
        if len(answer) > LONGEST:
            raise ValueError("its answer is too long")
        code = process.wait(max(0, ends - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise subprocess.TimeoutExpired(command, time_limit) from error
    finally:
        if process.returncode is None or reader.is_alive():
            _end(process)
    if code:
        raise subprocess.CalledProcessError(code, command)
    return bytes(answer)


def _wait(process: subprocess.Popen[bytes], reader: threading.Thread, ends: float) -> None:
    while reader.is_alive() and time.monotonic() < ends:
        reader.join(_LAST_WORDS)
        if process.poll() is not None:
            reader.join(_LAST_WORDS)
            return


def _read(pipe: IO[bytes], answer: bytearray) -> None:
    with pipe:
        while len(answer) <= LONGEST:
            piece = pipe.read(LONGEST)
            if not piece:
                return
            answer += piece


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started and that did not leave its group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, OSError):  # Windows; all are gone
        process.kill()
    process.wait()
