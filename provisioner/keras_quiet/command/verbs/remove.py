"""`jupyter keras-quiet remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import add

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "remove kernels that `install` wrote", aliases=["uninstall"])
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("name", nargs="?", metavar="NAME", help="a kernel; all of that name are removed")
    which.add_argument("--all", action="store_true", help="every kernel that `install` wrote, before pip uninstall")
    parser.add_argument(
        "--prefix", metavar="P", help="look below P/share/jupyter/kernels, not where Jupyter finds kernels"
    )


def run(chosen: argparse.Namespace) -> int:
    """Remove the kernels and say where they were."""
    from ..kernelspecs import remove, remove_all
    from ..places import below_prefix

    folders = [str(below_prefix(chosen.prefix))] if chosen.prefix else None
    removed = remove_all(folders) if chosen.all else remove(chosen.name, folders)
    for kernel in removed:
        hidden = f", which {kernel.hidden_by} hid" if kernel.hidden_by else ""
        print(f"Removed {kernel.folder}{hidden}")
    if not removed:
        print("There is no kernel that `jupyter keras-quiet install` wrote")
    return 0
