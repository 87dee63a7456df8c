"""What a regular expression may be is told by its structure."""

from __future__ import annotations

import re
import time

import pytest
from keras_quiet.command.rulebook.patterns import is_choice, trouble

SLOW = {
    # A pattern, and a text that makes it slow once it is made longer and does not match at its end.
    r"(\d+)*x": "1",
    r"(?:a+)+$": "a",
    r"(?:a*)*$": "a",
    r"(?:a|aa)+$": "a",
    r"(?:\w+\s?)*x": "a",
    r"(?:x+x+)+y": "x",
    r".*:.*:.*x": ":",
    r"\s*\s*\s*x": " ",
    r"\d+\.?\d+\.?\d+x": "1",
    r"[^\n]{1,400}\d{1,400}\d{1,400}x": "1",
    r"\S*(?!\S*\S*x)y": "a",
    r"\w*cell\w*cell\w*x": "cell",
}
QUICK = (
    "Tea is ready",
    r"(?:\w+ )*ready",
    r"\d+ \d+ \w+",
    r"(?: \d+)* ?$",
    r"(?:, \d+ \w+ ops)*$",
    r'"(?:\\.|[^"\\])*"',
    r"\S+ to \S+$",
    r"name: .{1,100} major: \d+ minor: \d+",
    r"(?:ab|ac)*",
    r"\w{0,40}cell\w{0,40}",
    r"(\w+)=\1",
    r"(?<=a)b+",
    r"[\d.]+(?:,[\d.]+)*",
)


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_can_be_slow_is_refused(pattern: str) -> None:
    (found,) = trouble(pattern)
    assert found.startswith("may be slow: repetition number ")


@pytest.mark.parametrize(("pattern", "text"), SLOW.items())
def test_and_is_slow(pattern: str, text: str) -> None:
    """So the refusals above are no mere caution: a short text takes 20 ms, not 1 ms at most."""
    compiled, size, took = re.compile(pattern), 8, 0.0
    while took < 0.02:
        size += max(1, size // 8)
        assert size < 10_000, "this pattern is not slow"
        began = time.process_time()
        compiled.match(text * size + "!")
        took = time.process_time() - began


def test_a_repeat_of_what_may_be_nothing_is_refused() -> None:
    """`re` itself breaks off there, in a way that versions changed."""
    assert trouble(r"(?:a?b?)*c") == ("may be slow: repetition number 1 repeats something that may be empty",)


@pytest.mark.parametrize("pattern", QUICK)
def test_a_pattern_that_is_quick_is_not_refused(pattern: str) -> None:
    assert trouble(pattern) == ()


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"Tea\N{BULLET}", r"does not compile in Python 3.6: \N{...} (3.8)"),
        ("Tea[", "does not compile: unterminated character set at position 3"),
        ("Tea[[a]", "does not compile: Possible nested set at position 4"),
        ("(?i:Tea)", "has flags, such as (?i): write the letters out"),
        ("(?m)Tea", "has flags, such as (?i): write the letters out"),
    ],
)
def test_what_not_every_python_reads_alike_is_refused(pattern: str, found: str) -> None:
    assert trouble(pattern) == (found,)


@pytest.mark.parametrize("pattern", ["Tea++", "(?>Tea)", r"Tea\z", "Tea?+"])
def test_what_came_after_python_3_6_is_refused_by_every_python(pattern: str) -> None:
    (found,) = trouble(pattern)
    assert found.startswith("does not compile")


@pytest.mark.parametrize(
    ("pattern", "choice"),
    [
        ("a|b", True),
        ("ab|ac", True),
        (r"\(a|b\)", True),
        (r"\\|a", True),
        ("(?:a|b)c", False),
        ("[|]a", False),
        (r"a\|b", False),
        (r"[\]|]", False),
        ("[]|]", False),
        (r"\[(?:a|b)\]", False),
    ],
)
def test_a_choice_is_told_from_a_group(pattern: str, choice: bool) -> None:
    assert is_choice(pattern) is choice
