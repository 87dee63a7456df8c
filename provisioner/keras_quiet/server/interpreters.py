"""What an interpreter has, found out without importing any of it."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..inside.backend import probe
from ..inside.backend.backends import MODULES, runnable
from ..inside.backend.choice import Installed
from .answers import ask
from .argv import name_interpreter
from .finding import finder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# How long an interpreter may take to answer, in seconds.
TIME_LIMIT = 5.0
# What shapes an interpreter's sys.path besides itself.
_SHAPING = ("PYTHONPATH", "PYTHONNOUSERSITE", "PYTHONUSERBASE")


@dataclass(frozen=True)
class Interpreter:
    """A kernel's interpreter and the backends that it can run; None, with the reason in `unknown`, if not known.

    `version` is Python's; the other versions are of distributions, "" where there is none or it is not known.
    `own` is the folder of a virtual or conda environment, "" for a Python outside of any.
    """

    python: str
    backends: frozenset[str] | None = None
    unknown: str = ""
    version: str = ""
    keras: str = ""
    ipykernel: str = ""
    tensorflow: str = ""
    keras_quiet: str = ""
    own: str = ""

    @property
    def installed(self) -> Installed:
        """What the choice of a backend turns on."""
        return Installed(self.python, self.backends, self.unknown, self.keras, self.tensorflow)


@dataclass
class Memory:
    """What interpreters have answered, for as long as the folders on their sys.path stay as they were."""

    answers: dict[tuple[str, ...], tuple[list[int], dict[str, Any]]] = field(default_factory=dict)

    def recall(self, key: tuple[str, ...]) -> dict[str, Any] | None:
        """Return an answer that still holds, or None."""
        if key not in self.answers:
            return None
        changed, answer = self.answers[key]
        return answer if _changes(key[0], answer) == changed else None

    def keep(self, key: tuple[str, ...], answer: dict[str, Any]) -> None:
        """Remember an answer."""
        self.answers[key] = (_changes(key[0], answer), answer)


_MEMORY = Memory()


def look(
    argv: Sequence[str],
    env: Mapping[str, str] | None = None,
    memory: Memory = _MEMORY,
    folder: str | None = None,
) -> Interpreter:
    """Look at the interpreter that a kernel's argv starts.

    `env` is the kernel's environment, by default ours; `folder` is where it starts, by default our working folder.
    """
    named = name_interpreter(argv, finder(os.environ if env is None else env, folder))
    if named.python is None:
        return Interpreter(argv[0] if argv else "", unknown=named.unknown)
    return examine(named.python, env, memory)


def examine(python: str, env: Mapping[str, str] | None = None, memory: Memory = _MEMORY) -> Interpreter:
    """Look at one interpreter: in this process where it is the one that runs us, otherwise by asking it once."""
    env = os.environ if env is None else env
    if not os.access(python, os.X_OK):
        return Interpreter(python, unknown=f"there is no {python}")
    key = (python, *(sys.path if is_ours(python, env) else (env.get(name, "") for name in _SHAPING)))
    answer = memory.recall(key)
    if answer is None:
        try:
            answer = _look_here() if is_ours(python, env) else _ask(python, env)
        except subprocess.TimeoutExpired as error:
            return Interpreter(python, unknown=f"{python} did not say what it has in {error.timeout:.0f} s")
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            return Interpreter(python, unknown=f"{python} is no Python 3.6 or newer ({_cause(error)})")
        memory.keep(key, answer)
    return _read(python, answer)


def is_ours(python: str, env: Mapping[str, str] = os.environ) -> bool:
    """Whether a path is this process's interpreter, under any of its names there: python, python3.

    The same file elsewhere is not: the links of all virtual environments lead to one file.
    """
    try:
        beside = Path(python).absolute().parent.samefile(Path(sys.executable).parent)
        same = beside and Path(python).samefile(sys.executable)
    except OSError:
        return False  # we may not look there, or it is gone again
    return same and all(env.get(name) == os.environ.get(name) for name in _SHAPING)


def _look_here() -> dict[str, Any]:
    importlib.invalidate_caches()
    return probe.look(MODULES, list(sys.path))


def _ask(python: str, env: Mapping[str, str]) -> dict[str, Any]:
    text = ask([python, "-I", probe.__file__, *MODULES], env, TIME_LIMIT)
    # A .pth file of a package may have printed something before.
    try:
        answer = json.loads((text.splitlines() or [b""])[-1])
    except RecursionError as error:
        raise ValueError("its answer is nested too deep") from error
    if not isinstance(answer, dict) or any(not fits(answer.get(key)) for key, fits in _FORM.items()):
        raise ValueError("its answer is not ours")
    return answer


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


# What `probe.look` returns.
_FORM: dict[str, Callable[[Any], bool]] = {
    "version": lambda value: isinstance(value, str),
    "prefix": lambda value: isinstance(value, str),
    "own": lambda value: isinstance(value, bool),
    "modules": _are_texts,
    "folders": _are_texts,
    "versions": lambda value: isinstance(value, dict) and _are_texts(list(value.values())),
}


def _read(python: str, answer: Mapping[str, Any]) -> Interpreter:
    versions = answer["versions"]
    return Interpreter(
        python,
        runnable(answer["modules"]),
        version=answer["version"],
        keras=versions.get("keras", ""),
        ipykernel=versions.get("ipykernel", ""),
        tensorflow=versions.get("tensorflow", ""),
        keras_quiet=versions.get("keras_quiet", ""),
        own=answer["prefix"] if answer["own"] else "",
    )


def _changes(python: str, answer: Mapping[str, Any]) -> list[int]:
    """Return when the interpreter and the folders it read were last changed, in nanoseconds; 0 for what is gone."""
    return [_changed(Path(path)) for path in (python, *answer["folders"])]


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except (OSError, ValueError):
        return 0


def _cause(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"it ended with exit status {error.returncode}"
    return (error.strerror if isinstance(error, OSError) else "") or "its answer cannot be read"
