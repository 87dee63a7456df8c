"""Removes what `install` and `everywhere` wrote and what kernels left, and nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from jupyter_core.paths import jupyter_runtime_dir

from ..errors import CommandError
from ..inside.keeping.leftovers import sweep
from . import everywhere
from .installed_kernels import delete, find_kernels, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .installed_kernels import Kernel


class Removed(NamedTuple):
    """What is gone: kernels, startup files of IPython, and files of hidden lines that dead kernels left.

    `problems` says what could not be removed, and why.
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


def remove_all(folders: Sequence[str] | None = None) -> Removed:
    """Delete every kernel that `install` wrote, and where no folders are named every other file of ours.

    What cannot be removed costs nothing else its removal.
    """
    gone = Removed([], [], sweep(jupyter_runtime_dir(), grace=0) if folders is None else [], [])
    for kernel in (kernel for kernel in find_kernels(folders) if kernel.mark is not None):
        with gone.noting():
            delete(kernel.folder)
            gone.kernels.append(kernel)
    for switch in everywhere.find_switches() if folders is None else ():
        with gone.noting():
            file = everywhere.switch_off(switch.profile)
            gone.switches.extend([file] if file else [])
    return gone


def _not_written(kernel: Kernel) -> str:
    fix = "pip uninstall keras-quiet" if kernel.name == "keras-quiet" else f"jupyter kernelspec remove {kernel.name}"
    return f"{kernel.folder} was not written by `jupyter keras-quiet install`. To remove it: {fix}"
