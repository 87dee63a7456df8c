"""`jupyter keras-quiet install`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...inside.backend.backends import AUTO, BY_NAME, NONE
from . import add, complain, say

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "write a quiet kernel for a Python environment; nothing is installed there")
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="the interpreter, or its environment's folder; default: the Python of this command",
    )
    parser.add_argument(
        "--backend",
        choices=[AUTO, NONE, *BY_NAME],
        help="default: auto, which decides at each start (README, Backends)",
    )
    parser.add_argument(
        "--wrap", metavar="KERNEL", help="write a quiet copy of this kernel, with its argv, env, logos and provisioner"
    )
    parser.add_argument(
        "--name",
        help="default: keras-quiet, then the environment's name and the backend if you choose them, "
        "as in keras-quiet-old-jax; with --wrap: KERNEL-quiet",
    )
    parser.add_argument(
        "--display-name",
        metavar="NAME",
        help="what the launcher shows; default: Python (Keras quiet, ...); with --wrap: "
        "the display name of KERNEL, then (Keras quiet)",
    )
    parser.add_argument(
        "--env", action="append", metavar="NAME=VALUE", help="a variable for the kernel; may be repeated"
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="rewrite a kernel in its folder; options that you leave out keep their values, except with --wrap",
    )
    place = parser.add_argument_group(
        "where to put it",
        "By default, the one of two folders where Jupyter looks first: your own (--user) or this environment's "
        "(--sys-prefix). In a virtual environment, that is the environment's folder.",
    ).add_mutually_exclusive_group()
    place.add_argument("--user", action="store_true", help="your own folder, for every Jupyter of yours")
    place.add_argument("--sys-prefix", action="store_true", help="this environment's folder, for its Jupyter alone")
    place.add_argument("--prefix", metavar="P", help="the folder P/share/jupyter/kernels")


def run(chosen: argparse.Namespace) -> int:
    """Write the kernel and say how to start it."""
    if chosen.wrap:
        return _wrap(chosen)
    from .. import kernel_json, planning, refusals

    plan = planning.plan(chosen)
    kernel_json.write(plan)
    there = plan.interpreter
    for note in plan.notes:
        complain(note)
    say(
        f"Installed {plan.folder.name} in {plan.folder}",
        f"{there.python}: Python {there.version}, ipykernel {there.ipykernel}, Keras {there.keras or 'of TensorFlow'}",
    )
    if refusals.warning(plan):
        complain(f"Its backend is not installed yet: {refusals.warning(plan)}")
    say(f'Pick "{plan.display_name}" in the launcher, or type:', planning.next_line(plan))
    return 0


def _wrap(chosen: argparse.Namespace) -> int:
    from ..wrapping import wrap

    folder, notes = wrap(chosen)
    for note in notes:
        complain(note)
    say(f"Installed {folder.name} in {folder}: a quiet copy of {chosen.wrap}")
    return 0
