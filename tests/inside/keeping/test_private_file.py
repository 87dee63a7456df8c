"""The private file: JSON as json writes it, and when it is full, its last lines and the last shown texts."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from keras_quiet.inside.keeping import private_file
from keras_quiet.inside.keeping.hidden import Hidden
from keras_quiet.inside.keeping.private_file import KEPT, LIMIT, TOGETHER, Entry, PrivateFile

if TYPE_CHECKING:
    from pathlib import Path

LINES = b"I0000 00:00:1795355631.823008 29633 port.cc:153] oneDNN custom operations are on.\n" * 100


def entries(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@given(st.text(), st.integers(1, 3000))
def test_a_text_is_encoded_as_json_encodes_it(text: str, times: int) -> None:
    entry = {"hidden": "a-rule", "text": text * times}
    assert private_file._encode([("a-rule", text * times)]) == (json.dumps(entry) + "\n").encode()


@given(st.lists(st.tuples(st.sampled_from(["a-rule", "another", "hide .*é"]), st.binary(max_size=50))))
@example([("a-rule", b'"\\\x7f\xff'), ("a-rule", b"x" * 9000), ("another", b"y" * 9000), ("another", b"a\r")])
def test_lines_that_follow_each_other_are_encoded_together(lines: list[tuple[str, bytes]]) -> None:
    runs = [(rule, line.replace(b"\n", b"") + b"\n") for rule, line in lines]
    told = [json.loads(each) for each in private_file._encode([*runs, ("", "shown")]).splitlines()]
    assert told.pop() == {"shown": "shown"}
    assert "\n".join(each["text"] for each in told).split("\n") == (
        b"".join(line for _, line in runs).decode("utf-8", "replace").rstrip("\r\n").split("\n")
    )
    for each in told:
        assert len(each["text"]) < TOGETHER + 9002
    assert {rule for each in told for rule in each["hidden"].split(", ")} == {rule for rule, _ in runs}


@pytest.mark.parametrize("alone", [True, False])
def test_a_full_file_starts_again_with_its_last_lines(tmp_path: Path, *, alone: bool) -> None:
    path = tmp_path / "a"
    hidden = Hidden(pytest.fail)
    hidden.open(str(path), alone=alone)
    hidden.add_shown("mine, long before")
    inode, starts = path.stat().st_ino, 0
    for number in range(4000):
        hidden.add("a-rule", f"{number} {'x' * 700}")
        if number % 50 == 0:
            hidden.add_lines([("a-rule", LINES.replace(b"port", b"%d" % number))])
        if number % 7 == 0:
            hidden.write()
        assert path.stat().st_size <= LIMIT
        starts += path.stat().st_ino != inode
        inode = path.stat().st_ino
    hidden.write()
    assert starts > 2
    told = entries(path)
    assert (told[0] == {"alone": True}) == alone
    numbers = [int(each["text"].split()[0]) for each in told if each.get("text", "")[:1].isdigit()]
    assert numbers == list(range(numbers[0], 4000))
    assert len(numbers) > 300
    assert [each["shown"] for each in told if "shown" in each] == ["mine, long before"]
    assert list(tmp_path.iterdir()) == [path]


def test_shown_texts_are_there_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a"
    hidden = Hidden(pytest.fail)
    hidden.open(str(path))
    for number in range(3000):
        hidden.add("a-rule", "x" * 1000)
        if number % 100 == 0:
            hidden.add_shown(f"shown {number}")
        hidden.write()
    shown = [each["shown"] for each in entries(path) if "shown" in each]
    assert shown[-20:] == [f"shown {number}" for number in range(1000, 3000, 100)]
    assert len(set(shown)) == len(shown)


def fill(file: PrivateFile, kept: list[Entry], size: int) -> None:
    for _ in range(size // 1000):
        kept.append(("a-rule", f"{len(kept)} {'x' * 960}"))
        file.append(kept[-1:])


def told(path: Path) -> list[Entry]:
    return [(each["hidden"], each["text"]) for each in entries(path)]


def test_a_file_that_somebody_has_cut_is_made_from_memory(tmp_path: Path) -> None:
    path, kept = tmp_path / "a", list[Entry]()
    file = PrivateFile(str(path), lambda: kept, alone=False)
    fill(file, kept, LIMIT * 3 // 4)
    os.truncate(path, 10)
    fill(file, kept, LIMIT // 2)
    assert told(path) == kept[-len(told(path)) :]
    assert len(told(path)) > KEPT // 1010


def test_a_file_whose_descriptor_is_another_one_now_is_made_anew(tmp_path: Path) -> None:
    path, kept = tmp_path / "a", list[Entry]()
    file = PrivateFile(str(path), lambda: kept, alone=False)
    fill(file, kept, 3000)
    assert file._fd is not None
    mine = os.open(tmp_path / "mine", os.O_CREAT | os.O_RDWR)
    os.dup2(mine, file._fd)  # the user's own file
    fill(file, kept, 3000)
    assert told(path) == kept
    assert (tmp_path / "mine").read_bytes() == b""
