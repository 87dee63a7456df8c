"""`jupyter keras-quiet install`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ...server.backends import AUTO, BY_NAME
from . import add

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "write a quiet kernel for an interpreter, which needs nothing of ours")
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


def run(chosen: argparse.Namespace) -> int:
    """Write the kernel and say how to start it."""
    from .. import installation, planning

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
