"""The user's own rules: what is taken, what is refused and with which words, and that what is taken ends in time."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras_quiet.inside.verdicts import OWN_LOOKED_AT
from keras_quiet.server.patterns import problem

TAKEN = [
    r"my library: loading",
    r"\[mylib\] .* took \d+ ms",
    r"(?i)warning: (?:foo|bar) is old",
    r"[A-Z]{3} .*done.*",
    r"a\.b+c?",
    r"(?:ab)+x",
    r"^Loading model",
]
REFUSED = {
    r"(": "is not a regular expression: missing ), unterminated subpattern at position 0",
    r"(a+)+b": "could run for ever on a long line",
    r"(a|a)*b": "could run for ever on a long line",
    r"(?:a?b?)+": "matches everything",
    r"(?:x*y)*z": "could run for ever on a long line",
    r".*.*.*.*x": "'*' and '+' three times at most",
    "a?" * 30 + "a" * 30: "or fewer of '?'",
    "a{1,9}" * 9: "or fewer of '?'",
    r"": "matches everything",
    r".*": "matches everything",
    3: "must be a regular expression in a string, not int",
    "(" * 5000 + "a" + ")" * 5000: "nested too deep",
}


@pytest.mark.parametrize("pattern", TAKEN)
def test_a_plain_pattern_is_taken(pattern: str) -> None:
    assert problem(pattern) is None


@pytest.mark.parametrize("pattern", REFUSED, ids=lambda pattern: repr(pattern)[:20])
def test_a_bad_pattern_is_refused_with_the_reason(pattern: object) -> None:
    assert REFUSED[pattern] in (problem(pattern) or "")


PIECES = st.sampled_from(
    ["a", "b", ".", "[ab]", "a+", ".*", "b?", "(ab)+", "(?:a|b)", "a{1,9}", "(a+)", "(a|ab)*", "x"]
)


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join), st.sampled_from(["a", "ab", "b", "aab"]))
def test_whatever_is_taken_ends_in_time(pattern: str, unit: str) -> None:
    if problem(pattern):
        return
    line = (unit * OWN_LOOKED_AT)[:OWN_LOOKED_AT]
    began = time.perf_counter()
    re.match(pattern + "(?!)", line)  # forced to try every way
    # 0.3 s at most here; what is refused runs for hours.
    assert time.perf_counter() - began < 10
