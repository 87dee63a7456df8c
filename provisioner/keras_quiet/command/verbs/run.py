"""`jupyter keras-quiet run`."""

from __future__ import annotations

import argparse
import os
from typing import Any

from . import add

EPILOG = """The command keeps its stdin, stdout, signals and exit status; if stderr is a terminal,
the command sees a terminal. Example: jupyter keras-quiet run python train.py --epochs 3"""


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "run a command, and hide the known noise that it writes to stderr")
    parser.usage = "%(prog)s [-h] [-v] [--log FILE] [--] COMMAND ..."
    parser.epilog = EPILOG
    parser.add_argument("-v", "--verbose", action="store_true", help="at the end, write how many lines were hidden")
    parser.add_argument(
        "--log", metavar="FILE", help="append the hidden lines to a file, each line after the id of its rule"
    )
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND ...", help="a program and its arguments")


def run(chosen: argparse.Namespace) -> int:
    """Run the command and return its exit status; where a signal ended the command, end by the same signal."""
    from ...errors import CommandError

    if os.name != "posix":
        raise CommandError("run works on Linux and macOS alone: it needs their signals and terminals")
    from ..running import run_quiet

    command = chosen.command[1:] if chosen.command[:1] == ["--"] else chosen.command
    if not command:
        raise CommandError("run needs a command: jupyter keras-quiet run python train.py")
    return run_quiet(command, log=chosen.log, verbose=chosen.verbose)
