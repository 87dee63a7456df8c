"""Native lines: each arrives, in order, in the cell that wrote it, and waits a moment at most; the last ones too."""

from __future__ import annotations

import json
import sys
import time

import pytest
from ipykernels import python
from noise import NOTICE, written
from processes import wait
from sessions import kernel, plain_argv, quiet_argv

__all__ = ["python"]
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
CRASHES = {
    "a wild pointer": "import ctypes; ctypes.string_at(0)",
    "abort": "os.abort()",
    "an enabled faulthandler": "import faulthandler; faulthandler.enable(); import ctypes; ctypes.string_at(0)",
    "a signal": "os.kill(os.getpid(), 6)",
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


@pytest.mark.parametrize("crash", CRASHES)
def test_the_report_of_a_crash_reaches_the_terminal(crash: str, python: str) -> None:
    reports = []
    for argv in (plain_argv(python), quiet_argv(python)):
        with kernel(argv) as session:
            session.run("import os, sys, time")
            session.client.execute(f"os.write(2, b'before\\n'); time.sleep(0.1); {CRASHES[crash]}")
            wait(lambda: not session.manager.is_alive(), 20)
            lines = session.terminal().splitlines()
        reports.append([line for line in lines if line == "before" or line.startswith(("Fatal", "Timeout", "Current"))])
    assert "before" in reports[1]
    assert len(reports[1]) >= len(reports[0])


@pytest.mark.timed
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


def test_a_write_of_the_users_that_raises_costs_the_notebook_that_text_alone() -> None:
    raising = """
plain = sys.stderr.write
def write(text): raise ValueError("mine")
sys.stderr.write = write; _ = os.write(2, b"to the terminal\\n"); time.sleep(0.3); sys.stderr.write = plain
"""
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("import os, sys, time")
        session.run(raising)
        assert session.run(written(NOTICE, "mine")).stderr == "mine\n"
        assert "to the terminal\n" in session.terminal()
        assert "[keras-quiet]" not in session.terminal()
