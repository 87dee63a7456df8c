"""`jupyter console` in a terminal of its own."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ATTEMPTS = 4


def run_console(program: Path, words: Sequence[str], lines: Sequence[str], cwd: Path, env: dict[str, str]) -> str:
    """Type lines into a console and leave it; return what it showed. Raises AssertionError for a bad exit status.

    It now and then misses its first reply in a fresh home, with the plain kernel too, and is started again then.
    """
    for attempt in range(ATTEMPTS):
        child = pexpect.spawn(str(program), list(words), cwd=str(cwd), env=env, encoding="utf-8", timeout=90)
        try:
            shown = _typed(child, lines)
            break
        except pexpect.TIMEOUT:
            child.close(force=True)
            if attempt == ATTEMPTS - 1:
                raise
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return shown + str(child.before)


def kill_console(program: Path, words: Sequence[str], lines: Sequence[str], cwd: Path, env: dict[str, str]) -> None:
    """Type lines into a console and kill it: its kernel is left alone, and its provisioner cleans nothing up."""
    child = pexpect.spawn(str(program), list(words), cwd=str(cwd), env=env, encoding="utf-8", timeout=90)
    _typed(child, lines)
    child.kill(signal.SIGKILL)
    child.wait()


def _typed(child: pexpect.spawn, lines: Sequence[str]) -> str:
    shown = ""
    child.expect(r"In \[1\]: ")
    child.sendline("1 + 1")
    child.expect(r"In \[2\]: ", timeout=30)
    for line in lines:
        child.sendline(line)
        child.expect(r"In \[\d+\]: ")
        shown += child.before
    return shown
