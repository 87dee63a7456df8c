"""All that is known, in stored outputs: what each rule hides, what stays beside it, the collected lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from corpus import OURS
from corpus_session import CORPUS, RECENT, WILD, Record, load
from keras_quiet.command.rulebook import forms, reading
from keras_quiet.command.rulebook.kernel import Judge
from keras_quiet.inside.grammar.messages import Message, read_line
from keras_quiet.inside.grammar.rule import HIDE, HIDE_WITHOUT_GPU, ONCE
from keras_quiet.inside.grammar.ways import LOGGING
from stored import cell, cleaned, notebook, stream, texts

if TYPE_CHECKING:
    from pathlib import Path

    from keras_quiet.command.rulebook.entries import RuleEntry

BOOK = reading.read_rules(reading.folder())
JUDGE = Judge(BOOK.rules)
# Known by the frames above the call alone, which no text has.
TRACE = re.compile(r"=== Source Location Trace: === ?\n(?:\S+\.(?:cc|h):\d+\n)+")
OF_FRAMES = {rule.id for rule in BOOK.rules if rule.called_from}


def written(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_what_a_rule_hides_goes_and_what_stands_around_it_stays(rule: RuleEntry) -> None:
    given = [
        [before := f"Mine, {number}\n", written(text), f"{before}, too\n"] for number, text in enumerate(rule.hides)
    ]
    names = ["stderr", "stdout"] if rule.way == LOGGING else ["stderr"]
    said = [cell(stream("".join(each), name)) for each in given for name in names for _ in range(2)]
    hidden = ["".join(each) if rule.id in OF_FRAMES else each[0] + each[2] for each in given]
    data = cleaned(notebook(*said))[0]
    for name in names:
        left = texts(data, name)
        assert left[1::2] == hidden
        if rule.action in (HIDE, HIDE_WITHOUT_GPU):
            assert left[::2] == hidden
    on_a_gpu = cleaned(notebook(*said, metadata={"accelerator": "GPU"}))[0]
    if rule.action != HIDE and rule.id not in OF_FRAMES:  # shown once
        # What is shown is whole, but for the lines of C++ code below it, which a rule of their own hides.
        assert texts(on_a_gpu)[0] == TRACE.sub("", "".join(given[0]))
        assert texts(on_a_gpu)[1::2] == hidden


def test_few_rules_need_frames() -> None:
    """A stored output has no frames: what these rules hide in a kernel stays in a notebook."""
    assert {"tflite-converter-folder", "keras-jax-shapes"} == OF_FRAMES


# Keras writes the line by itself, and so a whole line on stderr is known as its banner, as under `run`.
BANNER = ("keras-banner", "Using TensorFlow backend.")


def test_no_message_goes_that_is_shown_on_purpose() -> None:
    """Those of a user's own code among them."""
    lines = [written(line) for entry in (*BOOK.rules, *BOOK.shown) for text in entry.shows for line in forms.of(text)]
    assert len(lines) > 8_000
    _, gone = cleaned(notebook(*(cell(stream(line, name)) for line in lines for name in ("stderr", "stdout"))))
    assert [(each.rule, each.text) for each in gone] == [BANNER]


# The collected lines.


def kept(record: Record, name: str) -> tuple[str, str]:
    """Return what stands in the output for a record: the text of the notebook before, and what is left of it."""
    before = record.get("before") or ""
    text = f"{before}{written(record['text'])}"
    left = texts(cleaned(notebook(cell(stream(f"a\n{text}b\n", name))))[0], name)
    return text, "".join(left).removeprefix("a\n").removesuffix("b\n")


def streams(record: Record) -> list[str]:
    return ["stderr", "stdout"] if ":tensorflow:" in record["text"] else ["stderr"]


@pytest.mark.parametrize("file", [CORPUS, WILD, RECENT], ids=lambda file: file.stem)
def test_every_message_that_somebody_needed_stays_whole(file: Path) -> None:
    needed = [record for record in load(file) if record["expect"] == "must-show"]
    pairs = {record["id"]: kept(record, name) for record in needed for name in streams(record)}
    assert {name: pair for name, pair in pairs.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("file", [CORPUS, WILD, RECENT], ids=lambda file: file.stem)
def test_what_stands_before_a_message_on_its_line_stays(file: Path) -> None:
    records = [record for record in load(file) if record.get("before")]
    assert all(kept(record, "stderr")[1].startswith(record["before"]) for record in records)
    assert records or file != CORPUS


# Noise that a rule names and of which something is left all the same, and why.
LEFT = {
    **dict.fromkeys(("d0059", "d0304"), "the collection has another bucket than upstream's text"),
    **dict.fromkeys(
        ("d0054", "d0226", "d0267", "d0270", "d0287", "d0363", "d0425"),
        "what the program printed next is the program's",
    ),
}


def is_named(record: Record) -> bool:
    """Whether a rule hides a record by its text, and each copy of it."""
    texts = (record["text"], record["text"].partition("\n")[0])
    said = [
        *map(read_line, texts),
        *(Message("write", module, f"{text}\n") for module in ("keras.backend", "absl.logging") for text in texts),
    ]
    rules = [rule for message in said for rule in JUDGE.taking(message)]
    return any(rule.action != ONCE and rule.id not in OF_FRAMES for rule in rules)  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", [CORPUS, WILD, RECENT], ids=lambda file: file.stem)
def test_the_noise_goes(file: Path) -> None:
    """At the collection's share: whatever a rule names by its text (`tests/corpus` says how much that is)."""
    noise = [record for record in load(file) if record["expect"] == "may-hide" and record["producer"] in OURS]
    left = {
        record["id"]
        for record in noise
        for name in streams(record)
        if kept(record, name)[1].strip() != (record.get("before") or "").strip()
    }
    assert left == {record["id"] for record in noise if not is_named(record) or record["id"] in LEFT}
    assert len(left) < 0.15 * len(noise)
