"""`jupyter keras-quiet remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import add

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "remove a kernel that install wrote", aliases=["uninstall"])
    parser.add_argument("name")


def run(chosen: argparse.Namespace) -> int:
    """Remove the kernel and say where it was."""
    from ..kernelspecs import remove

    print(f"Removed {remove(chosen.name)}")
    return 0
