"""Which private files are left: those of a dead kernel whose provisioner is gone too, and no other file."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from keras_quiet.inside.keeping import leftovers
from keras_quiet.inside.keeping.leftovers import GRACE, first_line, identity, sweep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TELL = f"""
import sys; sys.path.insert(0, {os.path.dirname(sys.modules["keras_quiet"].__path__[0])!r})
from keras_quiet.inside.keeping.leftovers import identity
print(identity(), flush=True); sys.stdin.read()
"""


@contextmanager
def provisioner() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A process, and how it names itself; it ends with its standard input."""
    with subprocess.Popen(
        [sys.executable, "-c", TELL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().rstrip("\n"), process
        process.kill()


def write(folder: Path, first: bytes, name: str = "kernel-1.keras-quiet.log") -> Path:
    file = folder / name
    file.write_bytes(first + b'{"hidden": "a-rule", "text": "noise"}\n')
    return file


def test_a_file_stays_as_long_as_its_provisioner_runs(tmp_path: Path) -> None:
    with provisioner() as (name, process):
        file = write(tmp_path, first_line(name))
        assert sweep(str(tmp_path)) == []
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it is a zombie now
        assert sweep(str(tmp_path)) == [str(file)]
        assert not file.exists()
        write(tmp_path, first_line(name))
        process.wait()
        assert sweep(str(tmp_path)) == [str(file)]


def test_a_file_without_a_provisioner_stays_as_long_as_its_kernel_runs(tmp_path: Path) -> None:
    file = write(tmp_path, first_line(""))
    with file.open("rb") as kernels:
        fcntl.flock(kernels, fcntl.LOCK_EX)
        assert sweep(str(tmp_path)) == []
    assert sweep(str(tmp_path)) == [str(file)]


def test_a_process_that_has_the_number_of_a_dead_one_is_another(tmp_path: Path) -> None:
    machine, pid, began = identity().rsplit(" ", 2)
    assert int(began) > 0
    write(tmp_path, first_line(f"{machine} {pid} {int(began) - 1}"))
    assert len(sweep(str(tmp_path))) == 1


NOT_TOLD = {
    "of another machine": first_line("another machine 1 1"),
    "of an older version": b'{"alone": true}\n',
    "by a server that does not say": first_line("?"),
    "empty": b"",
    "no JSON": b"{" * 600,
    "of other types": b'{"provisioner": [1]}\n',
    "not text": b"\xff\xfe\n",
}


@pytest.mark.parametrize("what", NOT_TOLD)
def test_a_file_of_which_nobody_can_tell_stays_for_a_day(tmp_path: Path, what: str) -> None:
    file = write(tmp_path, NOT_TOLD[what], "kernel-1.keras-quiet.log.new")
    assert sweep(str(tmp_path)) == []
    then = time.time() - GRACE - 10
    os.utime(file, (then, then))
    assert sweep(str(tmp_path)) == [str(file)]


def test_files_of_other_names_and_kinds_stay(tmp_path: Path) -> None:
    write(tmp_path, first_line(""), "kernel-1.json")
    (tmp_path / "a.keras-quiet.log").mkdir()
    os.mkfifo(tmp_path / "b.keras-quiet.log")
    (tmp_path / "mine").write_bytes(first_line(""))
    (tmp_path / "c.keras-quiet.log").symlink_to(tmp_path / "mine")
    if not os.geteuid():  # only root gives files away
        os.chown(write(tmp_path, first_line(""), "d.keras-quiet.log"), 12345, 12345)
    before = sorted(tmp_path.iterdir())
    assert sweep(str(tmp_path)) == []
    assert sorted(tmp_path.iterdir()) == before
    assert sweep(str(tmp_path / "none")) == []


def test_where_there_is_no_proc_the_number_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A stand-in for macOS, which cannot be here: the files of /proc are not found.
    def no_proc(path: str, *words: object, **more: object) -> object:
        if str(path).startswith("/proc"):
            raise FileNotFoundError(path)
        return open(path, *words, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(leftovers, "open", no_proc, raising=False)
    assert identity() == f"{os.uname().nodename} {os.getpid()} "
    write(tmp_path, first_line(identity()))
    assert sweep(str(tmp_path)) == []
    with subprocess.Popen(["true"]) as process:
        pass
    write(tmp_path, first_line(f"{os.uname().nodename} {process.pid} "))
    assert len(sweep(str(tmp_path))) == 1


def test_the_first_line_is_json() -> None:
    assert json.loads(first_line(identity())) == {"provisioner": identity()}
    assert len(first_line(identity())) < leftovers.LONGEST
