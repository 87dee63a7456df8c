"""A kernel finds a rule by the first characters of a text: they are told of every pattern that has some."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras_quiet.command.rulebook.starts import starts_of
from keras_quiet.inside.grammar.patterns import START
from known_noise import ENTRIES

PATTERNS = sorted({pattern for rule in ENTRIES for pattern in rule.messages})


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        ("Tea is ready", {"Tea "}),
        (r"Te\(a\)", {"Te(a"}),
        ("(?:Tea|Coffee) is", {"Tea ", "Coff"}),
        ("(?:a )?Tea is", {"a Te", "Tea "}),
        ("[Tt]ea is", {"Tea ", "tea "}),
        (r"Te\w+", {""}),
        ("Tea+ is", {""}),
        ("Tea$", {""}),
        (r"(?:Tea|\w+) is", {""}),
        ("(?=T)Tea is", {"Tea "}),
        ("", {""}),
    ],
)
def test_the_beginnings_of_all_that_a_pattern_matches(pattern: str, starts: set[str]) -> None:
    assert starts_of(pattern) == starts


@given(st.sampled_from(PATTERNS), st.data())
def test_whatever_a_pattern_matches_has_one_of_them(pattern: str, data: st.DataObject) -> None:
    starts = starts_of(pattern)
    if "" not in starts:
        text = data.draw(st.from_regex(re.compile(pattern, re.ASCII)))
        found = re.search(pattern, text)
        assert found is None or text[found.start() :][:START] in starts


def test_nearly_all_rules_are_found_by_them() -> None:
    """The others of one source are tried in turn, and compiled at its first message."""
    assert sum("" in starts_of(pattern) for pattern in PATTERNS) < len(PATTERNS) / 10
