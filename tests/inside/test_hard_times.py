"""Crashes, floods, interrupts, restarts and strange folders, beside the plain kernel."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING

import pytest
from processes import wait
from sessions import kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sessions import Session

NOTICE = (
    "I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. "
    "You may see slightly different numerical results due to floating-point round-off errors."
)
SPOKEN = (
    f"import os, sys, time; _ = os.write(2, {NOTICE.encode()!r} + b'\\nmine\\n'); time.sleep(0.1); sys.stderr.flush()"
)
KERNELS = ["", *(pytest.param(f"ipykernel-{each}", marks=pytest.mark.live) for each in ("5.5", "6.0", "6.17", "6.29"))]
CRASHES = {
    "a wild pointer": "import ctypes; ctypes.string_at(0)",
    "abort": "os.abort()",
    "an enabled faulthandler": "import faulthandler; faulthandler.enable(); import ctypes; ctypes.string_at(0)",
    "a signal": "os.kill(os.getpid(), 6)",
}


@pytest.fixture(params=KERNELS, ids=lambda name: name or "here")
def python(request: pytest.FixtureRequest, environment: Callable[[str], Path]) -> str:
    return str(environment(request.param)) if request.param else sys.executable


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


def test_a_flood_of_noise_costs_no_memory() -> None:
    flood = f"line = {NOTICE.encode()!r} + b'\\n'\nfor _ in range({64_000_000 // 1000 // (len(NOTICE) + 1)}): "
    flood += "_ = os.write(2, line * 1000)"
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(SPOKEN)
        memory = resident(session)
        cell = session.run(flood + "\n_ = os.write(2, b'mine\\n')")
        assert cell.stderr == "mine\n"
        assert resident(session) - memory < 20_000_000


def resident(session: Session) -> int:
    pages = int(session.run("print(open('/proc/self/statm').read().split()[1])").stdout)
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_interrupts_by_the_dozen_cost_no_line_and_no_filter() -> None:
    busy = """
import logging, os, sys, time
count = 0
end = time.monotonic() + 3
while time.monotonic() < end:
    try:
        while time.monotonic() < end:
            os.write(2, b"native:%d;\\n" % count); count += 1
            os.write(2, NOTICE); logging.getLogger("tensorflow").warning("Assets written to: model/assets")
            time.sleep(0.001)
    except KeyboardInterrupt: pass
print(count)
"""
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(SPOKEN + f"\nNOTICE = {NOTICE.encode()!r} + b'\\n'")
        request = session.client.execute(busy)
        for _ in range(60):
            time.sleep(0.03)
            session.manager.interrupt_kernel()
        text, count = "", 0
        while True:
            message = session.client.get_iopub_msg(timeout=30)
            content = message["content"]
            if message["msg_type"] == "stream" and content["name"] == "stderr":
                text += content["text"]
            elif message["msg_type"] == "stream":
                count = int(content["text"])
            done = content.get("execution_state") == "idle"
            if done and message["parent_header"].get("msg_id") == request:
                break
        numbers = [int(line[7:-1]) for line in text.splitlines() if line.startswith("native:")]
        # An interrupt may come between the write and the count: then a number is written twice.
        assert sorted(set(numbers)) == numbers or numbers == sorted(numbers)
        assert set(numbers) == set(range(count)) | set(numbers[-1:])
        assert "oneDNN" not in text
        assert session.run(SPOKEN).stderr == "mine\n"
        assert "the filter stopped" not in session.terminal()


def test_a_kernel_restarted_in_the_midst_of_its_output_is_as_good_as_new() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        for now in (True, False, True, True, False):
            session.client.execute("import os\nwhile True: os.write(2, b'on and on\\n' * 100)")
            time.sleep(0.2)
            session.restart(now=now)
            assert session.run(SPOKEN).stderr == "mine\n"


@pytest.mark.parametrize("kind", ["long", "no UTF-8", "gone"])
def test_a_strange_runtime_folder_costs_no_output(kind: str, tmp_path: Path) -> None:
    names = {"long": "x" * 200 + "/" + "y" * 200, "no UTF-8": os.fsdecode(b"caf\xe9 \xf0\x9f"), "gone": "gone"}
    runtime = tmp_path / names[kind]
    runtime.mkdir(parents=True)
    with kernel(quiet_argv(sys.executable), runtime=runtime) as session:
        if kind == "gone":
            (runtime / "kernel-1.json").unlink()
            runtime.rmdir()
        assert session.run(SPOKEN).stderr == "mine\n"
        assert "onednn-notice" in session.run("%keras_quiet log").stdout
        assert "the filter stopped" not in session.terminal()
        if kind == "gone":
            runtime.mkdir()
            (runtime / "kernel-1.json").write_text(json.dumps({}))
