"""The user-wide switch: a file of our own among a profile's startup files, which IPython runs in each of its kernels.

A startup file, and no line in ipython_config.py: a configuration file is a person's, one in JSON would replace that
person's own list of extensions, and IPython shows a warning for an extension that an environment lacks.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CommandError
from .startup_file import is_ours, text

if TYPE_CHECKING:
    from collections.abc import Mapping

# IPython runs them in the order of their names (IPython/core/shellapp.py, _run_startup_files): ours before an import.
NAME = "00-keras-quiet.py"
DEFAULT = "default"
AGAIN = "jupyter keras-quiet everywhere"
_CONFIGS = ("ipython_config.py", "ipython_kernel_config.py")


@dataclass(frozen=True)
class Switch:
    """The startup file of one profile; `problem` is empty or says what is wrong with it and what to do next."""

    profile: str
    file: Path
    problem: str = ""


def ipython_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Return where IPython keeps its profiles (IPython/paths.py, get_ipython_dir), without making it."""
    return Path(env.get("IPYTHONDIR") or "~/.ipython").expanduser()


def switch_on(profile: str = DEFAULT) -> tuple[Path, bool]:
    """Write the startup file; return it, and whether anything was changed. Raises CommandError."""
    file = _file(profile)
    if profile != DEFAULT and not file.parents[1].is_dir():
        raise CommandError(f"there is no profile {profile} in {ipython_folder()}: ipython profile create {profile}")
    found = _read(file)
    if found == text():
        return file, False
    if found is not None:
        _refuse_a_persons(file, found)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        try:
            new.write_text(text(), "utf-8")
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot(error, file) from error
    return file, True


def switch_off(profile: str = DEFAULT) -> Path | None:
    """Delete the startup file; return it, or None where there is none. Raises CommandError."""
    file = _file(profile)
    found = _read(file)
    if found is None:
        return None
    _refuse_a_persons(file, found)
    try:
        file.unlink()
    except OSError as error:
        raise _cannot(error, file) from error
    return file


def find_switches() -> list[Switch]:
    """Return the startup files of ours, in all profiles."""
    files = sorted(ipython_folder().glob(f"profile_*/startup/{NAME}"))
    return [_examine(file.parents[1].name.partition("_")[2], file) for file in files]


def configuration_problems(profile: str = DEFAULT) -> list[str]:
    """Return one line for each configuration file of a profile that IPython cannot read; it ignores such a file."""
    folder = _file(profile).parents[1]
    return [problem for name in _CONFIGS if (problem := _syntax_problem(folder / name))]


def _syntax_problem(file: Path) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(file.read_bytes(), str(file), "exec")
    except FileNotFoundError:
        return ""
    except (OSError, SyntaxError, ValueError) as error:
        why = f"line {error.lineno}: {error.msg}" if isinstance(error, SyntaxError) else str(error)
        return f"IPython ignores {file} ({why}). Correct it; keras_quiet is loaded all the same"
    return ""


def _examine(profile: str, file: Path) -> Switch:
    again = AGAIN if profile == DEFAULT else f"{AGAIN} --profile {profile}"
    try:
        found = _read(file)
    except CommandError as error:
        return Switch(profile, file, str(error))
    if found == text():
        return Switch(profile, file)
    if is_ours(found or ""):
        return Switch(profile, file, f"{file} is of another version. Write it again: {again}")
    return Switch(profile, file, f"{file} was changed by hand. Delete it, and write it again: {again}")


def _file(profile: str) -> Path:
    if not profile or profile in (".", "..") or Path(profile).name != profile:
        raise CommandError(f"{profile!r} is no name of a profile: ipython profile list")
    return ipython_folder() / f"profile_{profile}" / "startup" / NAME


def _read(file: Path) -> str | None:
    try:
        return file.read_text("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _cannot(error, file) from error


def _refuse_a_persons(file: Path, found: str) -> None:
    if not is_ours(found):
        raise CommandError(f"{file} was written or changed by hand, so it stays as it is. Delete it yourself")


def _cannot(error: OSError, file: Path) -> CommandError:
    return CommandError(
        f"{file}: {error.strerror or error}. Nothing was changed. Another folder of IPython's is named by IPYTHONDIR"
    )
