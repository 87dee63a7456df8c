"""The private file: what is in it after each line, and when it is full, cut, or in somebody else's hands."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras_quiet.inside.grammar.messages import said
from keras_quiet.inside.keeping import private_file
from keras_quiet.inside.keeping.hidden import Hidden
from keras_quiet.inside.keeping.private_file import KEPT, LIMIT, PrivateFile
from keras_quiet.inside.keeping.table import Table
from keras_quiet.server.crashes import examine

if TYPE_CHECKING:
    from pathlib import Path


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def counts(path: Path) -> dict[str, int]:
    """As a reader counts: a text that stands there twice came as often as its last line says."""
    return {each["text"]: each["count"] for each in entries(path) if "hidden" in each}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kernel-1.keras-quiet.log"


@pytest.fixture
def hidden(path: Path) -> Hidden:
    hidden = Hidden(pytest.fail)
    hidden.open(str(path), "a process")
    return hidden


@given(st.text(min_size=1), st.integers(1, 300))
def test_a_text_is_encoded_so_that_json_gives_it_back(text: str, times: int) -> None:
    entry = Table().add("a-rule", "said", text * times, 3, 1.5)
    told = json.loads(private_file.hidden_entry(entry))
    assert told == {"hidden": "a-rule", "count": 3, "first": 1, "last": 1, "text": entry.text}
    assert private_file.hidden_entry(entry).count(b"\n") == 1
    assert json.loads(private_file.shown_entry(text)) == {"shown": text}


def test_a_first_copy_is_there_at_once_and_further_ones_write_nothing(hidden: Hidden, path: Path) -> None:
    hidden.add("a-rule", "one")
    first, (about, one) = path.read_bytes(), entries(path)
    assert about == {"provisioner": "a process"}
    assert (one["hidden"], one["text"], one["count"]) == ("a-rule", "one", 1)
    for _ in range(1000):
        hidden.add("a-rule", "one")
    hidden.add_lines([("a-rule", said("one"), b"one\n" * 1000)])
    assert path.read_bytes() == first


def test_the_file_ends_with_the_line_that_was_hidden_last(hidden: Hidden, path: Path) -> None:
    for _ in range(3):
        hidden.add("a-rule", "one")
        hidden.add("a-rule", "two")
    assert [each["text"] for each in entries(path)[1:]] == ["one", "two"] * 3
    assert counts(path) == {"one": 3, "two": 3}
    hidden.add_lines([("a", "one", b"1\n"), ("a", "two", b"2\n"), ("a", "one", b"1\n")] * 1000)
    assert [each["text"] for each in entries(path)[-2:]] == ["2", "1"]
    hidden.add_shown("mine\n")
    crash = examine(-6, str(path.with_name("kernel-1.json")))
    assert (crash.shown, crash.hidden) == ("mine", "1")


def test_a_full_file_is_written_anew_with_the_counts_and_the_last_shown_texts(hidden: Hidden, path: Path) -> None:
    hidden.add_shown("mine, long before")
    hidden.add("rare", "a rare line")
    inode, starts = path.stat().st_ino, 0
    for number in range(6000):
        hidden.add("a-rule", f"{number} {'x' * 500}")
        hidden.add("flood", "again")
        assert path.stat().st_size <= LIMIT
        starts += path.stat().st_ino != inode
        inode = path.stat().st_ino
    assert starts > 2
    told = entries(path)
    assert told[0] == {"provisioner": "a process"}
    assert [each["shown"] for each in told if "shown" in each] == ["mine, long before"]
    assert {each["text"]: each["count"] for each in told if each.get("hidden") == "rare"} == {"a rare line": 1}
    assert 5000 < counts(path)["again"] <= 6000
    numbers = [int(text.split()[0]) for text in counts(path) if text[0].isdigit()]
    assert numbers == list(range(numbers[0], 6000))
    assert told[-1]["text"] == "again"
    assert list(path.parent.iterdir()) == [path]


def test_texts_that_json_makes_six_times_as_long_stay_under_the_bound(hidden: Hidden, path: Path) -> None:
    for number in range(500):
        hidden.add(f"rule {number % 20}", f"{number} {'é' * 1000}")
        hidden.add_shown("é" * 3000)
        assert path.stat().st_size <= LIMIT
    assert counts(path)[f"499 {'é' * 1000}"] == 1


def test_shown_texts_are_there_once_and_in_order(hidden: Hidden, path: Path) -> None:
    for number in range(3000):
        hidden.add("a-rule", f"{number} {'x' * 1000}")
        if number % 100 == 0:
            hidden.add_shown(f"shown {number}")
    shown = [each["shown"] for each in entries(path) if "shown" in each]
    assert shown[-20:] == [f"shown {number}" for number in range(1000, 3000, 100)]
    assert len(set(shown)) == len(shown)


def fill(file: PrivateFile, kept: list[bytes], size: int) -> None:
    for _ in range(size // 1000):
        kept.append(b"%d %b\n" % (len(kept), b"x" * 960))
        file.append(kept[-1])


@pytest.fixture
def filled(path: Path) -> tuple[PrivateFile, list[bytes]]:
    kept: list[bytes] = []
    return PrivateFile(str(path), lambda: private_file.last_lines(b"".join(kept)), ""), kept


FIRST = b'{"provisioner": ""}\n'


def test_a_file_that_somebody_has_cut_is_made_from_memory(path: Path, filled: tuple[PrivateFile, list[bytes]]) -> None:
    file, kept = filled
    fill(file, kept, LIMIT * 3 // 4)
    os.truncate(path, 10)
    fill(file, kept, LIMIT // 2)
    lines = path.read_bytes().splitlines(keepends=True)
    assert lines == [FIRST, *kept[1 - len(lines) :]]
    assert len(lines) > KEPT // 1010


def test_a_file_whose_descriptor_is_another_one_now_is_made_anew(
    path: Path, filled: tuple[PrivateFile, list[bytes]]
) -> None:
    file, kept = filled
    fill(file, kept, 3000)
    assert file._fd is not None
    mine = os.open(path.with_name("mine"), os.O_CREAT | os.O_RDWR)
    os.dup2(mine, file._fd)  # the user's own file
    fill(file, kept, 3000)
    assert path.read_bytes() == FIRST + b"".join(kept)
    assert path.with_name("mine").read_bytes() == b""
