"""`jupyter keras-quiet everywhere`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import add, complain, say

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "load the filter in every IPython kernel of yours, whichever you pick")
    parser.add_argument("--remove", action="store_true", help="delete the startup file that loads the filter")
    parser.add_argument(
        "--profile", default="default", metavar="NAME", help="a profile of IPython; default: the one called default"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write or delete the startup file, and say where it is."""
    from ..everywhere import configuration_problems, switch_off, switch_on

    if chosen.remove:
        gone = switch_off(chosen.profile)
        say(f"Deleted {gone}" if gone else f"The profile {chosen.profile} does not load keras_quiet")
        return 0
    file, is_new = switch_on(chosen.profile)
    say(
        f"{'Wrote' if is_new else 'Nothing to do, this file exists:'} {file}",
        "From its next start on, each IPython kernel of yours hides known noise, if keras-quiet is installed in its",
        "environment (pip install keras-quiet). No backend is chosen for it. To undo this, add --remove",
    )
    for problem in configuration_problems(chosen.profile):
        complain(problem)
    return 0
