"""Starts and stops the processes that tests speak to, and waits for what they say."""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


def wait(what: Callable[[], Any], seconds: float = 60) -> Any:
    """Return the first true answer. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = what()
        if answer:
            return answer
        time.sleep(0.1)
    raise TimeoutError


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], log: Path, answers: Callable[[], object], **more: Any) -> Iterator[None]:
    """Start a process that writes into a log, wait until it answers without an OSError, and stop it in the end."""

    def is_ready() -> bool:
        try:
            return bool(answers())
        except OSError:  # refused, or an HTTP error
            return False

    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, **more)
    try:
        wait(is_ready)
        yield
    finally:
        process.terminate()
        process.wait(60)
