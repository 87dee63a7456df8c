"""Pure: measured results in, counts and the Markdown table out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .cells import reasons_of
from .contestants import CONTESTANTS, OURS, PLAIN
from .reasons import EITHER, LEFT, LEFT_OUT
from .rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .rows import Row

Results = dict[str, Any]
_HEAD = """# The measured matrix

Written by `python benchmarks/matrix.py --all --write`; the raw results are in [matrix.json](matrix.json).
Each row is an environment of `tests/live/requirements`, in which nothing of ours is installed. Each contestant runs the
same cells in a kernel of its own (`benchmarks/workload`): a tutorial from the import to TFLite, and cells whose
messages must arrive. **Noise** is every line on the cell's stdout and stderr that is neither the cell's own output nor
one of its expected signals. **Lost** is every expected signal that did not reach the reader.

![Noise against lost signals, rows with every contestant](matrix.svg)
"""


def count(result: Results) -> tuple[int, int]:
    """Return how many noise lines one session showed and how many signals it lost."""
    cells = result["cells"].values()
    return sum(len(cell["noise"]) for cell in cells), sum(len(cell["lost"]) for cell in cells)


def totals(results: Results) -> dict[str, tuple[int, int]]:
    """Return for each contestant the sums over the rows that run all of them."""
    sums: dict[str, tuple[int, int]] = {}
    for contestant in CONTESTANTS:
        pairs = [
            count(results[row.name]["contestants"][contestant.name])
            for row in ROWS
            if row.full and contestant.name in results.get(row.name, {}).get("contestants", {})
        ]
        if pairs:
            sums[contestant.name] = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return sums


def unexplained(results: Results, row: Row) -> list[str]:
    """Return what ours showed without a reason in `reasons.LEFT`, or lost, in a row."""
    cells = _cells(results, row, OURS.name)
    noise = [line for cell in cells.values() for line in cell["noise"] if not any(text in line for text in LEFT)]
    return noise + [signal for cell in cells.values() for signal in cell["lost"]]


def markdown(results: Results) -> str:
    """Return the whole page."""
    parts = (
        [_HEAD],
        ["## Every row: the plain kernel and ours\n", *_rows(results)],
        ["\n## What people use today\n", *_contestants(results)],
        ["\n## Signals lost\n", *_lost(results)],
        ["\n## What ours leaves, and why\n", *_left(results)],
        ["\n## Cells that a row leaves out\n", *_left_out(results)],
        ["\n## Lines that count on neither side\n", *(f"- `{text}`: {reason}." for text, reason in EITHER.items())],
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _rows(results: Results) -> Iterator[str]:
    yield "| Keras | versions | measured | plain: noise | plain: lost | ours: noise | ours: lost |"
    yield "|---|---|---|--:|--:|--:|--:|"
    for row in _measured(results):
        about = results[row.name]
        versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
        counts = [_counts(results, row, name) for name in (PLAIN.name, OURS.name)]
        yield f"| {row.name} | {versions} | {about['date']} | {' | '.join(counts)} |"


def _contestants(results: Results) -> Iterator[str]:
    full = [row for row in _measured(results) if row.full]
    yield "Noise / lost.\n"
    yield "| | " + " | ".join(row.name for row in full) + " | together |"
    yield "|---|" + "--:|" * (len(full) + 1)
    for name, (noise, lost) in totals(results).items():
        counts = [_counts(results, row, name).replace(" | ", " / ") for row in full]
        yield f"| {name} | {' | '.join(counts)} | {noise} / {lost} |"


def _lost(results: Results) -> Iterator[str]:
    for contestant in CONTESTANTS:
        lost: dict[str, list[str]] = {}
        for row in _measured(results):
            for cell, found in _cells(results, row, contestant.name).items():
                for signal in found["lost"]:
                    lost.setdefault(f"{cell}: `{_one_line(signal)}`", []).append(row.name)
        yield f"**{contestant.name}**" + (":\n" if lost else ": none.\n")
        yield from (f"- {signal} ({'; '.join(rows)})" for signal, rows in lost.items())
        yield ""


def _left(results: Results) -> Iterator[str]:
    for text, reason in LEFT.items():
        rows = [row.name for row in _measured(results) if _shows(_cells(results, row, OURS.name), text)]
        if rows:
            yield f"- `{text}`: {reason}. {'; '.join(rows)}."
    for row in _measured(results):
        yield from (f"- {row.name}: **without a reason**: `{_one_line(line)}`" for line in unexplained(results, row))


def _left_out(results: Results) -> Iterator[str]:
    reasons: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in _measured(results):
        by_reason: dict[str, list[str]] = {}
        for cell, reason in reasons_of(row.tags, LEFT_OUT).items():
            by_reason.setdefault(reason, []).append(cell)
        for reason, cells in by_reason.items():
            reasons.setdefault((reason, tuple(cells)), []).append(row.name)
    for (reason, cells), rows in reasons.items():
        yield f"- {'; '.join(rows)}: {', '.join(cells)}. {reason}."


def _measured(results: Results) -> Iterable[Row]:
    return [row for row in ROWS if {PLAIN.name, OURS.name} <= set(results.get(row.name, {}).get("contestants", {}))]


def _cells(results: Results, row: Row, contestant: str) -> Results:
    measured = results.get(row.name, {}).get("contestants", {}).get(contestant)
    return dict(measured["cells"]) if measured else {}


def _counts(results: Results, row: Row, contestant: str) -> str:
    measured = results[row.name]["contestants"].get(contestant)
    return " | ".join(map(str, count(measured))) if measured else "- | -"


def _shows(cells: Results, text: str) -> bool:
    return any(text in line for cell in cells.values() for line in cell["noise"])


def _one_line(text: str) -> str:
    return " ".join(text.replace("`", "'").split())[:120]
