"""How long text waits, what a kernel that ends has still said, and what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from noise import NOTICE
from processes import wait
from sessions import kernel, quiet_argv

# Hidden by a rule, and a line of code of its own may follow.
WARNING = (
    b"/opt/env/lib/python3.9/site-packages/pkg/imp_user.py:3: DeprecationWarning: "
    b"the imp module is deprecated in favour of importlib\n"
)
ENDS = {
    "_exit": "os._exit(1)",
    "SIGKILL": "os.kill(os.getpid(), 9)",
    "execv": "os.execv('/bin/true', ['true'])",
    "close": "sys.stderr.close(); os._exit(1)",
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("word", ["W", "WARNING:root:my last words", "I0000 00:00: mine"])
def test_last_words_without_a_line_end_reach_the_terminal(word: str, end: str) -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("import os, sys, time")
        before = session.terminal()
        session.client.execute(f"os.write(2, {word.encode()!r}); time.sleep(0.05); {ENDS[end]}")
        wait(lambda: not session.manager.is_alive(), 20)
        assert session.terminal().removeprefix(before).startswith(word)


@pytest.mark.parametrize("own", [False, True], ids=["shipped rules", "own rules"])
@pytest.mark.parametrize("piece", ["INFO:root:working ", ".", "(pid=1) step 7/40\r", " 45%|####\r"])
def test_a_child_that_keeps_writing_is_shown_at_once(piece: str, own: bool) -> None:
    env = {"KERAS_QUIET_LAUNCH": json.dumps({"hide": ["nobody says this"]})} if own else {}
    child = f"import os, time\nfor i in range(20): os.write(2, {piece.encode()!r}); time.sleep(0.1)"
    with kernel(quiet_argv(sys.executable), env=env) as session:
        session.run("import subprocess, sys")
        request = session.client.execute(f"_ = subprocess.run([sys.executable, '-c', {child!r}])")
        arrived: list[float] = []
        began = time.monotonic()
        while True:
            message = session.client.get_iopub_msg(timeout=20)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                arrived.append(time.monotonic() - began)
            if message["content"].get("execution_state") == "idle":
                break
        assert len(arrived) > 4
        assert arrived[0] < 1.2


def test_a_cut_character_does_not_wait_for_the_next_cell() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        assert session.run("import os; _ = os.write(2, b'caf\\xe9')").stderr == "caf\ufffd"
        assert session.run("_ = os.write(2, b'next\\n')").stderr == "next\n"


def test_a_line_of_the_next_cell_belongs_to_no_message_before() -> None:
    code = "import os; _ = os.write(2, {!r})"
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(code.format(WARNING))
        assert session.run(code.format(b"  import imp\n")).stderr == "  import imp\n"


def test_a_later_line_of_the_same_cell_belongs_to_no_message_before() -> None:
    code = f"import os, time; os.write(2, {WARNING!r}); time.sleep(0.12); _ = os.write(2, b'  import imp\\n')"
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("pass")
        assert session.run(code).stderr.endswith("  import imp\n")


def test_noise_after_a_prompt_of_the_cell_before_is_hidden() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        assert session.run("import os; _ = os.write(2, b'name? ')").stderr == "name? "
        assert session.run(f"_ = os.write(2, {NOTICE.encode()!r} + b'\\nmine\\n')").stderr == "mine\n"


def test_a_forked_child_leaves_the_parents_file_alone() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        file = Path(session.manager.connection_file).with_suffix(".keras-quiet.log")
        session.run(f"import os, logging; _ = os.write(2, {NOTICE.encode()!r} + b'\\n')")
        wait(file.exists, 10)
        before = file.read_bytes()
        session.run(
            "pid = os.fork()\nif not pid:\n"
            "    for _ in range(2000): logging.getLogger('tensorflow').warning('Assets written to: ' + 'x' * 900)\n"
            "    os._exit(0)\nos.waitpid(pid, 0)"
        )
        assert file.read_bytes() == before
        assert list(file.parent.glob(file.name + ".*")) == []


def test_the_next_kernel_removes_the_files_of_dead_ones_and_of_no_other(tmp_path: Path) -> None:
    noise = f"import os; _ = os.write(2, {NOTICE.encode()!r} + b'\\n')"
    others = [tmp_path / "kernel-8.keras-quiet.log", tmp_path / "kernel-9.keras-quiet.log"]
    os.mkfifo(others[0])
    others[1].symlink_to("/dev/zero")
    (tmp_path / "living").mkdir()
    with kernel(quiet_argv(sys.executable), runtime=tmp_path) as dead:
        dead.run(noise)
        file = Path(dead.manager.connection_file).with_suffix(".keras-quiet.log")
        wait(file.exists, 10)
        os.kill(dead.manager.provisioner.process.pid, signal.SIGKILL)
        wait(lambda: not dead.manager.is_alive(), 20)
        left = file.rename(tmp_path / "kernel-7.keras-quiet.log")
        with kernel(quiet_argv(sys.executable), runtime=tmp_path) as living:
            assert not left.exists()
            living.run(noise)
            wait(file.exists, 10)
            moved = file.rename(tmp_path / "kernel-6.keras-quiet.log")
            with kernel(quiet_argv(sys.executable), runtime=tmp_path):
                assert moved.exists()
    assert all(other.is_fifo() or other.is_symlink() for other in others)
