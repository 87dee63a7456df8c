"""Noise shown and signals lost, in every Keras, beside what people use today.

python benchmarks/matrix.py [ROW ...] [--all] [--delete] [--write] [--jobs 1]

Builds the environments that are missing (tests/harness/environments.py), runs the workload in a kernel for each row and
contestant, and merges what it measured into docs/matrix.json. --write draws docs/matrix.md and docs/matrix.svg from
that file; --delete removes an environment once its rows are measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workload import counts, measure, page, picture
from workload.contestants import CONTESTANTS
from workload.measure import environments
from workload.rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workload.contestants import Contestant
    from workload.rows import Row

DOCS = Path(__file__).parents[1] / "docs"
_writing = threading.Lock()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the rows asked for; 1 if ours lost a signal or showed noise without a reason in a released version."""
    asked = _parser().parse_args(argv)
    if unknown := set(asked.rows) - {row.name for row in ROWS}:
        print(f"no such row: {', '.join(sorted(unknown))}; there are: {', '.join(row.name for row in ROWS)}")
        return 2
    for name in measure.deciding_variables():
        del os.environ[name]
    os.environ["KERAS_QUIET_GPU"] = "0"  # the rows are of a machine without a GPU, on whichever they are measured
    chosen = [row for row in ROWS if asked.all or row.name in asked.rows]
    for row in chosen:
        _measure(row, asked)
        if asked.delete:
            shutil.rmtree(environments.python_of(row.environment).parents[1])
    results = load()
    if asked.write:
        (DOCS / "matrix.md").write_text(page.markdown(results), "utf-8")
        (DOCS / "matrix.svg").write_text(picture.svg(counts.totals(results)), "utf-8")
    return int(any(counts.unexplained(results, row) for row in chosen if not row.nightly))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="; ".join(row.name for row in ROWS))
    parser.add_argument("--all", action="store_true", help="every row")
    parser.add_argument("--contestant", action="append", help="only this one; may be given again")
    parser.add_argument("--delete", action="store_true", help="remove each environment after its row")
    parser.add_argument("--write", action="store_true", help="draw the table and the picture")
    parser.add_argument("--jobs", type=int, default=1, help="so many kernels at a time")
    return parser


def _measure(row: Row, asked: argparse.Namespace) -> None:
    environments.build(row.environment)
    _merge(row, {"versions": measure.versions(row.environment), "date": datetime.now(timezone.utc).date().isoformat()})
    contestants = [c for c in CONTESTANTS if (row.full or c.everywhere) and c.name in (asked.contestant or [c.name])]
    with ThreadPoolExecutor(asked.jobs) as pool:
        list(pool.map(lambda contestant: _measure_one(row, contestant), contestants))


def _measure_one(row: Row, contestant: Contestant) -> None:
    result = measure.run(row, contestant)
    _merge(row, {}, {contestant.name: result})
    noise, lost = counts.count(result)
    print(f"{row.name} | {contestant.name}: noise {noise}, lost {lost}, {result['seconds']} s", flush=True)


def load() -> dict[str, Any]:
    """Read what was measured so far."""
    path = DOCS / "matrix.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def _merge(row: Row, about: dict[str, Any], contestants: dict[str, Any] | None = None) -> None:
    with _writing:
        results = load()
        entry = results.setdefault(row.name, {})
        entry.update(about)
        entry.setdefault("contestants", {}).update(contestants or {})
        DOCS.mkdir(exist_ok=True)
        (DOCS / "matrix.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
