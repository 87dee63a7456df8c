"""What a line that may be noise begins with: the quick look at its first byte misses none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras_quiet.inside.grammar.prefixes import LEVEL, LOGGING, NATIVE, NCCL, NOISE, OF_INSTALLED, WORKER
from keras_quiet.inside.judging.verdicts import Verdicts
from keras_quiet.inside.lines.beginnings import LITERAL, Beginnings
from known_noise import RULES

STARTS = Verdicts(RULES, {}).starts()
FOUND, FOUND_NONE = Beginnings(STARTS, RULES.loggers), Beginnings([], RULES.loggers)
# A line may begin as a logger's does whose level is not looked for.
RECORD = LOGGING.begins.replace("DEBUG|", "").replace("|CRITICAL|FATAL", "") + "absl:"
PREFIXES = [each.begins.replace(LEVEL, NOISE) for each in (*NATIVE, NCCL, OF_INSTALLED, WORKER)] + [RECORD]


@pytest.mark.parametrize(
    "pattern", [re.compile(pattern.encode()) for pattern in PREFIXES], ids=lambda each: each.pattern
)
@given(data=st.data(), rest=st.binary(max_size=20))
def test_whatever_a_prefix_matches_is_found(pattern: re.Pattern[bytes], data: st.DataObject, rest: bytes) -> None:
    line = data.draw(st.from_regex(pattern)) + rest
    start = pattern.search(line)
    assert start is not None
    line = line[start.start() :]
    assert FOUND.begin(line)
    before = b"mine\nmine\n"
    assert FOUND.first(before + line + b"\n", 0, len(before + line) + 1) == len(before)


@pytest.mark.parametrize("start", STARTS)
def test_whatever_a_rule_without_a_prefix_begins_with_is_found(start: str) -> None:
    assert FOUND.begin(start.encode()[:LITERAL])
    assert not Beginnings([]).begin(start.encode())


@given(st.binary(max_size=40), st.sampled_from(["", "x"]))
def test_a_users_rule_for_any_line_finds_every_line(line: bytes, start: str) -> None:
    assert Beginnings([start]).begin(line) is (not start or line.startswith(b"x") or FOUND_NONE.begin(line))


def test_what_one_write_says_begins_with_literal_text() -> None:
    assert all(RULES.written)
