"""How a hidden line is told: one row, and when its copies came."""

from __future__ import annotations

import time

import pytest
from keras_quiet.inside.keeping.table import Table
from keras_quiet.inside.telling.rows import copies, dropped, row

NOW = time.mktime((2026, 1, 3, 17, 5, 10, 0, 0, -1))
MINUTE, DAY = 60, 24 * 3600


@pytest.fixture(autouse=True)
def _at_five(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is five past five in the afternoon: the clock cannot be set for one process."""
    plain = time.localtime
    monkeypatch.setattr(time, "localtime", lambda seconds=NOW: plain(seconds))


@pytest.mark.parametrize(
    ("count", "first", "told"),
    [
        (1, NOW, ""),
        (2, NOW, "1 time more, 17:05"),
        (20_000, NOW - 4 * MINUTE, "19,999 times more, 17:01 to 17:05"),
        (3, NOW - DAY, "2 times more, 2026-01-02 17:05 to 2026-01-03 17:05"),
    ],
)
def test_the_copies_are_told_with_their_times(count: int, first: float, told: str) -> None:
    table = Table()
    table.add("a-rule", "said", "text", 1, first)
    entry = table.add("a-rule", "said", "text", count - 1, NOW)
    assert copies(entry) == told
    assert row(entry) == "a-rule  text" + (f"\n  ({told})" if told else "")


def test_times_of_another_day_have_its_date() -> None:
    entry = Table().add("a-rule", "said", "text", 2, NOW - DAY)
    assert copies(entry) == "1 time more, 2026-01-02 17:05"


def test_what_was_dropped_is_told_with_the_bounds() -> None:
    assert dropped(0) == ""
    assert dropped(1) == "1 older line was dropped: at most 64 kB are kept of what one rule hid, and 512 kB in all"
    assert dropped(18_387).startswith("18,387 older lines were dropped: ")
