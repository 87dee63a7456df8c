"""What a kernel's argv says: which interpreter runs in the end, and whether our filter does. Starts nothing."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .search_path import is_gone, is_nowhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .search_path import Which

# Our inside half, by the path that works where nothing of ours is installed.
INSIDE = Path(__file__).resolve().parents[1] / "inside" / "__main__.py"
CONDA = ("conda", "mamba", "micromamba")
_PYTHON = re.compile(r"(?:python|pypy)[\d.]*", re.IGNORECASE)
# Options of `conda run` that take a value; the first argument that is none is the command.
_CONDA_VALUES = ("-n", "--name", "-p", "--prefix", "--cwd")


class Named(NamedTuple):
    """The interpreter that an argv names, as jupyter_client would start it, or None and why it is not known."""

    python: str | None
    unknown: str = ""


def name_interpreter(argv: Sequence[str], which: Which = shutil.which) -> Named:
    """Find the interpreter where it is plainly named, behind `env` and `conda run` too."""
    command = argv[0] if argv else ""
    # jupyter_client/manager.py:391
    if command in ("python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info[:2])):
        return Named(sys.executable)
    program = program_of(command)
    if is_python(command):
        found = which(command)
        return Named(found, "" if found else f"there is no {command}")
    if program == "env" and behind_env(argv):
        return name_interpreter(behind_env(argv), which)
    if program in CONDA:
        return _in_conda(argv, which)
    return Named(None, f"what {command or 'an empty argv'} starts is not known")


def starts_filter(argv: Sequence[str]) -> bool:
    """Whether an argv starts our inside half, by name, by path, or by `python -c` as the shipped kernel.json does."""
    by_name = "keras_quiet.inside" in argv or any("from keras_quiet.inside.__main__ import" in part for part in argv)
    return by_name or inside_path(argv) is not None


def inside_path(argv: Sequence[str]) -> str | None:
    """Return the path of the inside half in an argv, or None where it is started by name or not at all."""
    for part in argv:
        if re.split(r"[/\\]", part)[-3:] == ["keras_quiet", "inside", "__main__.py"]:
            return part
    return None


def missing(argv: Sequence[str], path: str | None) -> list[str]:
    """Return what an argv names and is surely not there, one line each; `path` is the PATH of the kernel.

    What cannot be told for sure is left to the launch itself: a name relative to the notebook's folder, for example.
    """
    problems = []
    command, inside = argv[0] if argv else "", inside_path(argv)
    if name_interpreter(argv[:1]).python is None and "{" not in command and is_nowhere(command, path):
        problems.append(f"there is no {command}, which its argv starts")
    if inside and "{" not in inside and is_gone(inside):
        problems.append(f"there is no {inside}, the filter that its argv names")
    return problems


def reinstall(folder: Path, argv: Sequence[str]) -> str:
    """Return the command that writes a kernel of ours again; it keeps what the old kernel.json says."""
    words = ["jupyter", "keras-quiet", "install", "--name", folder.name, "--replace"]
    named = name_interpreter(argv)
    if named.python is None:
        beside = [Path(argv[0]).with_name(name) for name in ("python3", "python", "python.exe")] if argv else []
        words += ["--python", next((str(path) for path in beside if path.is_file()), "PATH_OF_A_PYTHON")]
    if folder.parts[-4:-1] == ("share", "jupyter", "kernels"):
        words += ["--prefix", str(folder.parents[3])]
    else:
        words += ["--user"]
    return shlex.join(words)


def pip(python: str) -> str:
    """Return the beginning of the shell's command that installs into an interpreter."""
    return f"{shlex.quote(python)} -m pip install"


def program_of(command: str) -> str:
    """Return the name of the program that a command names, in lower case, without a folder or .exe."""
    return re.split(r"[/\\]", command)[-1].lower().removesuffix(".exe")


def is_python(command: str) -> bool:
    """Whether a command names a Python, in whichever folder."""
    return _PYTHON.fullmatch(program_of(command)) is not None


def behind_env(argv: Sequence[str]) -> list[str]:
    """Return the command behind `env`'s options and assignments; [] where -S splits a string."""
    rest = list(argv[1:])
    while rest and (rest[0].startswith("-") or "=" in rest[0]):
        option = rest.pop(0)
        if option.startswith(("-S", "--split-string")):
            return []
        if option in ("-u", "--unset", "-C", "--chdir"):
            del rest[:1]
    return rest


def _in_conda(argv: Sequence[str], which: Which) -> Named:
    """Find the interpreter behind `conda run [-n NAME | -p PREFIX] python`."""
    rest, values = list(argv[1:]), dict[str, str]()
    while rest and (rest[0] == "run" or rest[0].startswith("-")):
        option, _, value = rest.pop(0).partition("=")
        if option in _CONDA_VALUES:
            values[option.lstrip("-")[0]] = value or (rest.pop(0) if rest else "")
    if not rest or not is_python(rest[0]):
        return Named(None, f"what {argv[0]} starts is not known")
    if rest[0] != program_of(rest[0]):
        return name_interpreter(rest, which)
    prefixes = [Path(values["p"])] if "p" in values else _conda_prefixes(which(argv[0]), values.get("n", ""))
    for prefix in prefixes:
        for python in (prefix / "bin" / rest[0], prefix / f"{rest[0]}.exe"):
            if python.is_file():
                return Named(str(python))
    return Named(None, f"where {argv[0]} keeps its environment {values.get('n') or values.get('p', '')} is not known")


def _conda_prefixes(conda: str | None, name: str) -> list[Path]:
    """Return where conda may keep an environment: beside itself (ROOT/condabin/conda), or in the user's folder."""
    if not conda or not name:
        return []
    root = Path(os.path.realpath(conda)).parent.parent
    if name in ("base", "root"):
        return [root]
    return [root / "envs" / name, *(folder / "envs" / name for folder in _own_conda())]


def _own_conda() -> list[Path]:
    try:
        return [Path.home() / ".conda"]
    except RuntimeError:
        return []  # nobody knows this user's home
