"""A flood is judged once for each message: nothing but its cost tells that."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hidden_lines import recorded
from hypothesis import example, given
from hypothesis import strategies as st
from keras_quiet.inside.filter import Filter
from keras_quiet.inside.grammar.messages import said, text_of
from keras_quiet.inside.grammar.rule import HIDE
from keras_quiet.inside.grammar.ways import NATIVE
from keras_quiet.inside.lines.repeats import LONGEST, MOST, Repeats
from known_noise import ENTRIES, RULES, entry

if TYPE_CHECKING:
    from keras_quiet.inside.keeping.hidden import Run

STAMPS = [
    b"2026-01-02 03:04:05.%06d: I tensorflow/core/framework/local_rendezvous.cc:405] ",
    b"I0000 00:00:1795355631.%06d   29633 local_rendezvous.cc:405] ",
    b"W0102 03:04:05.%06d 29633 local_rendezvous.cc:405] ",
    b"2026-01-02 03:04:05.%06d: ",
    b"(pid=%d) I tensorflow/core/framework/local_rendezvous.cc:405] ",
    b"",
]
TEXTS = [
    b"Local rendezvous is aborting with status: OUT_OF_RANGE: End of sequence",
    b"Local rendezvous is aborting with status: OUT_OF_RANGE: End of sequence 1",
    b"Local rendezvous is aborting with status: OUT_OF_RANGE: End of sequence 2",
    b"Local rendezvous is aborting with status: INVALID_ARGUMENT: no numbers ",
    b"Found device 0 with properties:",
    b"name: Tesla P100",
    b"INFO:tensorflow:Assets written to: m/assets",
    b"own line",
]
line = st.builds(
    lambda stamp, number, text, end: (stamp % number if b"%" in stamp else stamp) + text + end,
    st.sampled_from(STAMPS),
    st.integers(0, 999_999),
    st.sampled_from(TEXTS),
    st.sampled_from([b"\n", b"\n", b"\r\n"]),
)
# Runs of one line, of one line at other times, and anything else.
runs = st.one_of(st.lists(line, max_size=4), st.builds(lambda each, count: [each] * count, line, st.integers(1, 5)))
NOISE = STAMPS[0] % 1 + TEXTS[0] + b"\n"


def hidden_and_shown(pieces: list[bytes], show: str = "") -> tuple[list[tuple[str, str]], dict[object, int], bytes]:
    """Return the hidden lines in order, how often the filter has kept each text, and what is shown."""
    quiet = Filter(pytest.fail, show=[show] if show else ())
    hidden = recorded(quiet)
    lines = quiet.new_lines()
    shown = b"".join(quiet.shown_of(lines, piece) for piece in pieces) + lines.release()
    kept = {(entry.rule, entry.text): entry.count for entry in quiet.hidden.entries}
    assert sum(kept.values()) == quiet.hidden.total.total() == len(hidden)
    return hidden, kept, shown


@given(st.lists(runs, max_size=8).map(lambda several: [each for run in several for each in run]))
@example([NOISE.replace(b"\n", b"\r\n")] * 2)
@example([NOISE.replace(b"\n", b"\r\n")] * 3)
def test_a_text_at_once_is_judged_as_line_by_line(lines: list[bytes]) -> None:
    assert hidden_and_shown([b"".join(lines)]) == hidden_and_shown(lines)


def test_a_flood_is_hidden_line_by_line_and_kept_once() -> None:
    flood = [STAMPS[0] % number + TEXTS[0] + b"\n" for number in range(100)]
    hidden, kept, shown = hidden_and_shown([b"".join(flood)])
    assert [text for _, text in hidden] == [each.decode().strip() for each in flood]
    assert kept == {hidden[0]: 100}
    assert shown == b""


def test_a_line_of_the_same_length_that_ends_alike_is_judged() -> None:
    other = NOISE.replace(b"local_rendezvous", b"tocal_rendezvous")
    assert hidden_and_shown([NOISE * 3 + other + NOISE * 2])[2] == other


def test_the_users_rules_see_every_line() -> None:
    flood = b"".join(STAMPS[0] % number + TEXTS[0] + b"\n" for number in range(10))
    shown = hidden_and_shown([flood], show="*.000007*")[2]
    assert shown == STAMPS[0] % 7 + TEXTS[0] + b"\n"


def test_the_last_line_of_a_flood_is_the_last_that_was_hidden() -> None:
    other = STAMPS[2] % 1 + TEXTS[1] + b"\n"
    for last, before in ((NOISE, other), (other, NOISE)):
        quiet = Filter(pytest.fail)
        quiet.shown_of(quiet.new_lines(), NOISE + other + NOISE + before * 5 + last)
        assert [each.text for each in quiet.hidden.entries] == [text_of(before), text_of(last)]


def test_memory_is_bounded_in_a_flood() -> None:
    quiet = Filter(pytest.fail)
    lines = quiet.new_lines()
    for _ in range(200):
        assert quiet.shown_of(lines, NOISE * 400) == b""
    assert [entry.count for entry in quiet.hidden.entries] == [80_000]


@pytest.mark.timed
def test_a_flood_costs_less_than_its_lines_one_by_one() -> None:
    def seconds(pieces: list[bytes]) -> float:
        quiet = Filter(pytest.fail)
        lines = quiet.new_lines()
        began = time.thread_time()
        for piece in pieces:
            quiet.shown_of(lines, piece)
        return time.thread_time() - began

    assert min(seconds([NOISE * 3000]) for _ in range(3)) * 3 < min(seconds([NOISE] * 3000) for _ in range(3))


def test_a_long_line_is_judged_by_itself() -> None:
    rule = RULES.rule(ENTRIES.index(entry("end-of-sequence")))
    repeats = Repeats(every_byte=False)
    for line, is_known in ((b"x" * LONGEST + b"\n", False), (NOISE, True)):
        repeats.learn(line, rule)
        assert (repeats.known(line) is not None) == is_known
        runs: list[Run] = []
        assert repeats.take(line * 3, 0, runs) == ((3 * len(line), rule) if is_known else (0, None))
        assert runs == ([(rule.id, said(text_of(line)), line * 3)] if is_known else [])


def test_different_messages_in_turn_are_judged_once_each() -> None:
    asked = []
    quiet = Filter(pytest.fail)
    find = quiet.find_line
    quiet.find_line = lambda line: asked.append(line) or find(line)  # type: ignore[method-assign, func-returns-value]
    lines = quiet.new_lines()
    other = NOISE.replace(b"405] Local", b"405] Nocal")
    guard = STAMPS[2] % 3 + b"Local rendezvous is aborting with status: OUT_OF_RANGE: End of sequence\n"
    for number in range(50):
        piece = (STAMPS[0] % number + TEXTS[0] + b"\n" + guard) * 20
        assert quiet.shown_of(lines, piece + other) == other
    assert len(asked) == 2 + 50  # a line that is shown is judged each time


def test_what_depends_on_the_environment_is_asked_for_each_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = next(rule for rule in ENTRIES if rule.asked_by and rule.way == NATIVE and rule.action == HIDE)
    line = asked.hides[0].partition("\n")[0].encode() + b"\n"
    name, _, value = asked.asked_by[0].partition("=")
    monkeypatch.delenv(name, raising=False)
    quiet = Filter(pytest.fail)
    lines = quiet.new_lines()
    assert quiet.shown_of(lines, line * 3) == b""
    monkeypatch.setenv(name, value or "1")
    assert quiet.shown_of(lines, line * 3) == line * 3


def test_a_filter_that_is_switched_off_shows_what_it_knows() -> None:
    quiet = Filter(pytest.fail)
    lines = quiet.new_lines()
    for enabled in (True, False, True):
        quiet.enabled = enabled
        assert quiet.shown_of(lines, NOISE * 2) == (b"" if enabled else NOISE * 2)


def test_as_many_messages_as_there_are_keep_memory_bounded() -> None:
    repeats = Repeats(every_byte=False)
    rule = RULES.rule(ENTRIES.index(entry("onednn-notice")))
    for number in range(10 * MOST):
        repeats.begin()
        repeats.learn(NOISE.replace(b"Local", b"x" * number), rule)
    assert len(repeats._known) <= MOST + 1
