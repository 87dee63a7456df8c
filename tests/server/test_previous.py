"""What a kernel leaves for the one that takes its place: one private file under another name, and no more."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from keras_quiet.inside.telling.previous import Previous
from keras_quiet.server.previous import clean_up, keep, link, previous_file, private_file

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = b'{"shown": "last words", "at": 1}\n'


@pytest.fixture
def connection(tmp_path: Path) -> str:
    return str(tmp_path / "kernel-1.json")


def test_the_file_of_a_dead_kernel_is_kept_with_its_last_words(connection: str) -> None:
    private_file(connection).write_bytes(b'{"hidden": "r", "text": "noise", "count": 2, "first": 1, "last": 2}\n')
    assert keep(connection, SHOWN + b'{"died": "SIGABRT"}\n')
    assert not private_file(connection).exists()
    told = Previous(str(private_file(connection)))
    assert told.head == "the kernel before this one died: SIGABRT"
    assert [(each.rule, each.text, each.count) for each in told.entries] == [
        ("r", "noise", 2),
        ("shown", "last words", 1),
    ]


def test_a_kernel_that_hid_nothing_leaves_its_last_words_in_a_new_file(connection: str) -> None:
    assert keep(connection, SHOWN)
    first, second = previous_file(connection).read_bytes().splitlines(keepends=True)
    assert list(json.loads(first)) == ["provisioner"]
    assert second == SHOWN
    assert previous_file(connection).stat().st_mode & 0o777 == 0o600


def test_what_an_older_kernel_left_goes(connection: str) -> None:
    previous_file(connection).write_text("older")
    assert not keep(connection, b"")
    assert not previous_file(connection).exists()


def test_a_kernel_that_ends_in_order_leaves_its_file_to_the_next_one(connection: str) -> None:
    private_file(connection).write_bytes(SHOWN)
    link(connection)
    private_file(connection).unlink()  # as the kernel does at its end
    assert keep(connection, b"", is_linked=True)
    assert previous_file(connection).read_bytes() == SHOWN


@pytest.mark.parametrize("how", ["symlink_to", "hardlink_to"])
def test_nothing_is_written_through_a_link_that_somebody_put_there(how: str, connection: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mine")
    getattr(private_file(connection), how)(tmp_path / "secret")
    assert not keep(connection, SHOWN)
    assert (tmp_path / "secret").read_text() == "mine"
    assert not os.path.lexists(previous_file(connection))


def test_all_goes_with_the_last_kernel(connection: str, tmp_path: Path) -> None:
    for file in (
        private_file(connection),
        previous_file(connection),
        tmp_path / f"{private_file(connection).name}.new",
    ):
        file.touch()
    clean_up(connection)
    assert list(tmp_path.iterdir()) == []
