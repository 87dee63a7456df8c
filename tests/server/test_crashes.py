"""A kernel that dies: its last lines are in the server's log, and its cause stands in the next kernel's first cell."""

from __future__ import annotations

import json
import logging
import os
import signal
import time
from pathlib import Path

import pytest
from keras_quiet.server.crashes import Crash, examine
from sessions import Session, kernel

NOTICE = (
    "I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. "
    "You may see slightly different numerical results due to floating-point round-off errors."
)
LAST = "LLVM ERROR: Failed to infer result type(s)."


@pytest.mark.parametrize(
    ("returncode", "cause"),
    [(-6, "SIGABRT"), (-9, "SIGKILL"), (-11, "SIGSEGV"), (3, "exit code 3"), (-200, "signal 200")],
)
def test_the_cause_is_a_signals_name_or_an_exit_code(returncode: int, cause: str, tmp_path: Path) -> None:
    assert examine(returncode, str(tmp_path / "kernel-1.json")) == Crash(cause)


FILES = {
    "both kinds": (
        [{"hidden": "r", "text": "noise"}, {"shown": "one\ntwo\n\n"}, {"hidden": "r", "text": "more noise"}],
        ("two", "more noise"),
    ),
    "an entry cut by the crash": ([{"shown": "whole\n"}, '{"shown": "ha'], ("whole", "")),
    "what is no entry": ([3, [], "null", {"shown": 5}], ("5", "")),
    "nothing": ([], ("", "")),
}


@pytest.mark.parametrize("what", FILES)
def test_the_last_lines_are_read_from_what_the_kernel_left(what: str, tmp_path: Path) -> None:
    entries, (shown, hidden) = FILES[what]
    text = "\n".join(entry if isinstance(entry, str) else json.dumps(entry) for entry in entries)
    (tmp_path / "kernel-1.keras-quiet.log").write_text(text)
    assert examine(-6, str(tmp_path / "kernel-1.json")) == Crash("SIGABRT", shown, hidden)


def die(session: Session, code: str) -> None:
    session.client.execute(code)
    end = time.monotonic() + 20
    while session.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)


ABORT = f"""
import os, sys, time
_ = os.write(2, {NOTICE.encode()!r} + b"\\n{LAST}\\n")
time.sleep(0.3)
os.abort()
"""


def test_a_death_is_reported_once_with_the_last_lines(caplog: pytest.LogCaptureFixture) -> None:
    with kernel() as session:
        file = Path(session.manager.connection_file).with_suffix(".keras-quiet.log")
        die(session, ABORT)
        session.manager.is_alive()
        reports = [record for record in caplog.records if "the kernel died" in record.getMessage()]
        assert [record.levelno for record in reports] == [logging.ERROR]
        assert reports[0].getMessage() == (
            f"keras-quiet: the kernel died: SIGABRT; last line shown: {LAST!r}; last line hidden: {NOTICE!r}"
        )
        assert file.exists()
        assert file.stat().st_mode & 0o777 == 0o600


def test_the_next_kernels_first_cell_tells_the_cause_once() -> None:
    with kernel() as session:
        die(session, ABORT)
        session.restart(now=True)
        told = session.run("print('first')")
        assert told.stderr == f"[keras-quiet] the previous kernel died: SIGABRT, last line: {LAST}\n"
        assert session.run("print('second')").stderr == ""
        session.restart()
        assert session.run("print('third')").stderr == ""


def test_a_kernel_killed_from_outside_leaves_its_hidden_lines() -> None:
    with kernel() as session:
        file = Path(session.manager.connection_file).with_suffix(".keras-quiet.log")
        session.run(f"import os, sys; os.write(2, {NOTICE.encode()!r} + b'\\n'); sys.stderr.flush()")
        os.kill(session.manager.provisioner.pid, signal.SIGKILL)
        die(session, "pass")
        assert json.loads(file.read_text().splitlines()[0]) == {"hidden": "onednn-notice", "text": NOTICE}
        session.restart(now=True)
        assert "died: SIGKILL" in session.run("pass").stderr


@pytest.mark.parametrize("how", ["restart", "restart now", "shutdown", "exit"])
def test_an_end_that_was_asked_for_is_no_death(how: str, caplog: pytest.LogCaptureFixture) -> None:
    with kernel() as session:
        if how == "exit":
            die(session, "exit")
        elif how == "shutdown":
            session.manager.shutdown_kernel()
        else:
            session.restart(now=how == "restart now")
            assert session.run("print('next')").stderr == ""
    assert "the kernel died" not in caplog.text
