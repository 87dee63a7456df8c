"""`jupyter keras-quiet doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import add, complain, say, say_json

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "say what is wrong and what to do next; exit status 1 if anything is wrong")
    parser.add_argument("name", nargs="?", help="the name of a kernel; default: all kernels")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print what is wrong, and return 1 if anything is."""
    from jupyter_core.paths import jupyter_config_dir

    from ..doctor import check_all
    from ..inspection import inspect_all, inspect_setup
    from ..notes import notes

    setup = inspect_setup()
    inspections = inspect_all([chosen.name] if chosen.name else [], setup.files)
    findings = check_all(setup, inspections)
    for note in notes(setup.files, inspections, jupyter_config_dir()):
        complain(note)
    if chosen.json:
        say_json([finding._asdict() for finding in findings])
        return bool(findings)
    for finding in findings:
        say(f"{finding.kernel or 'all kernels'}: {finding.check.replace('_', ' ')}: NO", finding.text)
    count = f"{len(inspections)} kernel{'' if len(inspections) == 1 else 's'}"
    say(
        f"{len(findings)} problem{'' if len(findings) == 1 else 's'} in {count}"
        if findings
        else f"Nothing is wrong in {count}"
    )
    return bool(findings)
