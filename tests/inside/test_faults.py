"""What can go wrong around the filter: nothing of the user's output is lost, and the server's log has one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from noise import NOTICE
from sessions import kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator


def write(*lines: str) -> str:
    text = "".join(line + "\n" for line in lines)
    return f"import os, sys, time; _ = os.write(2, {text.encode()!r}); time.sleep(0.1); sys.stderr.flush()"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_costs_the_file_and_no_output(small_disk: Path) -> None:
    with kernel(runtime=small_disk) as session:
        session.run(write(NOTICE))
        (small_disk / "filler").write_bytes(b"x" * 40_000)
        session.run(write(*(f"{NOTICE} {number}" for number in range(400))))
        cell = session.run(write(NOTICE, "mine"))
        assert cell.stderr == "mine\n"
        assert "402" in session.run("%keras_quiet").results[0]
        assert session.terminal().count("[keras-quiet]") == 1
        assert "No space left on device" in session.terminal()
    assert [path.name for path in small_disk.glob("*keras-quiet*")] == []


def test_an_unwritable_runtime_folder_costs_the_file_and_no_output(small_disk: Path) -> None:
    with kernel(runtime=small_disk) as session:
        # Root may write everywhere but on a disk that is read-only.
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
        assert session.run(write(NOTICE, "mine")).stderr == "mine\n"
        assert "onednn-notice" in session.run("%keras_quiet log").stdout
        assert session.terminal().count("[keras-quiet] hidden lines are kept in memory alone") == 1


def test_the_file_stays_under_its_bound_and_keeps_the_newest_lines() -> None:
    with kernel() as session:
        file = Path(session.manager.connection_file).with_suffix(".keras-quiet.log")
        sizes = []
        for number in range(6):
            session.run(
                f"line = {NOTICE!r} + ' {number}:%d'\n"
                "for i in range(2000): _ = os.write(2, (line % i + '\\n').encode())\nsys.stderr.flush()"
                if number
                else "import os, sys"
            )
            sizes.append(file.stat().st_size if file.exists() else 0)
        assert max(sizes) <= 1 << 20
        assert max(sizes) > 1 << 18
        assert f"{NOTICE} 5:1999" in file.read_text()
        assert file.stat().st_mode & 0o777 == 0o600
        assert not list(file.parent.glob(file.name + ".*"))


def test_lines_keep_their_order_and_go_to_the_cell_that_wrote_them() -> None:
    code = "".join(f"_ = os.write(2, b'line {n}\\n' + {NOTICE.encode()!r} + b'\\n'); " for n in range(50))
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("import os, sys, threading, time")
        for _ in range(5):
            assert session.run(code).stderr == "".join(f"line {n}\n" for n in range(50))
        threads = """
def work(n):
    for i in range(20):
        sys.stderr.write(f"{n}:{i}\\n")  # in one call: print makes two, and another thread may come between
        time.sleep(0.001)
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
[t.start() for t in threads]; [t.join() for t in threads]
"""
        lines = session.run(threads).stderr.splitlines()
        for n in range(4):
            assert [line for line in lines if line.startswith(f"{n}:")] == [f"{n}:{i}" for i in range(20)]


def test_a_late_threads_lines_go_where_the_plain_kernel_sends_them() -> None:
    start = """
import threading, time, sys, logging
def late():
    time.sleep(1); print("late", file=sys.stderr); logging.getLogger("mine").warning("late log")
threading.Thread(target=late).start()
"""
    shown = []
    for argv in (plain_argv(sys.executable), quiet_argv(sys.executable)):
        with kernel(argv) as session:
            first, second = session.run(start), session.run("import time; time.sleep(2)")
            shown.append((first.stderr, second.stderr))
    assert shown[0] == shown[1]
    assert "late" in "".join(shown[1])


@pytest.mark.parametrize("where", ["sys.stderr.write(text)", "os.write(2, text.encode())"])
def test_a_progress_bar_is_unchanged_byte_for_byte(where: str) -> None:
    code = f"""
import os, sys, time
for i in range(30):
    text = "\\r %3d%%|%s| %d/30 é" % (i * 100 // 30, "#" * i, i)
    _ = {where}; sys.stderr.flush(); time.sleep(0.002)
_ = os.write(2, b"\\n")
"""
    expected = "".join(f"\r {i * 100 // 30:3d}%|{'#' * i}| {i}/30 é" for i in range(30)) + "\n"
    with kernel(quiet_argv(sys.executable)) as session:
        assert session.run(code).stderr == expected


def test_text_is_shown_within_the_flush_interval() -> None:
    code = f"""
import os, time
_ = os.write(2, {NOTICE[:60].encode()!r})
time.sleep(1.2)
"""
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("pass")
        request = session.client.execute(code)
        arrived, began = None, None
        while True:
            message = session.client.get_iopub_msg(timeout=20)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "execute_input":
                began = message["header"]["date"]
            elif message["msg_type"] == "stream":
                arrived = message["header"]["date"]
            elif message["content"].get("execution_state") == "idle":
                break
        # Held for one flush interval, 0.2 s, and then sent by ipykernel within another; the rest is a slow machine.
        assert (arrived - began).total_seconds() < 1


def test_strange_bytes_arrive_as_in_the_plain_kernel() -> None:
    data = b"\x00nul \x1b[31mred\x1b[0m \xff\xfe bad \xc3\n" + b"crlf\r\n" + b"x" * 1_000_000 + b"\n\xe2\x82\xac\n"
    code = f"import os, sys\ndata = {data!r}\nwhile data: data = data[os.write(2, data[:7001]):]\n"
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("pass")
        shown = session.run(code + "import time; time.sleep(0.5); sys.stderr.flush()").stderr
        assert shown == data.decode("utf-8", "replace")
        assert data.decode("utf-8", "replace") in session.terminal()


def test_noise_in_a_folder_with_spaces_and_accents(tmp_path: Path) -> None:
    folder = tmp_path / "ein Ordner mit Zeichen é€"
    folder.mkdir()
    with kernel(quiet_argv(sys.executable), cwd=folder) as session:
        assert session.run(write(NOTICE, "mine")).stderr == "mine\n"
        assert session.run("import os; print(os.getcwd())").stdout.strip() == os.fspath(folder)


def test_a_write_of_the_users_that_raises_costs_the_notebook_that_text_alone() -> None:
    raising = """
plain = sys.stderr.write
def write(text): raise ValueError("mine")
sys.stderr.write = write; _ = os.write(2, b"to the terminal\\n"); time.sleep(0.3); sys.stderr.write = plain
"""
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("import os, sys, time")
        session.run(raising)
        assert session.run(write(NOTICE, "mine")).stderr == "mine\n"
        assert "to the terminal\n" in session.terminal()
        assert "[keras-quiet]" not in session.terminal()


def test_a_file_of_the_users_in_the_place_of_ours_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "mine"
    take = f"""
ours = next(fd for fd in os.listdir("/proc/self/fd") if "keras-quiet" in os.path.realpath("/proc/self/fd/" + fd))
mine = open({str(file)!r}, "w"); mine.write("mine"); mine.flush(); os.dup2(mine.fileno(), int(ours))
"""
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(write(NOTICE, "first"))
        assert session.run(take).error == ""
        session.run(write(NOTICE, "second"))
        assert file.read_text() == "mine"
        assert session.run("mine.write(' too'); mine.flush()").error == ""
        assert file.read_text() == "mine too"
        private = Path(session.manager.connection_file).with_suffix(".keras-quiet.log")
        assert json.loads(private.read_text().splitlines()[-1])["count"] == 2
    assert not private.exists()
