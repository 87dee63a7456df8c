"""Pure: measured results in, the page of docs/matrix.md out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cells import reasons_of
from .contestants import CONTESTANTS, OURS, PLAIN
from .counts import Results, cells, count, measured, totals, unexplained
from .reasons import EITHER, LEFT, LEFT_OUT
from .workloads import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rows import Row

_HEAD = """# The measured matrix

Written by `python benchmarks/matrix.py --all --write`; the raw results are in [matrix.json](matrix.json).
Each row is an environment of `tests/live/requirements`, in which nothing of ours is installed. Each contestant runs the
same cells in a kernel of its own (`benchmarks/workload`): a tutorial from the import to TFLite, and cells whose
messages must arrive. A contestant is a kernel, or a setting that people use against noise. **Noise** is every line on
the cell's stdout and stderr that is neither the cell's own output nor one of its expected signals. **Lost** is every
expected signal that did not reach the reader.

A line that a native thread writes at the very end of a cell can come too late to be counted, so a count of noise may
differ by one from run to run. The matrix was measured on Linux, without a GPU. The messages about a GPU that cannot be
used have a test of their own (`tests/live/test_gpu_messages.py`): there, levels 2 and 3 of `TF_CPP_MIN_LOG_LEVEL` lose
messages that ours shows. Before ipykernel 6, native lines reach only the terminal, in every kernel. In the rows with
such an ipykernel, native lines do not count as noise, and native signals are looked for in the terminal.

The rows "libraries" run what people use beside Keras: `benchmarks/workload/libraries.py`. The nightly rows run versions
that are not yet released. They may show noise or lose a signal: so we know a new message before its release. TFX has
no row: TFX 1.21 needs ml-metadata 1.21, and PyPI has no release of it for Python 3.10 or newer.

The last three contestants filter a kernel that was picked as "python3": by one line in the notebook, by the startup
file of `jupyter keras-quiet everywhere`, and by a `KerasQuietProvisioner` with `everywhere = True` as the default
provisioner. For the first two of these, keras_quiet can be imported in the kernel.

![Noise against lost signals, rows with every contestant](matrix.svg)
"""

_GPU = """TensorFlow 2.21, JAX 0.11.2, torch 2.11 and Keras 3.15.1 ran on an NVIDIA H200 (driver 580, CUDA 13.0), first
with commit ad81d12, and on 2026-11-28 with today's rules. In both runs no line that somebody needed was lost. The first
run left noise: a line of TensorFlow at every `fit`, two of its profiler, an out-of-memory report of 295 lines, and one
warning of torch at each LSTM. In the second run no noise of the recordings was left, with any of the three. An
out-of-memory report of `fit` on JAX had 192 lines left of 262; with a rule that was written afterwards 92 of 260 are
left (`tests/corpus/test_gpu.py` prints the recordings again). In the second run the start took 1.04 times as
long as in the plain kernel (median pair of 15, from 0.83 to 1.36), and 1.05 times with 350 packages more on PYTHONPATH
(12 pairs; `benchmarks/start.py`).

