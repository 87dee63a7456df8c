"""The user's own rules: what is taken, what is refused and with which words, and that whatever is taken is fast.

`make fuzz` runs the searches below for longer.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest
from environments import interpreter
from hypothesis import assume, given, target
from hypothesis import strategies as st
from keras_quiet.inside.judging.automaton import Automaton
from keras_quiet.inside.judging.positions import MOST_PLACES, MOST_POSITIONS, MOST_SETS
from keras_quiet.inside.judging.verdicts import OWN_LOOKED_AT
from keras_quiet.server.patterns import problem, translate
from sessions import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

# A line takes 3 ms at most here, with a pattern and a line that were made for it; this is for a busy machine.
FAST = 0.1
TAKEN = [
    r"my library: loading",
    r"\[mylib\] .* took \d+ ms",
    r"(?i)warning: (?:foo|bar) is old",
    r"[A-Z]{3} .*done.*",
    r"(?:ab)+x",
    r"^Loading model",
    r".*a.*b.*c",
    r".*oneDNN",
    r"(?:a|b)*c$",
    r"epoch \d+/\d+\b",
]
# All of these take `re` hours with some lines.
SLOW_ELSEWHERE = [
    r"(a+)+b",
    r"(a|a)*b",
    r"(?:x*y)*z",
    r".*.*.*.*x",
    "a?" * 30 + "a" * 30,
    "a{1,9}" * 9 + "b",
    r"(?:.|b){60}!",
    r"(?:a{0,5}){40}!",
    r"(?:(?:a|ab)(?:c|bcd)(?:d*)){30}!",
    r"x{301,}|.*.*.*.*.*.*.*.*y",
    r"(?:(?:a*)*)*b",
    r"(?:\ba|a\B|^a|a)+b",
    r"(?:[ab]|[bc]|[ca]){90}!",
    r"(?i)(?:k|K|\u212a)*!",
]
REFUSED = {
    r"(": "is not a regular expression: missing ), unterminated subpattern at position 0",
    r"": "matches everything",
    r".*": "matches everything",
    r"(?:a?b?)+": "matches everything",
    r"(?=.*.*.*.*.*.*x)a{301,}|b": "looks ahead or behind: write `show`",
    r"a(?!b)": "looks ahead or behind: write `show`",
    r"(?<=a)b": "looks ahead or behind: write `show`",
    r"(a+)\1": "refers back to a group",
    r"(a)?(?(1)b|c)": "asks whether a group matched",
    r"(?:a{300}){300}": f"more than {MOST_POSITIONS} characters, repetitions counted: write a shorter one, or two",
    "x" + r"(?:\b|a)" * (MOST_PLACES + 1): f"more than {MOST_PLACES} places",
    "".join(f"[{chr(code)}x]" for code in range(0x100, 0x101 + MOST_SETS)): f"more than {MOST_SETS} different sets",
    r"a{99999999999999999999}": "the repetition number is too large",
    "a" * 1001: "longer than 1000 characters",
    "(" * 490 + "a" + ")" * 490: "is nested too deep",
    "(" * 60 + "a" + ")" * 60: "more than 50 groups within each other",
    3: "must be a regular expression in a string, not int",
}
if sys.version_info >= (3, 11):
    REFUSED |= {r"a++b": "has a possessive repetition", r"(?>a+)b": "has an atomic group"}


@pytest.mark.parametrize("pattern", TAKEN + SLOW_ELSEWHERE)
def test_a_pattern_that_needs_no_going_back_is_taken(pattern: str) -> None:
    assert problem(pattern) is None


@pytest.mark.parametrize("pattern", REFUSED, ids=lambda pattern: repr(pattern)[:20])
def test_a_bad_pattern_is_refused_with_the_reason(pattern: object) -> None:
    assert REFUSED[pattern] in (problem(pattern) or "")


# Pieces of patterns of every kind, with few letters, so that lines come close to matching.
LETTERS = "abK\u212a_ \n"
ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "K",
        "ab",
        "_",
        " ",
        r"\n",
        ".",
        "[ab]",
        "[^a]",
        "[a-z]",
        r"\w",
        r"\W",
        r"\d",
        r"\s",
        r"[\W_]",
        "^",
        "$",
        r"\b",
        r"\B",
        r"\A",
        r"\Z",
        "(?i:k)",
        "(?s:.)",
        "(?a:\\w)",
        "(?m:^)",
        "(?m:$)",
        r"(?a:\b)",
    ]
)
REPEATS = st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{0,3}", "{2,}", "{1,2}?", "{20}", "{301,}", "{0}"])


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(parts, min_size=1, max_size=4).map("".join),
        st.lists(parts, min_size=2, max_size=3).map(lambda branches: f"(?:{'|'.join(branches)})"),
        st.tuples(parts, REPEATS).map(lambda both: f"(?:{both[0]}){both[1]}"),
        st.tuples(parts, REPEATS).map(lambda both: f"({both[0]}){both[1]}"),
    )


PATTERNS = st.one_of(
    st.recursive(ATOMS, grown, max_leaves=12),
    st.text("ab.*+?{}()|[]^$\\wdbBAZ12,-:i\n", max_size=20),
)
LINES = st.one_of(
    st.text(LETTERS, max_size=12),
    st.tuples(st.text(LETTERS, min_size=1, max_size=4), st.text(LETTERS, max_size=3)).map(
        lambda both: (both[0] * OWN_LOOKED_AT)[: OWN_LOOKED_AT - len(both[1])] + both[1]
    ),
    st.text(min_size=OWN_LOOKED_AT - 5, max_size=OWN_LOOKED_AT),
)


class Plain:
    """Python's own `re` in a process that is stopped where it takes too long."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=answer, args=(theirs,), daemon=True)
        self._process.start()

    def matches(self, pattern: str, line: str) -> bool | None:
        """Whether `re` matches; None where it goes back for too long."""
        self._ours.send((pattern, line))
        if self._ours.poll(2):
            return bool(self._ours.recv())
        self.stop()
        self._start()
        return None

    def stop(self) -> None:
        self._process.kill()
        self._process.join()


