"""The user's own patterns: which lines they name, what is refused and with which words, and that all of them are fast.

`make fuzz` runs the searches below for longer.
"""

from __future__ import annotations

import json
import re
import subprocess
import time

import pytest
from environments import interpreter
from hypothesis import assume, example, given
from hypothesis import strategies as st
from keras_quiet.inside.filter import Filter
from keras_quiet.inside.grammar.ways import LOGGING, WARNING
from keras_quiet.inside.judging.globs import LONGEST, Glob, meant_by, refusal
from sessions import INSIDE

PATTERNS = [
    "mylib: loading",
    "mylib: loading*",
    "*oneDNN*",
    "*/mylib/*: UserWarning: *",
    "WARNING:mylib:*",
    "a*a",
    "*ab*ab*",
    "[a]?.(b)",
    "stra\u00dfe*",
    "\U0001f600*",
    "* *",
]
LINES = [
    "mylib: loading",
    "mylib: loading 3",
    "the mylib: loading",
    "MYLIB: LOADING",
    "I port.cc:1] oneDNN custom",
    "/home/me/mylib/x.py:3: UserWarning: old",
    "a",
    "ababab",
    "[a]?.(b)",
    "STRASSE",
    "\U0001f600\u0663 x",
]


def as_regular_expression(pattern: str) -> str:
    return ".*".join(map(re.escape, pattern.split("*")))


def named(pattern: str, line: str) -> bool:
    """Return what Python's own `re` says, for short lines."""
    return re.fullmatch(as_regular_expression(pattern), line, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("pattern", "lines"),
    [
        ("mylib: loading", ["mylib: loading"]),
        ("mylib: loading*", ["mylib: loading", "mylib: loading 3"]),
        ("*oneDNN*", ["I port.cc:1] oneDNN custom"]),
        ("*/mylib/*: UserWarning: *", ["/home/me/mylib/x.py:3: UserWarning: old"]),
        ("a*a", []),
        ("*ab*ab*", ["ababab"]),
        ("[a]?.(b)", ["[a]?.(b)"]),
    ],
)
def test_a_pattern_is_the_whole_line_and_only_a_star_is_special(pattern: str, lines: list[str]) -> None:
    assert [line for line in LINES if Glob(pattern).matches(line)] == lines


# Few letters, so that lines come close to matching.
FEW = st.text("ab*", max_size=8)
FEW_LINES = st.text("ab", max_size=14)


@given(st.one_of(FEW, st.text(max_size=8)), st.one_of(FEW_LINES, st.text(max_size=14)))
@example("*ab*ab*", "ab")
@example("*b*a*", "ab")
@example("*ab*b", "ab")
def test_a_pattern_means_what_re_says(pattern: str, line: str) -> None:
    assert Glob(pattern).matches(line) == named(pattern, line)


class Looked(str):
    """A line that writes down which parts of it a pattern has looked through."""

    __slots__ = ("spans",)

    spans: list[tuple[int, int]]

    def find(self, piece: str, start: int, end: int) -> int:  # type: ignore[override]
        found = str.find(self, piece, start, end)
        self.spans.append((start, end if found < 0 else found + len(piece)))
        return found


@given(FEW, st.one_of(FEW_LINES, FEW_LINES.map(lambda line: line * 50)))
def test_no_part_of_a_line_is_looked_through_twice(pattern: str, line: str) -> None:
    looked = Looked(line)
    looked.spans = []
    Glob(pattern).matches(looked)
    for (_, end), (start, _) in zip(looked.spans, looked.spans[1:], strict=False):
        assert end <= start
    assert all(0 <= start <= end <= len(line) for start, end in looked.spans)


@pytest.mark.parametrize(
    ("way", "text", "line"),
    [
        (LOGGING, "first", "WARNING:mylib:first"),
        (LOGGING, "first\nsecond", "WARNING:mylib:first\nsecond"),
        (LOGGING, "first" + 100_000 * "x" + "first", "WARNING:mylib:first" + 100_000 * "x" + "first"),
        (WARNING, "first", "/home/me/x.py:3: UserWarning: first"),
        (WARNING, "first\nsecond", "/home/me/x.py:3: UserWarning: first\nsecond"),
    ],
    ids=["record", "lines of a record", "long record", "warning", "lines of a warning"],
)
def test_the_first_line_decides_about_the_whole_message(way: str, text: str, line: str) -> None:
    for hide, show, is_hidden in (
        (["*first"], [], True),
        (["*"], [f"{line[:8]}*first"], False),
        (["*second"], [], False),
    ):
        message_filter = Filter(pytest.fail, hide=hide, show=show)
        assert (message_filter.rule_of(way, "mylib", text, line) is not None) == is_hidden


def test_a_native_line_is_looked_at_to_its_end() -> None:
    message_filter = Filter(pytest.fail, hide=["mylib: *end"])
    lines = message_filter.new_lines()
    long = b"mylib: " + 60_000 * b"x"
    assert message_filter.shown_of(lines, long + b"end\n" + long + b"\n") == long + b"\n"