`python benchmarks/gpu.py BACKEND` runs the cells of these recordings in both kernels on a machine with a GPU."""


def markdown(results: Results) -> str:
    """Return the whole page."""
    parts = {
        "Every row: the plain kernel and ours": _rows(results),
        "What people use today, and ours": _contestants(results),
        "Cell by cell": _cell_by_cell(results),
        "Signals lost": _lost(results),
        "What ours leaves, and why": _left(results),
        "Cells that a row leaves out": _left_out(results),
        "Lines that count on neither side": _neither(results),
        "On a GPU": [_GPU],
    }
    return _HEAD + "".join(f"\n## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in parts.items())


def _rows(results: Results) -> Iterator[str]:
    yield "| Keras | versions | measured | plain: noise | plain: lost | ours: noise | ours: lost |"
    yield "|---|---|---|--:|--:|--:|--:|"
    for row in measured(results):
        about = results[row.name]
        versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
        counts = [f"{noise} | {lost}" for noise, lost in _pairs(results, row, (PLAIN.name, OURS.name))]
        yield f"| {row.name} | {versions} | {about['date']} | {' | '.join(counts)} |"


def _contestants(results: Results) -> Iterator[str]:
    full = [row for row in measured(results) if row.full]
    yield "Noise / lost.\n"
    yield "| | " + " | ".join(row.name for row in full) + " | together |"
    yield "|---|" + "--:|" * (len(full) + 1)
    for name, together in totals(results).items():
        pairs = [*(pair for row in full for pair in _pairs(results, row, [name])), together]
        yield f"| {name} | " + " | ".join(f"{noise} / {lost}" for noise, lost in pairs) + " |"


def _cell_by_cell(results: Results) -> Iterator[str]:
    yield "Noise / lost, for the cells in which any contestant shows noise or loses a signal."
    for row in measured(results):
        names = [contestant.name for contestant in CONTESTANTS if cells(results, row, contestant.name)]
        sessions = [cells(results, row, name) for name in names]
        yield f"\n### {row.name}\n"
        yield "| | " + " | ".join(names) + " |"
        yield "|---|" + "--:|" * len(names)
        for cell in sessions[0]:
            pairs = [count({"cells": {cell: session[cell]}}) for session in sessions]
            if any(map(any, pairs)):
                yield f"| {cell} | " + " | ".join(f"{noise} / {lost}" for noise, lost in pairs) + " |"


def _lost(results: Results) -> Iterator[str]:
    for contestant in CONTESTANTS:
        lost: dict[str, list[str]] = {}
        for row in measured(results):
            for cell, found in cells(results, row, contestant.name).items():
                for signal in found["lost"]:
                    lost.setdefault(f"{cell}: `{_one_line(signal)}`", []).append(row.name)
        yield f"- {contestant.name}" + ("" if lost else ": none")
        yield from (f"    - {signal} ({'; '.join(rows)})" for signal, rows in lost.items())


def _left(results: Results) -> Iterator[str]:
    for text, reason in LEFT.items():
        rows = [row.name for row in measured(results) if _shows(cells(results, row, OURS.name), text)]
        if rows:
            yield f"- `{text}`: {reason}. {'; '.join(rows)}."
    for row in measured(results):
        yield from (f"- {row.name}: **without a reason**: `{_one_line(line)}`" for line in unexplained(results, row))


def _neither(results: Results) -> Iterator[str]:
    yield (
        "Ours shows these lines, and the matrix counts them neither as noise nor as signals. "
        "The numbers are shown lines, over all rows.\n"
    )
    for text, reason in EITHER.items():
        shown = ", ".join(f"{name} {_count_of(results, name, text)}" for name in (PLAIN.name, OURS.name))
        yield f"- `{text}`: {reason}. Shown: {shown}."


def _count_of(results: Results, contestant: str, text: str) -> int:
    found = (cell for row in measured(results) for cell in cells(results, row, contestant).values())
    return sum(text in line for cell in found for line in cell.get("neither", ()))


def _left_out(results: Results) -> Iterator[str]:
    rows: dict[tuple[str, str], list[str]] = {}
    for row in measured(results):
        by_reason: dict[str, list[str]] = {}
        for cell, reason in reasons_of(row.tags, LEFT_OUT).items():
            if cell in NAMES[row.workload]:
                by_reason.setdefault(reason, []).append(cell)
        for reason, names in by_reason.items():
            rows.setdefault((reason, ", ".join(names)), []).append(row.name)
    yield from (f"- {'; '.join(of)}: {names}. Why: {reason}." for (reason, names), of in rows.items())


def _pairs(results: Results, row: Row, contestants: list[str] | tuple[str, ...]) -> list[tuple[int, int]]:
    return [count({"cells": cells(results, row, name)}) for name in contestants]


def _shows(found: Results, text: str) -> bool:
    return any(text in line for cell in found.values() for line in cell["noise"])


def _one_line(text: str) -> str:
    return " ".join(text.replace("`", "'").split())[:120]
