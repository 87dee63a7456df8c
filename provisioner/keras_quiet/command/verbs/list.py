"""`jupyter keras-quiet list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...inside.backend.backends import ignores_choice
from . import add, say, say_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from ..default_kernels import DefaultSwitch
    from ..everywhere import Switch
    from ..inspection import Inspection


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "list the quiet kernels that Jupyter finds, with their backends")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print the kernels, each with its backend and the number of its faults."""
    from ..doctor import check_kernel
    from ..inspection import inspect_all

    rows, limits = [], dict[str, str]()
    for found in inspect_all():
        limits.update({source.file: source.limits for source in found.sources.values() if source.limits})
        row = _row(found, [finding.check for finding in check_kernel(found)])
        rows.append(row)
        if not chosen.json:
            say(_title(row), *_lines(found))
    if chosen.json:
        say_json(rows)
        return 0
    if not rows:
        say("Jupyter finds no quiet kernel. Write one: jupyter keras-quiet install")
    for file, text in limits.items():
        say(file, text)
    for what, switch in _switches():
        say(what, f"{switch.file}{': wrong, see jupyter keras-quiet doctor' if switch.problem else ''}")
    return 0


def _switches() -> Iterator[tuple[str, DefaultSwitch | Switch]]:
    """Yield what makes other kernels quiet, and which they are."""
    from .. import default_kernels, everywhere

    for default in default_kernels.find():
        yield "every plain Python kernel that a Jupyter server starts which reads this file", default
    for switch in everywhere.find_switches():
        who = f"every IPython kernel of yours, profile {switch.profile}"
        yield f"{who}, if keras-quiet is installed in its environment", switch


def _title(row: dict[str, Any]) -> str:
    count = len(row["findings"])
    wrong = f"{count} problem{'' if count == 1 else 's'}: jupyter keras-quiet doctor {row['name']}" if count else "ok"
    return f"{row['name']}  ({row['display_name']})  {wrong}"


def _lines(found: Inspection) -> list[str]:
    there, folder = found.facts.interpreter, str(found.kernel.folder)
    if there.backends is None:
        return [there.unknown, folder]
    ipykernel = f"ipykernel {there.ipykernel}" if there.ipykernel else "no ipykernel"
    patterns = [f"{key}: {len(each.value)} of {each.file}" for key, each in found.patterns.items()]
    return [f"{there.python}: Python {there.version}, {ipykernel}", _runs_on(found), *patterns, folder]


def _runs_on(found: Inspection) -> str:
    there, backend = found.facts.interpreter, found.backend
    if not there.keras and not there.tensorflow:
        return "no Keras"
    keras = f"Keras {there.keras}" if there.keras else f"Keras of TensorFlow {there.tensorflow}"
    if not backend.value:
        return f"{keras}, and KERAS_BACKEND is not set: {backend.reason}"
    if backend.value != "tensorflow" and ignores_choice(there.keras, there.tensorflow):
        return f"{keras} on tensorflow, though KERAS_BACKEND is {backend.value}: {backend.reason}"
    if backend.value not in (there.backends or ()):
        return f"{keras}, but without {backend.value}: {backend.reason}"
    return f"{keras} on {backend.value}: {backend.reason}"


def _row(inspection: Inspection, findings: list[str]) -> dict[str, Any]:
    kernel, there, backend = inspection.kernel, inspection.facts.interpreter, inspection.backend
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
        "files": {key: source.file for key, source in inspection.sources.items()},
        "limits": {key: source.limits for key, source in inspection.sources.items() if source.limits},
        "state": "wrong" if findings else "ok",
        "findings": findings,
    }
