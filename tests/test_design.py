"""docs/design.md speaks of the tree as it is: the files on a line's way, and the rooms with all that is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "provisioner" / "keras_quiet"
PAGE = (ROOT / "docs" / "design.md").read_text("utf-8")
LONGEST = 100  # it is one page


def rooms() -> dict[str, set[str]]:
    """Return the names in the table of rooms, by the folder; a row without one goes on with the room before."""
    found: dict[str, set[str]] = {}
    room = ""
    for cells in (
        line.strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| (?:`\w+/|\|)|\| \| `", line)
    ):
        room = cells[0].strip(" `/") or room
        found.setdefault(room, set()).update(re.findall(r"`(\w+)`", cells[1]))
    return {room: names for room, names in found.items() if names}


def test_every_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"[\w/]+\.py\b", PAGE))
    assert len(named) > 25
    assert sorted(name for name in named if not any((place / name).is_file() for place in (ROOT, PACKAGE))) == []


def test_every_room_of_the_kernel_is_in_the_table_and_the_servers() -> None:
    folders = {file.parent.relative_to(PACKAGE).as_posix() for file in (PACKAGE / "inside").rglob("*.py")}
    assert set(rooms()) == {*folders, "server"}


@pytest.mark.parametrize("room", rooms())
def test_a_room_of_the_table_has_these_files_and_no_others(room: str) -> None:
    assert rooms()[room] == {file.stem for file in (PACKAGE / room).glob("*.py")} - {"__init__"}


def test_few_files_stand_before_the_rooms() -> None:
    assert len(list((PACKAGE / "inside").glob("*.py"))) <= 9


@pytest.mark.parametrize("half", ["inside", "server", "command"])
def test_the_tests_of_a_half_stand_in_its_rooms(half: str) -> None:
    tests = ROOT / "tests" / half
    folders = {file.parent.relative_to(tests) for file in tests.rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (PACKAGE / half / folder / "__init__.py").is_file()] == []


def test_the_page_is_one_page() -> None:
    assert PAGE.count("\n") <= LONGEST
