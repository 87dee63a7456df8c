"""What `%keras_quiet report` prints: the shown lines that look like log lines, and nobody's name."""

from __future__ import annotations

import re
import sys

import pytest
from keras_quiet.inside.telling.report import blank, log_lines
from sessions import kernel, quiet_argv


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("I0000 00:00:1795355631.823008   29633 port.cc:153] something new", True),
        ("WARNING:tensorflow:something new", True),
        ("/env/lib/python3.13/site-packages/keras/src/x.py:3: UserWarning: new", True),
        ("/home/me/mine.py:3: UserWarning: of my own code", False),
        ("/var/folders/x/ipykernel_12/345.py:3: UserWarning: a library about my call", True),
        ("C:\\Temp\\ipykernel_12\\345.py:3: UserWarning: the same", True),
        ("<ipython-input-3-0a1b2c3d4e5f>:3: UserWarning: the same before ipykernel 6", True),
        ("loss is 0.3 for patient 17", False),
        ("Epoch 1/5", False),
    ],
)
def test_a_line_counts_where_a_library_may_have_logged_it(line: str, expected: bool) -> None:
    assert log_lines([f"first\n{line}\nlast"]) == ([line] if expected else [])


def test_home_and_user_are_blanked() -> None:
    text = "/home/ann/env/x.py by ann, not by anna or joann: /home/ann"
    assert blank(text, "/home/ann", "ann") == "~/env/x.py by <user>, not by anna or joann: ~"
    assert blank("/root", "/", "") == "/root"


def test_a_report_has_versions_counts_and_the_last_shown_lines() -> None:
    new = "I0000 00:00:1795355631.823008   29633 port.cc:153] something new of {home}"
    code = f"""
import logging, os, sys, time, warnings
home = os.path.expanduser("~")
logging.getLogger("tensorflow").warning("a new record")
warnings.warn("a library may say this of the cell")
_ = os.write(2, ({new!r}.format(home=home) + chr(10)).encode()); time.sleep(0.1); sys.stderr.flush()
print("my own text", file=sys.stderr)
"""
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(code)
        told = session.run("%keras_quiet report").stdout
    assert told.startswith("keras-quiet ")
    assert "\nfilter: on, 0 hidden by 0 rules\n" in told
    assert new.format(home="~") in told
    # Of what Python's logging and warnings showed, only who spoke: the user's formatter may have masked a secret.
    assert re.search(r"\na record of the logger tensorflow, level WARNING, from \S*ipykernel_\d+/\d+\.py\n", told)
    assert re.search(r"\na UserWarning of \S*ipykernel_\d+/\d+\.py\n", told)
    assert "a new record" not in told
    assert "may say this" not in told
    assert "my own text" not in told


def test_a_report_says_where_nothing_was_shown() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("1")
        assert "no line that looks like a log line was shown" in session.run("%keras_quiet report").stdout
