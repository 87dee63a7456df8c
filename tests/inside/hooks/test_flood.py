"""In a flood of noise the watcher reads large pieces; a library that says a few things at once is none."""

from __future__ import annotations

import fcntl
import os
import sys
from typing import TYPE_CHECKING

import pytest
from keras_quiet.inside.hooks import flood as floods
from keras_quiet.inside.hooks.flood import LONGEST, PIECE, ROW, SHORTEST, WIDE, Flood
from keras_quiet.inside.hooks.pipes import Pipe
from noise import NOTICE, written
from sessions import kernel, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sessions import Session

GET_SIZE = 1032  # fcntl.F_GETPIPE_SZ, which came with Python 3.10
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="pipes have one size elsewhere")


@pytest.fixture
def pipe() -> Iterator[int]:
    read, write = os.pipe()
    yield read
    os.close(read)
    os.close(write)


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(floods.time, "sleep", slept.append)
    return slept


def test_a_few_lines_right_after_each_other_are_no_flood(pipe: int, rests: list[float]) -> None:
    flood = Flood(Pipe(pipe).widen)
    for _ in range(3):
        for _ in range(ROW - 1):
            flood.go_on(100)
        flood.end()
    assert rests == []
    assert flood.piece == PIECE


@on_linux
def test_a_flood_is_read_in_larger_pieces_until_it_ends(pipe: int, rests: list[float]) -> None:
    flood = Flood(Pipe(pipe).widen)
    for _ in range(ROW + 9):
        flood.go_on(100)
    assert rests == [LONGEST] * 10
    assert flood.piece == fcntl.fcntl(pipe, GET_SIZE) == WIDE
    flood.end()
    assert flood.piece == PIECE


def test_a_full_pipe_is_read_sooner(pipe: int, rests: list[float]) -> None:
    flood = Flood(Pipe(pipe).widen)
    for _ in range(ROW + 20):
        flood.go_on(WIDE)
    assert rests == sorted(rests, reverse=True)
    assert rests[-1] == SHORTEST
    for _ in range(20):
        flood.go_on(100)
    assert rests[-1] == LONGEST


def test_what_cannot_be_made_larger_is_read_as_ever(tmp_path: Path, rests: list[float]) -> None:
    with (tmp_path / "file").open("w+") as file:
        flood = Flood(Pipe(file.fileno()).widen)
        for _ in range(ROW):
            flood.go_on(100)
    assert flood.piece == PIECE
    assert rests == [LONGEST]


@on_linux
def test_the_pipe_of_a_kernel_is_larger_after_a_flood_alone() -> None:
    code = f"import fcntl, os\nline = {NOTICE.encode()!r} + b'\\n'\nfor _ in range({{}}): _ = os.write(2, line)\n"
    code += f"print(fcntl.fcntl(2, {GET_SIZE}))"
    with kernel(quiet_argv(sys.executable)) as session:
        cells = [session.run(code.format(count)) for count in (ROW // 2, 20000)]
        assert [cell.stderr for cell in cells] == ["", ""]
        assert [int(cell.stdout) for cell in cells] == [PIECE, WIDE]


def test_a_flood_of_noise_costs_no_memory() -> None:
    flood = f"line = {NOTICE.encode()!r} + b'\\n'\nfor _ in range({64_000_000 // 1000 // (len(NOTICE) + 1)}): "
    flood += "_ = os.write(2, line * 1000)"
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(written(NOTICE, "mine"))
        memory = resident(session)
        cell = session.run(flood + "\n_ = os.write(2, b'mine\\n')")
        assert cell.stderr == "mine\n"
        assert resident(session) - memory < 20_000_000


def resident(session: Session) -> int:
    pages = int(session.run("print(open('/proc/self/statm').read().split()[1])").stdout)
    return pages * os.sysconf("SC_PAGE_SIZE")