# `re` goes back and tries again with these: for 16 times the length it needs 256 times as long, and more.
SLOW_ELSEWHERE = ["*a*a*a*a*c*", "*" + "a*" * 300 + "c*", "*" + "a" * 500 + "c*", "*" + "ab" * 400 + "aac*"]


@pytest.mark.parametrize("pattern", SLOW_ELSEWHERE, ids=range(len(SLOW_ELSEWHERE)))
@pytest.mark.parametrize("unit", ["a", "ab", "ba", "aab"])
def test_the_time_grows_with_the_length_of_the_line_alone(pattern: str, unit: str) -> None:
    """By processor time: a line of 16 times the length may take 16 times as long, and as much again by chance."""
    glob, short, long = Glob(pattern), unit * 20_000, unit * 320_000

    def took(line: str, times: int) -> float:
        began = time.thread_time()
        for _ in range(times):
            glob.matches(line)
        return time.thread_time() - began

    assert min(took(long, 1) for _ in range(5)) < 2 * min(took(short, 16) for _ in range(5)) + 0.001


REFUSED = {
    "": "names no text: write the words of the message, and `*` for what varies",
    "*": "names no text",
    "***": "names no text",
    ".*": "names no text",
    "^": "names no text",
    "mylib: (?:": "is meant as a regular expression: write 'mylib: *'",
    ".*oneDNN": "is meant as a regular expression: write '*oneDNN*' (`*` is any text, and case counts)",
    "oneDNN.+on": "write 'oneDNN*on*'",
    "^Loading model": "write 'Loading model*'",
    "mylib is here$": "write 'mylib is here'",
    r"cost 5\$": "write 'cost 5$*'",
    r"(?i)warning: (?:foo|bar) is old": "write 'warning: * is old*'",
    r"\[mylib\] .* took \d+ ms": "write '[mylib] * took * ms*'",
    r"^mylib|other$": "write 'mylib*' and 'other'",
    r"mylib [a-z\]]+ v\d": "write 'mylib * v*'",
    r"C:\Users\me\lib.py*": "write 'C:*sers*e*ib*p*'",
    "mylib: a\nb": "has a line end",
    "mylib\r": "has a line end",
    "a" * (LONGEST + 1): "is longer than 1000 characters",
}


@pytest.mark.parametrize("pattern", REFUSED, ids=lambda pattern: repr(pattern)[:20])
def test_what_is_no_pattern_is_refused_with_what_to_write(pattern: str) -> None:
    assert REFUSED[pattern] in refusal(pattern)


@pytest.mark.parametrize(
    "pattern", [*PATTERNS, "mylib: (a|b)", "50% [done]? {x}", "a" * LONGEST, r"a\*", "x^2", "5$ each"]
)
def test_everything_else_is_taken(pattern: str) -> None:
    assert refusal(pattern) == ""


# Pieces of regular expressions of every kind, with few letters, so that lines come close to matching.
ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        " ",
        ".",
        "[ab]",
        "[^a]",
        "[]a]",
        r"[\]a]",
        "[a-z]",
        r"\w",
        r"\d",
        r"\s",
        "^",
        "$",
        r"\b",
        r"\.",
        r"\*",
    ]
)
REPEATS = st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{0,3}", "{2,}", "{1,2}?", "{0}"])


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(parts, min_size=1, max_size=4).map("".join),
        st.lists(parts, min_size=2, max_size=3).map("|".join),
        st.lists(parts, min_size=2, max_size=3).map(lambda branches: f"(?:{'|'.join(branches)})"),
        st.tuples(parts, REPEATS).map(lambda both: f"(?:{both[0]}){both[1]}"),
        st.tuples(parts, REPEATS).map(lambda both: f"({both[0]}){both[1]}"),
    )


@pytest.mark.filterwarnings("ignore")
@given(st.recursive(ATOMS, grown, max_leaves=10), st.text("ab .*", max_size=6))
def test_the_patterns_that_are_meant_name_every_line_that_was_meant(expression: str, line: str) -> None:
    try:
        assume(re.match(expression, line))
    except re.error:
        assume(False)
    assert any(Glob(glob).matches(line) for glob in meant_by(expression))


SCRIPT = """
import json, sys
sys.path.insert(0, sys.argv[1])
from inside.judging.globs import Glob, refusal
sent = json.load(sys.stdin)
matched = [Glob(pattern).matches(line) for pattern, line in sent["pairs"]]
print(json.dumps([matched, list(map(refusal, sent["refused"]))]))
"""


@pytest.mark.parametrize("version", ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"])
def test_every_python_of_a_kernel_reads_the_same(version: str) -> None:
    try:
        python = interpreter(version)
    except RuntimeError as error:
        pytest.skip(str(error))
    pairs = [(pattern, line) for pattern in PATTERNS for line in LINES]
    command = [python, "-I", "-c", SCRIPT, str(INSIDE.parent)]
    sent = json.dumps({"pairs": pairs, "refused": list(REFUSED)})
    told = subprocess.run(command, input=sent, capture_output=True, text=True, check=True).stdout
    assert json.loads(told) == [[named(*pair) for pair in pairs], list(map(refusal, REFUSED))]
