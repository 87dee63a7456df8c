"""A kernel that dies: its last lines are in the server's log, and its cause stands in the next kernel's first cell."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from keras_quiet.inside.keeping.hidden import Hidden
from keras_quiet.inside.keeping.leftovers import SUFFIX
from keras_quiet.server import crashes, decided
from keras_quiet.server.crashes import Crash, Launched, Look
from keras_quiet.server.previous import previous_file
from noise import NOTICE
from processes import wait
from sessions import Session, kernel

if TYPE_CHECKING:
    from collections.abc import Callable

LAST = "LLVM ERROR: Failed to infer result type(s)."
# The notebook has that line already; what Python's faulthandler adds is told in brief.
STACK = "\n    Fatal Python error: Aborted\n      line 4 of the cell, in <module>"


def examined(returncode: int, connection_file: str) -> Crash:
    """Return what is known of a kernel that left no words in a pipe."""
    look = Look(returncode, connection_file, Launched(), b"")
    look.run()
    return look.crash


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
    assert examined(returncode, str(tmp_path / "kernel-1.json")).cause == cause


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
    found = examined(-6, str(tmp_path / "kernel-1.json"))
    assert (found.cause, found.shown, found.hidden) == ("SIGABRT (abort)", shown, hidden)


def die(session: Session, code: str) -> None:
    session.client.execute(code)
    end = time.monotonic() + 20
    while session.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)


ABORT = f"""
import os, sys, time
_ = os.write(2, {NOTICE.encode()!r} + b"\\n{LAST}\\n")
time.sleep(1)
os.abort()
"""


def test_the_last_line_shown_is_told_after_a_flood_of_hidden_ones(tmp_path: Path) -> None:
    hidden = Hidden(pytest.fail)
    hidden.open(str(tmp_path / f"kernel-1{SUFFIX}"))
    hidden.add_shown("mine\n")
    for number in range(3000):
        hidden.add("a-rule", f"{number} {'x' * 1000}")
    found = examined(-6, str(tmp_path / "kernel-1.json"))
    assert (found.cause, found.shown, found.hidden) == ("SIGABRT (abort)", "mine", f"2999 {'x' * 1000}")


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


NOISE = f"import os, sys; os.write(2, {NOTICE.encode()!r} + b'\\n'); sys.stderr.flush()"


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


def nested(file: Path, other: Path) -> None:
    assert other
    file.write_text('{"shown": ' + "[" * 60000 + "\n" + '{"hidden":' * 60000)


def endless(file: Path, other: Path) -> None:
    assert other
    with file.open("wb") as opened:
        opened.truncate(1 << 40)  # of holes


def hard_link(file: Path, other: Path) -> None:
    other.write_text('{"shown": "a secret"}\n')
    file.hardlink_to(other)


def link(file: Path, other: Path) -> None:
    other.write_text('{"shown": "a secret"}\n')
    file.symlink_to(other)


def of_another_user(file: Path, other: Path) -> None:
    assert other
    if os.geteuid():
        pytest.skip("only root gives files away")
    file.write_text('{"shown": "a secret"}\n')
    os.chown(file, 12345, 12345)


HOSTILE: dict[str, Callable[[Path, Path], object]] = {
    "a FIFO": lambda file, _: os.mkfifo(file),
    "a link to an endless device": lambda file, _: file.symlink_to("/dev/zero"),
    "a link to a terminal": lambda file, _: file.symlink_to("/dev/tty"),
    "a link that leads nowhere": lambda file, _: file.symlink_to("/nowhere/at/all"),
    "a link to itself": lambda file, _: file.symlink_to(file),
    "a link to a secret": link,
    "a hard link to a secret": hard_link,
    "another user's": of_another_user,
    "a folder": lambda file, _: file.mkdir(),
    "deeply nested": nested,
    "a terabyte of zeros": endless,
    "garbage": lambda file, _: file.write_bytes(os.urandom(1 << 20)),
    "a huge number": lambda file, _: file.write_text('{"shown": ' + "9" * 60000 + "}"),
    "objects in place of texts": lambda file, _: file.write_text(
        '{"shown": {"a": [1]}}\n{"hidden": null, "text": [2]}'
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_lies_in_the_place_of_a_dead_kernels_file_costs_nothing_but_the_last_lines(
    what: str, tmp_path: Path
) -> None:
    HOSTILE[what](tmp_path / "kernel-1.keras-quiet.log", tmp_path / "other")
    began = time.thread_time()
    found = examined(-6, str(tmp_path / "kernel-1.json"))
    assert (found.cause, found.shown, found.hidden) == ("SIGABRT (abort)", "", "")
    assert time.thread_time() - began < 1


@pytest.mark.parametrize("what", ["a FIFO", "a link to an endless device", "deeply nested"])
def test_a_hostile_file_stops_no_restart_and_no_shutdown(what: str, tmp_path: Path) -> None:
    with kernel() as session:
        file = private_file(session)
        kill_code = f"import os\nos.path.exists({str(file)!r}) and os.unlink({str(file)!r})\nos.kill(os.getpid(), 9)"
        session.run("pass")
        session.client.execute(kill_code)
        wait(lambda: session.manager.provisioner.process.poll() is not None)
        file.unlink(missing_ok=True)
        HOSTILE[what](file, tmp_path / "other")
        assert not session.manager.is_alive()
        session.restart(now=True)
        assert (
            session.run("print('next')").stderr
            == "[keras-quiet] The previous kernel died: SIGKILL (often: out of memory)\n"
        )
        session.manager.shutdown_kernel(now=True)
        assert not file.exists()


@pytest.mark.timed
def test_a_disk_that_does_not_answer_holds_neither_the_loop_nor_the_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    # A stand-in for a file server that is gone: the real one needs a kernel module.
    monkeypatch.setattr(decided, "read_own_end", lambda *_: time.sleep(20))
    monkeypatch.setattr(crashes, "TIME_LIMIT", 1.0)

    async def run() -> tuple[float, float, str]:
        said: list[str] = []
        ends, longest, began = crashes.KernelEnds(said.append), 0.0, time.perf_counter()
        look = asyncio.ensure_future(ends.look(-9, "kernel-1.json"))
        while not look.done():
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            longest = max(longest, time.perf_counter() - before)
        await look
        return longest, time.perf_counter() - began, said[0]

    longest, seconds, said = asyncio.run(run())
    assert said.startswith("the kernel died: SIGKILL")
    assert longest < 0.5
    assert seconds < 5


def test_a_private_file_is_private_under_any_umask(tmp_path: Path) -> None:
    # In a process of its own, for a umask is the process's.
    code = f"""
import os
os.umask(0)
import sys; sys.path.insert(0, {str(Path(__file__).parents[1] / "harness")!r})
from pathlib import Path
from sessions import kernel
with kernel(runtime=Path({str(tmp_path)!r})) as session:
    session.run({NOISE!r})
    print(oct(next(Path({str(tmp_path)!r}).glob("*.keras-quiet.log")).stat().st_mode & 0o777))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "0o600\n", done.stderr


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


def test_two_looks_at_once_tell_of_one_crash() -> None:
    async def run() -> list[str]:
        said: list[str] = []
        ends = crashes.KernelEnds(said.append)
        await asyncio.gather(*(ends.look(-9, "kernel-1.json") for _ in range(5)))
        return said

    assert len(asyncio.run(run())) == 1
