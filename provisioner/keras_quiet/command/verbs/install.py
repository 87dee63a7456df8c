"""`jupyter keras-quiet install`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...inside.backend.backends import AUTO, BY_NAME, NONE
from . import add, complain, say

if TYPE_CHECKING:
    import argparse

    from ...server.interpreters import Interpreter
    from ..installed_kernels import Kernel

_PICK = 'Pick "{}" in the launcher, or type:'


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
    parser.add_argument(
        "--unset", action="append", metavar="NAME", help="with --replace: take a variable away; may be repeated"
    )
    parser.add_argument(
        "--default",
        action="store_true",
        help="no kernel: let the Jupyter server of this environment start every plain Python kernel quietly, "
        "Python 3 too; only the place may be given",
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
    from .. import default_kernels, installed_kernels, kernel_json, places, planning, refusals, wrapping

    if chosen.default:
        return _default(chosen)
    is_bare = not any(getattr(chosen, word) for word in default_kernels.OF_A_KERNEL) and not places.named_option(chosen)
    shipped = installed_kernels.shipped() if is_bare else None  # the kernel that pip installs may be meant
    if shipped is not None:
        return _nothing_to_do(shipped)
    plan = wrapping.plan(chosen) if chosen.wrap else planning.plan(chosen)
    kernel_json.write(plan)
    for note in plan.notes:
        complain(note)
    copy = f": a quiet copy of {chosen.wrap}" if chosen.wrap else ""
    say(f"Installed {plan.folder.name} in {plan.folder}{copy}", *_has(plan.interpreter))
    if refusals.warning(plan):
        complain(f"Its backend is not installed yet: {refusals.warning(plan)}")
    say(_PICK.format(plan.display_name), planning.next_line(plan))
    return 0


def _has(there: Interpreter) -> list[str]:
    keras = there.keras or "of TensorFlow"
    text = f"{there.python}: Python {there.version}, ipykernel {there.ipykernel}, Keras {keras}"
    return [] if there.backends is None else [text]


def _nothing_to_do(shipped: Kernel) -> int:
    """Say that pip has installed the kernel already, and what else may have been meant."""
    from ...server.interpreters import interpreter_of
    from ..refusals import lacks_keras

    say(f"Nothing is to do: pip installed the kernel {shipped.name} for this environment, in {shipped.folder}")
    lacks = lacks_keras(interpreter_of(shipped.argv), AUTO)
    if lacks:
        complain(lacks)
    say(_PICK.format(shipped.display_name), f"jupyter console --kernel {shipped.name}")
    say("For another environment:", "jupyter keras-quiet install --python PATH")
    say("To make your Python 3 notebooks quiet:", "jupyter keras-quiet install --default")
    return 0


def _default(chosen: argparse.Namespace) -> int:
    from .. import default_kernels

    file, is_new = default_kernels.switch_on(chosen)
    say(
        f"{'Wrote' if is_new else 'Nothing is to do:'} {file}{'' if is_new else ' is there'}",
        "Every plain Python kernel that a Jupyter server of this environment starts is quiet, once the server is "
        "started again",
        "It reaches the server only: not nbconvert, papermill, `jupyter execute`, `jupyter console` or VS Code",
        "To undo it: jupyter keras-quiet remove --default",
    )
    return 0
