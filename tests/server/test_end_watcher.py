"""How a kernel ends: asked to or not, its private file goes, and only a death that nobody asked for is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from noise import NOTICE
from processes import wait
from sessions import Session, die, kernel

if TYPE_CHECKING:
    from collections.abc import Callable

NOISE = f"import os, sys; os.write(2, {NOTICE.encode()!r} + b'\\n'); sys.stderr.flush()"


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


def private_file(session: Session) -> Path:
    return Path(session.manager.connection_file).with_suffix(".keras-quiet.log")


def kill(session: Session) -> None:
    os.kill(session.manager.provisioner.pid, signal.SIGKILL)
    die(session, "pass")


ENDS: dict[str, Callable[[Session], None]] = {
    "shutdown": lambda session: session.manager.shutdown_kernel(),
    "shutdown now": lambda session: session.manager.shutdown_kernel(now=True),
    "a crash, then a shutdown": lambda session: (kill(session), session.manager.shutdown_kernel())[1],
    "a crash, then a shutdown now": lambda session: (kill(session), session.manager.shutdown_kernel(now=True))[1],
    "a crash, a restart, a shutdown now": lambda session: (
        kill(session),
        session.restart(now=True),
        session.run(NOISE),
        session.manager.shutdown_kernel(now=True),
    )[3],
}


@pytest.mark.parametrize("how", ENDS)
def test_the_private_file_goes_with_the_kernel_however_it_ends(how: str) -> None:
    with kernel() as session:
        session.run(NOISE)
        file = private_file(session)
        assert file.exists()
        Path(f"{file}.new").touch()  # left by a kernel that died while it made the file shorter
        ENDS[how](session)
        assert not list(file.parent.glob(f"{file.name}*"))


def test_a_killed_servers_kernel_ends_as_the_plain_one_does(tmp_path: Path) -> None:
    code = f"""
import sys, time; sys.path.insert(0, {str(Path(__file__).parents[1] / "harness")!r})
from pathlib import Path
from sessions import kernel
with kernel(runtime=Path({str(tmp_path)!r})) as session:
    session.run({NOISE!r})
    print(session.manager.provisioner.pid, flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        server.kill()
    # ipykernel looks for its parent once a second (ipykernel/parentpoller.py).
    wait(lambda: not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2], 20)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".log"]
