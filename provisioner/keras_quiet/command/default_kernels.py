"""The switch of one environment, or one user: a file of ours that enables our extension of the Jupyter server.

Jupyter merges the files of this folder, so no file of a person's is changed (jupyter_server/config_manager.py).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jupyter_core.paths import jupyter_config_dir, jupyter_config_path

from ..errors import CommandError
from ..server import default_kernels as extension
from .places import whole

if TYPE_CHECKING:
    import argparse

FOLDER, NAME = "jupyter_server_config.d", "keras-quiet.json"
CONTENT = {"ServerApp": {"jpserver_extensions": {extension.__name__: True}}}
# What is said of a kernel, and so not with --default.
_OF_A_KERNEL = ("python", "backend", "wrap", "name", "display_name", "env", "unset", "replace")


class DefaultSwitch(NamedTuple):
    """One file; `problem` is empty or says what is wrong with it and what to do next."""

    file: Path
    problem: str = ""


def switch_on(chosen: argparse.Namespace) -> tuple[Path, bool]:
    """Write the file; return it, and whether anything was changed. Raises CommandError."""
    wrong = [f"--{word.replace('_', '-')}: is about one kernel, and --default is about all" for word in _OF_A_KERNEL
             if getattr(chosen, word)]  # fmt: skip
    file = _folder(chosen) / FOLDER / NAME
    if file.exists() and not wrong:
        found = _examine(file)
        if not found.problem:
            return file, False
        wrong = [found.problem]
    if wrong:
        raise CommandError(*wrong)
    new = file.with_name(f".{NAME}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(CONTENT, indent=1) + "\n", "utf-8")
        new.replace(file)
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}. Try --user or --prefix") from error
    return file, True


def find(folders: list[str] | None = None) -> list[DefaultSwitch]:
    """Return the files of ours in all of Jupyter's folders of configuration, or in these."""
    places = jupyter_config_path() if folders is None else folders
    files = [Path(place) / FOLDER / NAME for place in dict.fromkeys(places)]
    return [_examine(file) for file in files if file.is_file()]


def switch_off(switch: DefaultSwitch) -> None:
    """Delete the file. Raises CommandError."""
    if switch.problem:
        raise CommandError(switch.problem)
    try:
        switch.file.unlink()
    except OSError as error:
        raise CommandError(f"{switch.file} cannot be removed: {error.strerror}") from error


def below_prefix(prefix: str) -> Path:
    """Return the folder of configuration below a prefix."""
    return whole(Path(prefix).expanduser()) / "etc" / "jupyter"


def _folder(chosen: argparse.Namespace) -> Path:
    """Return the folder that an option names, or that of Jupyter's own two which it prefers itself."""
    own, user = below_prefix(sys.prefix), Path(jupyter_config_dir())
    if chosen.prefix:
        return below_prefix(chosen.prefix)
    if chosen.user or chosen.sys_prefix:
        return user if chosen.user else own
    return next((path for path in map(Path, jupyter_config_path()) if path in (own, user)), user)


def _examine(file: Path) -> DefaultSwitch:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return DefaultSwitch(file, f"{file} cannot be read ({error}), so it stays as it is. Delete it yourself")
    if content != CONTENT:
        return DefaultSwitch(file, f"{file} was changed by hand, so it stays as it is. Delete it yourself")
    return DefaultSwitch(file)
