"""A search for texts that come out wrong: any bytes, cut and flushed anywhere, through the filter with every rule.

`make fuzz` searches for longer.
"""

from __future__ import annotations

from hidden_lines import recorded
from hypothesis import example, given
from hypothesis import strategies as st
from keras_quiet.inside.filter import Filter
from keras_quiet.inside.grammar.messages import text_of
from keras_quiet.inside.lines.lines import Lines
from known_noise import ENTRIES

HEADS = [
    b"2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] ",
    b"I0000 00:00:1795355631.823008   29633 port.cc:153] ",
    b"W1027 03:04:05.678901 29633 cuda_executor.cc:12] ",
    b"E tensorflow/stream_executor/cuda/cuda_driver.cc:271] ",
    b"[W618 03:04:05.678901234 NNPACK.cpp:64] ",
    b"WARNING:tensorflow:",
    b"INFO:root:",
    b"\x1b[36m(f pid=12, ip=1.2.3.4)\x1b[0m ",
    b"(pid=1) ",
    b"/opt/env/lib/python3.9/site-packages/keras/x.py:3: DeprecationWarning: ",
    b"host:1013:1261 [0] NCCL INFO ",
    b"own ",
    b"  ",
    b"",
]
# What the rules name, as their own samples have it.
TEXTS = sorted({text.encode() for rule in ENTRIES for text in (*rule.hides, *rule.messages)})
PIECES = [b"\r", b"\t", b"\x00", b"\xe2\x82\xac", b"\xe2\x82", b"\xff", b"\x1b[0m", b"pid=", b"0000", b"oneDNN custom"]
line = st.builds(
    lambda head, text, more, end: head + text + more + end,
    st.sampled_from(HEADS),
    st.sampled_from([b"", *TEXTS]),
    st.one_of(st.just(b""), st.sampled_from(PIECES), st.binary(max_size=20)),
    st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"", b"\n\n"]),
)
texts = st.one_of(st.lists(line, max_size=8).map(b"".join), st.binary(max_size=200))
# Where a text is cut, and what happens there: nothing, a flush, or the next cell.
cuts = st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(["", "", "flush", "cell"])), max_size=12)


def through(lines: Lines, feed: object, data: bytes, places: list[tuple[int, str]]) -> bytes:
    shown, start = [], 0
    for place, what in sorted((place % (len(data) + 1), what) for place, what in places):
        shown.append(feed(data[start:place]))  # type: ignore[operator]
        start = place
        if what == "flush":
            shown.append(lines.release())
        elif what == "cell":
            lines.begin_cell()
    return b"".join([*shown, feed(data[start:]), lines.release()])  # type: ignore[operator]


def is_rest(data: bytes, hidden: list[str], shown: bytes, cells: set[int]) -> bool:
    """Whether `shown` is `data` without the hidden lines, each taken out once, as a whole and in order.

    What comes in the next cell of a line that has begun in the one before is a line of its own.
    """
    states, start = {(0, 0)}, 0
    for each in split(data):
        following = set()
        begins = {0, *(cell - start for cell in cells if start < cell < start + len(each))}
        for count, place in states:
            if shown.startswith(each, place):
                following.add((count, place + len(each)))
            if count < len(hidden) and each.endswith(b"\n"):
                following |= {
                    (count + 1, place + begin)
                    for begin in begins
                    if shown.startswith(each[:begin], place) and hidden[count] == text_of(each[begin:])
                }
        states, start = following, start + len(each)
    return (len(hidden), len(shown)) in states


def split(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    return [each + b"\n" for each in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


@given(texts, cuts)
def test_without_rules_every_byte_comes_out(data: bytes, places: list[tuple[int, str]]) -> None:
    hidden: list[object] = []
    lines = Lines(lambda _line: None, hidden.extend, [text.decode() for text in TEXTS[:50]])
    assert through(lines, lines.feed, data, places) == data
    assert hidden == []


@given(texts, cuts)
@example(b"(pid=1) own\r\n" * 3, [(5, "flush")])
def test_what_is_not_hidden_comes_out_once_and_in_order(data: bytes, places: list[tuple[int, str]]) -> None:
    quiet = Filter(lambda text: (_ for _ in ()).throw(AssertionError(text)))
    kept = recorded(quiet)
    lines = quiet.new_lines()
    shown = through(lines, lambda piece: quiet.shown_of(lines, piece), data, places)
    hidden = [text for _, text in kept]
    cells = {place % (len(data) + 1) for place, what in places if what == "cell"}
    assert is_rest(data, hidden, shown, cells), (data, hidden, shown)
    assert not [text for text in hidden if text.startswith("own ")]
    assert quiet.enabled


# Warnings and NCCL's lines are judged only where they come as a whole: no text of the user's waits for them.
HELD = [each for each in TEXTS if each[:1] not in (b"/", b"~") and b" NCCL " not in each]
held = st.lists(
    st.builds(
        lambda head, text: head + text + b"\n",
        st.sampled_from([head for head in HEADS if head[:1] != b"/" and b" NCCL " not in head]),
        st.sampled_from(HELD),
    ),
    max_size=8,
).map(b"".join)


@given(held, st.lists(st.integers(0, 3000), max_size=12))
def test_cuts_change_nothing(data: bytes, places: list[int]) -> None:
    filters = [Filter(lambda _text: None) for _ in range(2)]
    whole, cut = map(recorded, filters)
    lines = [quiet.new_lines() for quiet in filters]
    expected = through(lines[0], lines[0].feed, data, [])
    assert through(lines[1], lines[1].feed, data, [(place, "") for place in places]) == expected
    assert whole == cut
