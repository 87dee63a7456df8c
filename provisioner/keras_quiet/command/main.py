"""Quiet kernels for Keras: one command for each environment and backend."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..errors import KerasQuietError
from ..server.backends import AUTO, BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .inspection import Inspection


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, or 1 where anything is wrong."""
    chosen = _parser().parse_args(argv)
    try:
        return int(chosen.verb(chosen))
    except KerasQuietError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jupyter keras-quiet", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _add_install(verbs)
    listing = _add_verb(verbs, "list", _list, "list the kernels of ours that Jupyter finds")
    listing.add_argument("--json", action="store_true", help="as JSON")
    _add_verb(verbs, "remove", _remove, "remove a kernel that install wrote").add_argument("name")
    showing = _add_verb(verbs, "show", _show, "show the variables that a kernel would be given here and now, and why")
    showing.add_argument("name")
    doctor = _add_verb(verbs, "doctor", _doctor, "say what is wrong and what to do next; exit status 1 if anything is")
    doctor.add_argument("name", nargs="?", help="one kernel; by default all")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    return parser


def _add_verb(verbs: Any, name: str, function: Any, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    parser.set_defaults(verb=function)
    return parser


def _add_install(verbs: Any) -> None:
    parser = _add_verb(
        verbs, "install", _install, "write a quiet kernel for an interpreter, which needs nothing of ours"
    )
    parser.add_argument(
        "--python", metavar="PATH", help="an interpreter or its environment's folder; default: this one"
    )
    parser.add_argument("--backend", choices=[AUTO, *BY_NAME], help="default: auto, the one that is there")
    parser.add_argument("--name", help="default: keras-quiet, the environment's name, and the backend")
    parser.add_argument("--display-name", metavar="D", help="what the launcher shows")
    parser.add_argument("--env", action="append", metavar="K=V", help="a variable for the kernel; may be repeated")
    parser.add_argument("--replace", action="store_true", help="write anew; what is not given stays as it was")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--user", action="store_true", help="for you, in every Jupyter of yours")
    place.add_argument("--sys-prefix", action="store_true", help="for this environment's Jupyter")
    place.add_argument("--prefix", metavar="P", help="below P/share/jupyter/kernels")


def _install(chosen: argparse.Namespace) -> int:
    from . import installation, planning

    plan = planning.plan(chosen)
    installation.write(plan)
    there = plan.interpreter
    print(f"Installed {plan.folder.name} in {plan.folder}")
    print(
        f"  {there.python}: Python {there.version}, ipykernel {there.ipykernel}, Keras {there.keras or 'of TensorFlow'}"
    )
    if installation.warning(plan):
        print(f"Its backend is not there yet: {installation.warning(plan)}", file=sys.stderr)
    print(f'Pick "{plan.display_name}" in the launcher, or type:\n  {planning.next_line(plan)}')
    return 0


def _list(chosen: argparse.Namespace) -> int:
    from .doctor import check_kernel
    from .inspection import inspect_all

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


def _remove(chosen: argparse.Namespace) -> int:
    from .kernelspecs import remove

    print(f"Removed {remove(chosen.name)}")
    return 0


def _show(chosen: argparse.Namespace) -> int:
    import os

    from .inspection import inspect_kernel
    from .kernelspecs import find_named

    inspection = inspect_kernel(find_named(chosen.name), os.environ)
    for variable in inspection.decision.variables:
        print(f"{variable.name}={variable.value}\n  {variable.reason}")
    for notice in inspection.decision.notices:
        print(notice, file=sys.stderr)
    return 0


def _doctor(chosen: argparse.Namespace) -> int:
    from .doctor import check_all
    from .inspection import inspect_all, inspect_setup

    inspections = inspect_all([chosen.name] if chosen.name else [])
    findings = check_all(inspect_setup(), inspections)
    if chosen.json:
        print(json.dumps([finding._asdict() for finding in findings], indent=1))
        return bool(findings)
    for finding in findings:
        print(f"{finding.kernel or 'all kernels'}: {finding.check.replace('_', ' ')}: NO\n  {finding.text}")
    count = f"{len(inspections)} kernel{'' if len(inspections) == 1 else 's'}"
    print(f"{len(findings)} wrong in {count}" if findings else f"Nothing is wrong in {count}")
    return bool(findings)
