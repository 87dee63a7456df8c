"""`jupyter keras-quiet remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import add, complain, say

if TYPE_CHECKING:
    import argparse

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
    parser.add_argument("--prefix", metavar="P", help="look below P/share/jupyter/kernels only")


def run(chosen: argparse.Namespace) -> int:
    """Remove, say what is gone, and return 1 if anything could not be removed."""
    from ..places import below_prefix
    from ..removal import Removed, remove, remove_all

    folders = [str(below_prefix(chosen.prefix))] if chosen.prefix else None
    gone = remove_all(folders) if chosen.all else Removed(remove(chosen.name, folders), [], [], [])
    for kernel in gone.kernels:
        say(f"Removed {kernel.folder}{f', which {kernel.hidden_by} hid' if kernel.hidden_by else ''}")
    for file in (*gone.switches, *gone.files):
        say(f"Removed {file}")
    for problem in gone.problems:
        complain(problem)
    if not any(gone):
        say(NOTHING)
    if chosen.all and folders is None:
        say(ELSEWHERE)
    return bool(gone.problems)
