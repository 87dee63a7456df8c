"""Finds a kernel's commands as its launch will, and knows what is surely not there. Starts nothing."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Which = Callable[[str], str | None]


def which_for(env: Mapping[str, str], folder: str | None = None) -> Which:
    """Return what finds a kernel's commands as its launch will: on its own PATH, relative ones from its folder."""
    folders = [os.path.join(folder or "", each) for each in env.get("PATH", os.defpath).split(os.pathsep)]

    def which(command: str) -> str | None:
        if os.path.dirname(command):
            return shutil.which(os.path.join(folder or "", command))
        return shutil.which(command, path=os.pathsep.join(folders))

    return which


def is_nowhere(command: str, path: str | None) -> bool:
    """Whether a command is surely not on this PATH; a name relative to the notebook's folder may be anywhere."""
    if os.path.dirname(command):
        return is_gone(command)
    folders = (os.defpath if path is None else path).split(os.pathsep)
    known = all(is_gone(os.path.join(folder, command)) for folder in folders)
    return known and not shutil.which(command, path=path)  # with the endings of programs on Windows


def is_gone(path: str) -> bool:
    """Whether an absolute path is surely not there."""
    if not os.path.isabs(path):
        return False
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False  # who may not look cannot know
    return False
