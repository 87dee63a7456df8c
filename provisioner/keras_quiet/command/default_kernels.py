"""The switch of one environment, or one user: a file of ours that enables our extension of the Jupyter server.

Jupyter merges the files of this folder, so no file of a person's is changed (jupyter_server/config_manager.py).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jupyter_core.paths import jupyter_config_path

from ..errors import CommandError
from ..server import default_kernels as extension
from .places import configuration_folder

if TYPE_CHECKING:
    import argparse

FOLDER, NAME = "jupyter_server_config.d", "keras-quiet.json"
CONTENT = {"ServerApp": {"jpserver_extensions": {extension.__name__: True}}}
# What is said of a kernel, and so not with --default.
OF_A_KERNEL = ("python", "backend", "wrap", "name", "display_name", "env", "unset", "replace")


class DefaultSwitch(NamedTuple):
    """One file; `problem` is empty or says what is wrong with it and what to do next."""

    file: Path
    problem: str = ""


def switch_on(chosen: argparse.Namespace) -> tuple[Path, bool]:
    """Write the file; return it, and whether anything was changed. Raises CommandError."""
    wrong = [f"--{word.replace('_', '-')}: is about one kernel, and --default is about all" for word in OF_A_KERNEL
             if getattr(chosen, word)]  # fmt: skip
    file = configuration_folder(chosen) / FOLDER / NAME
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


def _examine(file: Path) -> DefaultSwitch:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return DefaultSwitch(file, f"{file} cannot be read ({error}), so it stays as it is. Delete it yourself")
    if content != CONTENT:
        return DefaultSwitch(file, f"{file} was changed by hand, so it stays as it is. Delete it yourself")
    return DefaultSwitch(file)
