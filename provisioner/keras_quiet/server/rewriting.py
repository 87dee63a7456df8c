"""Turns the argv of a plain ipykernel into one that starts our filter, where that surely runs on this machine.

`rewritten` looks at nothing but conda's folders. An argv that starts anything else is left alone: behind `docker`,
`ssh`, `srun` or a shell our path may not exist, and a program of its own knows best how it starts its kernel.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from ..inside.backend.versions import numbers
from .argv import CONDA, INSIDE, behind_env, is_python, name_interpreter, program_of
from .interpreters import interpreter_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .search_path import Which

# The first ipykernel that the filter works with.
OLDEST_IPYKERNEL = (5, 5)
MODULES = ("ipykernel_launcher", "ipykernel")
# Options of Python that may stand before -m; those of the second line have a value, here or in the next word.
_OPTION = re.compile(r"-[bBdEhiIOPqsSuvx]+|--check-hash-based-pycs=\w+")
_VALUED = re.compile(r"-[XW]")
# Programs that run a Python of this machine by `PROGRAM [options] run [options] python`, and their options with a value
# in the next word. An option that is not here has none, so that a program behind it is never taken for its value.
_RUNNERS = {
    "uv": (
        "--with", "--with-editable", "--with-requirements", "-p", "--python", "--project", "--directory", "--extra",
        "--group", "--only-group", "--no-group", "--env-file", "--package", "--cache-dir", "--config-file",
    ),
    "pixi": ("-e", "--environment", "--manifest-path", "-m", "-p", "--platform"),
    "hatch": ("-e", "--env", "-p", "--project", "--data-dir", "--cache-dir", "--config"),
    "poetry": ("-C", "--directory", "-P", "--project"),
    "pdm": ("-p", "--project", "-c", "--config"),
}  # fmt: skip


def rewritten(argv: Sequence[str], which: Which = shutil.which, inside: str = str(INSIDE)) -> list[str] | None:
    """Return the argv that starts the inside half by its path, or None where this argv is to be left alone."""
    start = _python_of(list(argv), which)
    if start is None:
        return None
    module = _module_of(argv, start)
    return None if module is None else [*argv[:module], inside, *argv[module + 2 :]]


def for_launch(argv: Sequence[str], env: Mapping[str, str], folder: str | None) -> list[str] | None:
    """Return the argv for a launch, or None where the interpreter is too old for the filter or cannot be asked."""
    new = rewritten(argv, lambda command: shutil.which(command, path=env.get("PATH")))
    if new is None or is_behind_runner(argv):
        return new
    there = interpreter_of(argv, env, folder=folder)
    return new if there.backends is not None and numbers(there.ipykernel) >= OLDEST_IPYKERNEL else None


def is_behind_runner(argv: Sequence[str]) -> bool:
    """Whether one of the runners chooses the interpreter, so that it cannot be asked beforehand."""
    rest = behind_env(argv) if argv and program_of(argv[0]) == "env" else argv
    return bool(rest) and program_of(rest[0]) in _RUNNERS


def _module_of(argv: Sequence[str], python: int) -> int | None:
    """Return where `-m ipykernel_launcher` stands, if only Python's options are in between."""
    at = python + 1
    while at < len(argv) - 1:
        if argv[at] == "-m":
            return at if argv[at + 1] in MODULES else None
        if _VALUED.match(argv[at]):
            at += 1 + (len(argv[at]) == len("-X"))
        elif _OPTION.fullmatch(argv[at]):
            at += 1
        else:
            return None
    return None


def _python_of(argv: list[str], which: Which) -> int | None:
    """Return where the interpreter stands, or None where it is not plainly named."""
    program = program_of(argv[0]) if argv else ""
    if is_python(program):
        return 0
    if program == "env":
        rest = behind_env(argv)
        found = _python_of(rest, which) if rest else None
        return None if found is None else found + len(argv) - len(rest)
    if program in CONDA and name_interpreter(argv, which).python is None:
        return None
    if program in CONDA:
        return next((at for at, word in enumerate(argv) if is_python(word)), None)
    return _behind_runner(argv, _RUNNERS[program]) if program in _RUNNERS else None


def _behind_runner(argv: Sequence[str], valued: Sequence[str]) -> int | None:
    at, runs = 1, False
    while at < len(argv):
        word = argv[at]
        if word.startswith("-"):
            at += 2 if word in valued else 1
        elif word == "run" and not runs:
            at, runs = at + 1, True
        else:
            # hatch names an environment in front of the command: `hatch run test:python`.
            command = word.rpartition(":")[2] if program_of(argv[0]) == "hatch" else word
            return at if runs and is_python(command) else None
    return None
