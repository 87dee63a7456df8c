"""`jupyter keras-quiet list`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import add

if TYPE_CHECKING:
    import argparse

    from ..inspection import Inspection


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "list the kernels of ours that Jupyter finds")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print the kernels, each with its backend and the number of its faults."""
    from ..doctor import check_kernel
    from ..inspection import inspect_all

    rows = [_row(inspection, [finding.check for finding in check_kernel(inspection)]) for inspection in inspect_all()]
    if chosen.json:
        print(json.dumps(rows, indent=1))
        return 0
    for row in rows:
        wrong = f"{len(row['findings'])} wrong: jupyter keras-quiet doctor {row['name']}" if row["findings"] else "ok"
        print(f"{row['name']}  ({row['display_name']})  {wrong}")
        print(f"  {row['interpreter']}: Python {row['python'] or '?'}, ipykernel {row['ipykernel'] or '?'}")
        print(f"  Keras {row['keras'] or '?'} on {row['backend']}: {row['reason']}")
        print(f"  {row['folder']}")
    if not rows:
        print("Jupyter finds no kernel of ours. Write one: jupyter keras-quiet install")
    return 0


def _row(inspection: Inspection, findings: list[str]) -> dict[str, Any]:
    kernel, there, backend = inspection.kernel, inspection.facts.interpreter, inspection.decision.variables[0]
    return {
        "name": kernel.name,
        "display_name": kernel.display_name,
        "folder": str(kernel.folder),
        "interpreter": there.python,
        "python": there.version,
        "ipykernel": there.ipykernel,
        "keras": there.keras,
        "backend": backend.value,
        "reason": backend.reason,
        "state": "wrong" if findings else "ok",
        "findings": findings,
    }
