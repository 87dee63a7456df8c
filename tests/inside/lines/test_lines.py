"""Lines: pieces cut anywhere give what whole-line filtering gives, and nothing is held for good."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hidden_lines import lines_of
from hypothesis import given
from hypothesis import strategies as st
from keras_quiet.inside.grammar.messages import read_line
from keras_quiet.inside.grammar.ways import BARE, LOGGING, NATIVE
from keras_quiet.inside.judging.verdicts import Verdicts
from keras_quiet.inside.lines.lines import LONGEST, Lines
from known_noise import made, rules_of

RULES = rules_of(
    made("notice", NATIVE, ("port.cc",), "oneDNN custom"),
    made("guard", NATIVE, ("guard.cc",), "This binary", continues=(r"To enable the following: [A-Z0-9 ]+$",)),
    made("preamble", BARE, (), "WARNING: All log messages before"),
)
NOISE = [
    b"2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on.\n",
    b"I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom \xc3\xa9\n",
    b"I0000 00:00:1795355631.823008   29633 guard.cc:12] This binary is optimized\nTo enable the following: AVX2\n",
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\r\n",
]
SHOWN = [
    b"I0000 00:00:1795355631.823008   29633 port.cc:153] something else\n",
    b"2026-01-02 03:04:05.678901: F tensorflow/core/util/port.cc:153] oneDNN custom\n",
    b"seen: 2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom\n",
    b"To enable it, say yes\n",
    b" 45%|####\r 46%|####\r100%|#####\n",
    b"\n",
    b"WARNING: mine\n",
    "naïve é€😀\n".encode(),
    b"\x00\x1b[31mred\x1b[0m \xff\xfe\n",
    b"I\n",
    b"2026-01-02\n",
]


class Source:
    """One source with everything that it hid."""

    def __init__(self) -> None:
        verdicts = Verdicts(RULES, {})
        self.hidden: list[tuple[str, str]] = []
        self.lines = Lines(
            lambda line: verdicts.hiding(read_line(line), line),
            lambda runs: self.hidden.extend(lines_of(runs)),
            verdicts.starts(),
        )

    def shows(self, *pieces: bytes) -> bytes:
        return b"".join(self.lines.feed(piece) for piece in pieces) + self.lines.release()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(ends)]


@given(st.lists(st.sampled_from(NOISE + SHOWN), max_size=12), st.lists(st.integers(0, 5000), max_size=20))
def test_any_cut_shows_what_whole_line_filtering_shows(parts: list[bytes], places: list[int]) -> None:
    source = Source()
    assert source.shows(*cut(b"".join(parts), places)) == b"".join(part for part in parts if part in SHOWN)
    assert len(source.hidden) == sum(part.count(b"\n") for part in parts if part in NOISE)


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=10))
def test_bytes_that_are_no_noise_come_out_unchanged(data: bytes, places: list[int]) -> None:
    assert Source().shows(*cut(data, places)) == data


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(NOISE + SHOWN[:4])), max_size=12), st.integers(1, 40))
def test_two_sources_never_form_one_line(writes: list[tuple[bool, bytes]], size: int) -> None:
    sources, shown = (Source(), Source()), [b"", b""]
    queues = [b"".join(part for which, part in writes if which is side) for side in (False, True)]
    while any(queues):
        for side in (0, 1):
            shown[side] += sources[side].lines.feed(queues[side][:size])
            queues[side] = queues[side][size:]
    for side in (0, 1):
        alone = Source().shows(b"".join(part for which, part in writes if which is bool(side)))
        assert shown[side] + sources[side].lines.release() == alone


@pytest.mark.parametrize(
    "text", [b"name? ", b" 45%|####", b"\r1/2 [==>", b"loss: 0.5", b"Traceback (most", b"F tensorflow/x.cc:1] dead"]
)
def test_text_that_cannot_be_noise_passes_at_once(text: bytes) -> None:
    assert Source().lines.feed(text) == text


@pytest.mark.parametrize(
    "text", [b"2026-01-02 03:04", b"I0000 00:00:1", b"WARNING: All log", b"I tensorflow/core/util"]
)
def test_the_beginning_of_noise_waits_and_is_released_once(text: bytes) -> None:
    source = Source()
    assert source.lines.feed(text) == b""
    assert source.lines.release() == text
    assert source.lines.release() == b""


def test_the_rest_of_a_released_line_is_shown_too() -> None:
    source = Source()
    source.lines.feed(NOISE[0][:30])
    assert source.lines.release() + source.lines.feed(NOISE[0][30:]) == NOISE[0]
    assert source.lines.feed(NOISE[0]) == b""


def test_a_continuation_is_hidden_only_right_after_its_message() -> None:
    source = Source()
    guard, continuation = NOISE[2].splitlines(keepends=True)
    assert source.shows(guard, continuation) == b""
    assert source.shows(guard, b"mine\n", continuation) == b"mine\n" + continuation


def test_a_line_longer_than_the_bound_is_shown() -> None:
    line = NOISE[0][:-1] + b"x" * LONGEST + b"\n"
    assert Source().shows(line) == line
    assert Source().shows(*cut(line, list(range(0, len(line), 1000)))) == line


def test_ten_megabytes_without_a_newline_pass_in_linear_time() -> None:
    piece, source = b"x" * 10_000, Source()
    started = time.thread_time()
    assert sum(len(source.lines.feed(piece)) for _ in range(1000)) == 10_000_000
    # 10 ms here; holding the line would take minutes.
    assert time.thread_time() - started < 5


# What belongs to a message, and what does not.

END = b"I0000 00:00:1795355631.823008   29633 end.cc:12] End of sequence\n"
FOUND = b"I0000 00:00:1795355631.823008   29633 gpu.cc:12] Found device 0\n"
PTXAS = b"I0000 00:00:1795355631.823008   29633 ptxas.cc:12] Spills\n"
OLD = b"WARNING:tensorflow:old is deprecated\n"
FURTHER = (
    made("end", NATIVE, ("end.cc",), "End", continues=(r"\t \[\[[A-Za-z][\w/]{0,99}\]\]$", r"Trace: \w+\.cc:\d+$\n$")),
    made("found", NATIVE, ("gpu.cc",), "Found", continues=(r"name: [^:]{1,99}$\nmajor: \d$\nFree: \d+$", r"bus: \d$")),
    made("ptxas", NATIVE, ("ptxas.cc",), "Spills", continues=(r"ptxas : \w+$\n$", "$")),
    made("old", LOGGING, ("tensorflow",), "old is", continues=(r"Instead:$\n",)),
)
WHOLE = [
    END + b"\t [[node/_4]]\n\t [[cond]]\n",
    END + b"Trace: a.cc:3\nTrace: b.cc:4\n\n",
    END + b"\n\t [[node]]\n",
    FOUND + b"name: Tesla K80\nmajor: 3\nFree: 7\nbus: 1\n",
    FOUND + b"\n\nbus: 1\n",
    PTXAS + b"\n",
    PTXAS + b"ptxas : a\nptxas : b\n\n",
    OLD + b"Instead:\nwhatever it says\n",
    OLD + b"Instead:\n\n",
]
MINE = [
    b"[[0.87]]\n",
    b" [[0.87]]\n",
    b"\t [[0.87]]\n",
    b"\n",
    b"name: resnet50\n",
    b"name: resnet50\nmajor: three\n",
    b"major: 3\n",
    b"Free: 7\n",
    b"\n\n\n\n\n\n\n",
    b"  fold 1: accuracy 0.91\n",
    b"whatever it says\n",
]


def further() -> Source:
    source = Source()
    verdicts = Verdicts(rules_of(*FURTHER), {})
    source.lines = Lines(
        lambda line: verdicts.hiding(read_line(line), line),
        lambda runs: source.hidden.extend(lines_of(runs)),
        verdicts.starts(),
        verdicts.loggers,
    )
    return source


@pytest.mark.parametrize("mine", MINE)
@pytest.mark.parametrize("message", WHOLE)
def test_a_whole_message_is_hidden_and_what_follows_is_not(message: bytes, mine: bytes) -> None:
    source = further()
    assert source.shows(message + mine, b"on\n") == mine + b"on\n"
    assert len(source.hidden) == message.count(b"\n")


@given(
    st.lists(st.sampled_from([*WHOLE, *MINE, END, FOUND, b"on\n"]), max_size=6),
    st.lists(st.integers(0, 3000), max_size=12),
)
def test_any_cut_changes_nothing_of_it(parts: list[bytes], places: list[int]) -> None:
    whole, pieces = further(), further()
    data = b"".join(parts)
    assert pieces.shows(*cut(data, places)) == whole.shows(data)
    assert pieces.hidden == whole.hidden


@given(st.lists(st.sampled_from([*WHOLE, *MINE, b"on\n"]), max_size=6), st.integers(0, 5))
def test_what_a_later_line_would_tell_is_released_in_order(parts: list[bytes], place: int) -> None:
    source = further()
    shown = b""
    for number, part in enumerate(parts):
        shown += source.lines.feed(part)
        if number == place:
            shown += source.lines.release()
            assert not source.lines.waits
    shown += source.lines.release()
    assert shown == b"".join(part for part in parts if part in (*MINE, b"on\n"))
