"""The last words of a kernel: few lines, each harmless, and only what nobody has passed on."""

from __future__ import annotations

import pytest
from keras_quiet.inside.keeping.private_file import SHOWN
from keras_quiet.server.last_words import LINES, LONGEST, told, unsaid

REPORT = (
    "Fatal Python error: Aborted\n\nCurrent thread 0x00007f0000000001 (most recent call first):\n"
    '  File "/me/train.py", line 7 in fit\n'
)
BRIEF = ["Fatal Python error: Aborted", "  /me/train.py, line 7, in fit"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one\n\n  \ntwo", ["one", "two"]),
        (f"before\n{REPORT}after\n", ["before", "after", *BRIEF]),
        ("\x1b[2Jclears\ttabs\u202e\n", ["?[2Jclears tabs?"]),
        ("x" * (LONGEST + 1), ["x" * LONGEST + "…"]),
    ],
)
def test_what_is_told_of_a_text(text: str, lines: list[str]) -> None:
    assert told(text) == lines


def test_the_last_of_many_lines_are_told_and_a_stack_takes_the_place_of_the_first() -> None:
    many = "".join(f"{number}\n" for number in range(100))
    assert told(many) == [str(number) for number in range(100 - LINES, 100)]
    left = LINES - len(BRIEF)
    assert told(many + REPORT) == [*(str(number) for number in range(100 - left, 100)), *BRIEF]


@pytest.mark.parametrize(
    ("passed", "rest", "left"),
    [
        ("", b"all\n", b"all\n"),
        ("shown\n", b"shown\nnot shown\n", b"not shown\n"),
        ("shown\n", b"another\nshown\n", b"another\nshown\n"),
        ("shown\n", b"", b""),
        # Of a long text only the end is known.
        ("y" * SHOWN, b"x" * 10 + b"y" * SHOWN + b"new", b"new"),
        ("y" * SHOWN, b"x" * 10 + b"y" * (SHOWN - 1), b"x" * 10 + b"y" * (SHOWN - 1)),
    ],
)
def test_what_was_passed_on_is_not_told_again(passed: str, rest: bytes, left: bytes) -> None:
    assert unsaid(passed, rest) == left
