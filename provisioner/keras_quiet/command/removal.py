"""Removes what `install` and `everywhere` wrote and what kernels left, and nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jupyter_core.paths import jupyter_config_path, jupyter_runtime_dir

from ..errors import CommandError
from ..inside.configuring.configuration import FILE
from ..inside.keeping.leftovers import sweep
from . import default_kernels, everywhere
from .installed_kernels import SHIPPED, delete, find_kernels, unknown
from .places import CONFIGURATION, KERNELS, below_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .installed_kernels import Kernel


class Removed(NamedTuple):
    """What is gone: kernels, switches, and files of hidden lines that dead kernels left.

    The switches are startup files of IPython, and what `install --default` wrote. `problems` says what could not be
    removed, and why.
    """

    kernels: list[Kernel]
    switches: list[Path]
    files: list[str]
    problems: list[str]

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note what cannot be removed, and go on."""
        try:
            yield
        except CommandError as error:
            self.problems.extend(error.problems)


def remove(name: str, folders: Sequence[str] | None = None) -> list[Kernel]:
    """Delete every kernel of this name that `install` wrote, the hidden ones too, and return them.

    `folders` are the folders of kernels to look into, by default Jupyter's. Raises CommandError where `install`
    wrote none of that name.
    """
    kernels = find_kernels(folders)
    named = [kernel for kernel in kernels if kernel.name == name.lower()]
    written = [kernel for kernel in named if kernel.mark is not None]
    if not named:
        raise unknown(name, kernels)
    for kernel in written:
        delete(kernel.folder)
    if not written:
        raise CommandError(*(_not_written(kernel) for kernel in named))
    return written


def remove_default(prefix: str = "") -> Removed:
    """Delete what `install --default` wrote, in Jupyter's folders of configuration or only below a prefix."""
    gone = Removed([], [], [], [])
    for switch in default_kernels.find([str(below_prefix(prefix, CONFIGURATION))] if prefix else None):
        with gone.noting():
            default_kernels.switch_off(switch)
            gone.switches.append(switch.file)
    return gone


def remove_all(prefix: str = "") -> Removed:
    """Delete everything of ours that Jupyter's folders and IPython's have, or only what is below a prefix.

    What cannot be removed costs nothing else its removal.
    """
    folders = [str(below_prefix(prefix, KERNELS))] if prefix else None
    gone = remove_default(prefix)
    gone.files.extend(sweep(jupyter_runtime_dir(), grace=0) if folders is None else [])
    for kernel in (kernel for kernel in find_kernels(folders) if kernel.mark is not None):
        with gone.noting():
            delete(kernel.folder)
            gone.kernels.append(kernel)
    for switch in everywhere.find_switches() if folders is None else ():
        with gone.noting():
            file = everywhere.switch_off(switch.profile)
            gone.switches.extend([file] if file else [])
    return gone


def left() -> list[str]:
    """Return what stays after `remove_all`, one line each: what is not ours to delete, and how it goes."""
    kernels = [kernel for kernel in find_kernels() if kernel.mark is None]
    by_hand = [_not_written(kernel) for kernel in kernels]
    files = [Path(folder) / FILE for folder in dict.fromkeys(jupyter_config_path())]
    return by_hand + [f"{file} was written by a person. Delete it yourself" for file in files if file.is_file()]


def _not_written(kernel: Kernel) -> str:
    fix = "pip uninstall keras-quiet" if kernel.name == SHIPPED else f"jupyter kernelspec remove {kernel.name}"
    return f"{kernel.folder} was not written by `jupyter keras-quiet install`. To remove it: {fix}"
