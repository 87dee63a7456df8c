"""`jupyter keras-quiet remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import add, complain, say

if TYPE_CHECKING:
    import argparse

    from ..removal import Removed

NOTHING = "There is nothing that `jupyter keras-quiet install` or `everywhere` wrote"
# No list of prefixes is kept: a kernel is where its folder is.
ELSEWHERE = (
    "Not looked at: other environments, and a --prefix where this Jupyter finds no kernels. There: "
    "jupyter keras-quiet remove --all --prefix P"
)


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "remove what `install` and `everywhere` wrote", aliases=["uninstall"])
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "name", nargs="?", metavar="NAME", help="the name of a kernel; every kernel of this name is removed"
    )
    which.add_argument(
        "--all",
        action="store_true",
        help="all that `install` and `everywhere` wrote, and files of dead kernels; do this before pip uninstall",
    )
    which.add_argument("--default", action="store_true", help="what `install --default` wrote")
    parser.add_argument("--prefix", metavar="P", help="look below P/share/jupyter/kernels and P/etc/jupyter only")


def run(chosen: argparse.Namespace) -> int:
    """Remove, say what is gone, and return 1 if anything could not be removed."""
    from ..removal import left

    gone = _remove(chosen)
    for kernel in gone.kernels:
        say(f"Removed {kernel.folder}{f', which {kernel.hidden_by} hid' if kernel.hidden_by else ''}")
    for file in (*gone.switches, *gone.files):
        say(f"Removed {file}")
    for problem in gone.problems:
        complain(problem)
    if not any(gone):
        say(NOTHING)
    if chosen.all and not chosen.prefix:
        for line in left():
            say(f"Left: {line}")
        say(ELSEWHERE)
    return bool(gone.problems)


def _remove(chosen: argparse.Namespace) -> Removed:
    from ..places import KERNELS, below_prefix
    from ..removal import Removed, remove, remove_all, remove_default

    if chosen.all:
        return remove_all(chosen.prefix or "")
    if chosen.default:
        return remove_default(chosen.prefix or "")
    folders = [str(below_prefix(chosen.prefix, KERNELS))] if chosen.prefix else None
    return Removed(remove(chosen.name, folders), [], [], [])
