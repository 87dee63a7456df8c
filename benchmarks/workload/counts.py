"""Pure: measured results in, counts out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .contestants import CONTESTANTS, OURS, PLAIN
from .reasons import LEFT
from .rows import ROWS

if TYPE_CHECKING:
    from .rows import Row

# docs/matrix.json: rows, their contestants, their cells, and in each the lines of noise and the lost signals.
Results = dict[str, Any]


def count(session: Results) -> tuple[int, int]:
    """Return how many noise lines one session showed and how many signals it lost."""
    cells = session["cells"].values()
    return sum(len(cell["noise"]) for cell in cells), sum(len(cell["lost"]) for cell in cells)


def measured(results: Results) -> list[Row]:
    """Return the rows in which both the plain kernel and ours were measured."""
    return [row for row in ROWS if {PLAIN.name, OURS.name} <= set(results.get(row.name, {}).get("contestants", {}))]


def cells(results: Results, row: Row, contestant: str) -> Results:
    """Return the cells of one session, or none if it was not measured."""
    session = results.get(row.name, {}).get("contestants", {}).get(contestant)
    return dict(session["cells"]) if session else {}


def totals(results: Results) -> dict[str, tuple[int, int]]:
    """Return for each contestant the sums over the rows that run all of them."""
    sums: dict[str, tuple[int, int]] = {}
    for contestant in CONTESTANTS:
        sessions = [cells(results, row, contestant.name) for row in measured(results) if row.full]
        if sessions and all(sessions):
            pairs = [count({"cells": session}) for session in sessions]
            sums[contestant.name] = sum(noise for noise, _ in pairs), sum(lost for _, lost in pairs)
    return sums


def unexplained(results: Results, row: Row) -> list[str]:
    """Return what ours showed in a row without a reason in `reasons.LEFT`, and what it lost."""
    found = cells(results, row, OURS.name).values()
    noise = [line for cell in found for line in cell["noise"] if not any(text in line for text in LEFT)]
    return noise + [signal for cell in found for signal in cell["lost"]]
