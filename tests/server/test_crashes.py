"""A kernel that dies: its last lines are in the server's log, and its cause stands in the next kernel's first cell."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
from typing import TYPE_CHECKING

import pytest
from keras_quiet.server import crashes
from keras_quiet.server.crashes import Launched, Look
from keras_quiet.server.previous import previous_file
from noise import NOTICE
from sessions import die, kernel

if TYPE_CHECKING:
    from pathlib import Path

LAST = "LLVM ERROR: Failed to infer result type(s)."
# The notebook has that line already; what Python's faulthandler adds is told in brief.
STACK = "\n    Fatal Python error: Aborted\n      line 4 of the cell, in <module>"


@pytest.mark.parametrize(
    ("returncode", "cause"),
    [
        (-6, "SIGABRT (abort)"),
        (-9, "SIGKILL (often: out of memory)"),
        (-11, "SIGSEGV (segmentation fault)"),
        (3, "exit code 3"),
        (-200, "signal 200"),
    ],
)
def test_the_cause_is_a_signals_name_or_an_exit_code(returncode: int, cause: str, tmp_path: Path) -> None:
    look = Look(returncode, str(tmp_path / "kernel-1.json"), Launched(), b"")
    look.run()
    assert look.crash.cause == cause


ABORT = f"""
import os, sys, time
_ = os.write(2, {NOTICE.encode()!r} + b"\\n{LAST}\\n")
time.sleep(1)
os.abort()
"""


def test_a_death_is_reported_once_with_the_last_lines(caplog: pytest.LogCaptureFixture) -> None:
    with kernel() as session:
        kept = previous_file(session.manager.connection_file)
        die(session, ABORT)
        session.manager.is_alive()
        reports = [record for record in caplog.records if "the kernel died" in record.getMessage()]
        assert [record.levelno for record in reports] == [logging.ERROR]
        assert reports[0].getMessage() == (
            f"keras-quiet: the kernel died: SIGABRT (abort); last line hidden: {NOTICE!r}. Its last lines:{STACK}"
        )
        assert kept.exists()
        assert kept.stat().st_mode & 0o777 == 0o600


def test_the_next_kernels_first_cell_tells_the_cause_once() -> None:
    with kernel() as session:
        die(session, ABORT)
        session.restart(now=True)
        told = session.run("print('first')")
        assert told.stderr == (
            f"[keras-quiet] The previous kernel died: SIGABRT (abort). Its last lines:{STACK}\n"
            "    %keras_quiet log --previous shows all that it left\n"
        )
        assert session.run("print('second')").stderr == ""
        session.restart()
        assert session.run("print('third')").stderr == ""


def test_a_kernel_killed_from_outside_leaves_its_hidden_lines() -> None:
    with kernel() as session:
        session.run(f"import os, sys; os.write(2, {NOTICE.encode()!r} + b'\\n'); sys.stderr.flush()")
        os.kill(session.manager.provisioner.pid, signal.SIGKILL)
        die(session, "pass")
        told = json.loads(previous_file(session.manager.connection_file).read_text().splitlines()[1])
        assert (told["hidden"], told["text"]) == ("onednn-notice", NOTICE)
        session.restart(now=True)
        assert "died: SIGKILL" in session.run("pass").stderr


def test_two_looks_at_once_tell_of_one_crash() -> None:
    async def run() -> list[str]:
        said: list[str] = []
        ends = crashes.KernelEnds(said.append)
        await asyncio.gather(*(ends.look(-9, "kernel-1.json") for _ in range(5)))
        return said

    assert len(asyncio.run(run())) == 1
