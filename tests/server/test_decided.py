"""What a dead kernel has left in its private file is told, and whatever lies in its place costs nothing but that."""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from keras_quiet.inside.keeping.hidden import Hidden
from keras_quiet.inside.keeping.leftovers import SUFFIX
from keras_quiet.server import crashes, decided
from keras_quiet.server.crashes import Crash, Launched, Look
from processes import wait
from sessions import Session, kernel

if TYPE_CHECKING:
    from collections.abc import Callable


def examined(returncode: int, connection_file: str) -> Crash:
    """Return what is known of a kernel that left no words in a pipe."""
    look = Look(returncode, connection_file, Launched(), b"")
    look.run()
    return look.crash


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


def test_the_last_line_shown_is_told_after_a_flood_of_hidden_ones(tmp_path: Path) -> None:
    hidden = Hidden(pytest.fail)
    hidden.open(str(tmp_path / f"kernel-1{SUFFIX}"))
    hidden.add_shown("mine\n")
    for number in range(3000):
        hidden.add("a-rule", f"{number} {'x' * 1000}")
    found = examined(-6, str(tmp_path / "kernel-1.json"))
    assert (found.cause, found.shown, found.hidden) == ("SIGABRT (abort)", "mine", f"2999 {'x' * 1000}")


def private_file(session: Session) -> Path:
    return Path(session.manager.connection_file).with_suffix(".keras-quiet.log")


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
