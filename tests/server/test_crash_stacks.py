"""What Python's faulthandler says of a crash is cut to the lines of the user's code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from keras_quiet.server.crash_stacks import FRAMES, brief, report_at

CELL = "/tmp/ipykernel_4242/1234567.py"  # noqa: S108  # as ipykernel names a cell; no such file is there
EARLIER = "/tmp/ipykernel_4242/7654321.py"  # noqa: S108  # as above
FATAL = "Fatal Python error: Aborted"


def crashed(code: str, cell: str = CELL, before: str = "") -> list[str]:
    """Return what a real Python leaves whose cell crashes."""
    program = f"""
import faulthandler, os, sys, threading
faulthandler.enable()
exec(compile({before!r}, {EARLIER!r}, "exec"))
exec(compile({code!r}, {cell!r}, "exec"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return done.stderr.splitlines()


@pytest.mark.parametrize(
    ("code", "before", "told"),
    [
        ("\n\nos.abort()", "", ["  line 3 of the cell, in <module>"]),
        ("f()", "def f():\n    os.abort()", ["  line 2 of an earlier cell, in f", "  line 1 of the cell, in <module>"]),
        (
            "t = threading.Thread(target=os.abort); t.start(); t.join()",
            "",
            ["  line 1 of the cell, in <module>"],
        ),
    ],
)
def test_the_users_lines_are_told_and_the_innermost_comes_first(code: str, before: str, told: list[str]) -> None:
    lines = crashed(code, before=before)
    report = report_at(lines, 0)
    assert report == lines
    # The program around the cells is none of the user's here, but a file that is not installed.
    assert [line for line in brief(report) if "<string>" not in line] == [FATAL, *told]


def test_a_cell_of_an_old_ipython_has_its_number() -> None:
    lines = crashed("os.abort()", cell="<ipython-input-3-0a1b2c3d4e5f>")
    assert brief(report_at(lines, 0))[1] == "  line 1 of cell 3, in <module>"


def test_installed_code_alone_is_told_where_none_of_the_users_ran() -> None:
    stack = [f'  File "/env/lib/python3.9/site-packages/a/b.py", line {number} in f' for number in range(20)]
    lines = [FATAL, "", "Current thread 0x00007f0000000001 (most recent call first):", *stack]
    told = brief(report_at(lines, 0))
    assert told == [FATAL, *(f"  /env/lib/python3.9/site-packages/a/b.py, line {n}, in f" for n in range(FRAMES))]


def test_a_report_ends_where_other_text_begins() -> None:
    lines = ["mine", *crashed("os.abort()"), "a child's line", "another"]
    assert report_at(lines, 0) == []
    assert report_at(lines, 1) == lines[1:-2]
    assert Path(CELL).exists() is False