def answer(pipe: Any) -> None:
    while True:
        pattern, line = pipe.recv()
        pipe.send(re.match(pattern, line) is not None)


@pytest.fixture(scope="module")
def plain() -> Iterator[Plain]:
    one = Plain()
    yield one
    one.stop()


def took(automaton: Automaton, line: str) -> float:
    began = time.thread_time()
    automaton.matches(line)
    return time.thread_time() - began


@pytest.mark.filterwarnings("ignore")
@given(PATTERNS, LINES)
def test_whatever_is_taken_means_what_it_means_to_re_and_ends_in_time(plain: Plain, pattern: str, line: str) -> None:
    taken = translate(pattern)
    assume(not taken.problem)
    automaton = Automaton(json.loads(json.dumps(taken.tree)))
    seconds = took(automaton, line)
    assert seconds < FAST
    target(seconds, label="seconds")
    expected = plain.matches(pattern, line)
    assert expected in (automaton.matches(line), None)


@pytest.mark.parametrize("pattern", SLOW_ELSEWHERE)
def test_what_re_takes_hours_for_ends_in_time(pattern: str) -> None:
    for unit in ("a", "ab", "b", "abcd", "x", "abc", "k", "xy", "".join(map(chr, range(0x4E00, 0x4F2C)))):
        line = (unit * OWN_LOOKED_AT)[:OWN_LOOKED_AT]
        assert took(Automaton(translate(pattern).tree), line) < FAST


def test_the_largest_patterns_end_in_time() -> None:
    largest = [
        "(?:" + "|".join(["a?" * 60] * 6) + ")*b",
        "(?:.{0,19}){19}b",
        "(?:" + "|".join(f"[{chr(97 + number % 26)}{chr(0x100 + number)}]" for number in range(MOST_SETS)) + ")*!",
        r"(?:\b|^|$|\B|\Z|x)*(?:(?:a|\b)*(?:b|\B)*(?:.|^)*(?:.|$)*)*!",
    ]
    for pattern in largest:
        assert problem(pattern) is None
        for line in ("a" * 300, "ab " * 100, "".join(map(chr, range(0x4E00, 0x4F2C))), "a\n" * 150):
            assert took(Automaton(translate(pattern).tree), line) < FAST


def test_what_is_remembered_is_bounded() -> None:
    automaton = Automaton(translate(r"(?:.{0,19}){19}!").tree)
    for start in range(0, 60000, OWN_LOOKED_AT):
        automaton.matches("".join(map(chr, range(start, start + OWN_LOOKED_AT))))
    assert sum(map(len, automaton._states.values())) <= 4000


ACROSS = [
    (pattern, line)
    for pattern in [
        *TAKEN,
        r"(?i)stra\u00dfe \u017fK+",
        r"\w+\s\d",
        r"(?a)\w+\b!",
        r"[^\W\d_]+$",
        r"(?m)a$",
        "\U0001f600+x",
    ]
    for line in [
        "STRA\u00dfE skK",
        "my library: loading",
        "\u00e4\u0663 \u0663",
        "a\nb",
        "ab\n",
        "\U0001f600x",
        "abcab",
        "é!",
    ]
]
SCRIPT = """
import json, sys
sys.path.insert(0, sys.argv[1])
from inside.automaton import Automaton
from inside.translation import translated
sent = json.load(sys.stdin)
print(json.dumps([Automaton(tree).matches(line) for pattern, tree, line in sent]))
print(json.dumps([Automaton(translated(pattern)).matches(line) for pattern, tree, line in sent]))
"""


@pytest.mark.parametrize("version", ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"])
def test_every_python_of_a_kernel_reads_the_same(version: str) -> None:
    try:
        python = interpreter(version)
    except RuntimeError as error:
        pytest.skip(str(error))
    sent = json.dumps([(pattern, translate(pattern).tree, line) for pattern, line in ACROSS])
    command = [python, "-I", "-c", SCRIPT, str(INSIDE.parent)]
    told = subprocess.run(command, input=sent, capture_output=True, text=True, check=True).stdout
    expected = [re.match(pattern, line) is not None for pattern, line in ACROSS]
    assert [json.loads(line) for line in told.splitlines()] == [expected, expected]
