"""Where `jupyter keras-quiet install` puts what it writes, and which kernel of that name Jupyter would find first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_core.paths import jupyter_config_dir, jupyter_config_path, jupyter_data_dir, jupyter_path

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

OPTIONS = ("--user", "--sys-prefix", "--prefix")
# Below a prefix: the kernels, and the configuration.
KERNELS, CONFIGURATION = "share/jupyter/kernels", "etc/jupyter"


def named_option(chosen: argparse.Namespace) -> str:
    """Return which option names a folder, "" where none does."""
    if chosen.prefix:
        return "--prefix"
    if chosen.user:
        return "--user"
    return "--sys-prefix" if chosen.sys_prefix else ""


def kernels_folder(chosen: argparse.Namespace) -> Path:
    """Return the folder of kernels that an option names, or that of Jupyter's own two which it prefers itself."""
    return _folder(chosen, KERNELS, Path(jupyter_data_dir()) / "kernels", jupyter_path("kernels"))


def configuration_folder(chosen: argparse.Namespace) -> Path:
    """Return the folder of configuration, chosen in the same way."""
    return _folder(chosen, CONFIGURATION, Path(jupyter_config_dir()), jupyter_config_path())


def below_prefix(prefix: str, part: str) -> Path:
    """Return a folder below a prefix, KERNELS or CONFIGURATION."""
    return whole(Path(prefix).expanduser()) / part


def _folder(chosen: argparse.Namespace, part: str, user: Path, looked_at: Sequence[str]) -> Path:
    own = Path(sys.prefix) / part
    if chosen.prefix:
        return below_prefix(chosen.prefix, part)
    if chosen.user or chosen.sys_prefix:
        return user if chosen.user else own
    return next((path for path in map(Path, looked_at) if path in (own, user)), user)


def whole(path: Path) -> Path:
    """Return the absolute path without `..`; links stay, but for one that a `..` leaves.

    With a `..` in it, a path would need a folder that it does not name the contents of, and that may be deleted.
    """
    found = Path(path.absolute().anchor)
    for part in path.absolute().parts[1:]:
        if part == "..":
            found = (found.resolve() if found.is_symlink() else found).parent
        else:
            found /= part
    return found


def found_before(folder: Path) -> Path | None:
    """Return the kernel of the same name that Jupyter finds before the one in `folder`, or None.

    None too where Jupyter does not look into `folder` at all: it does once JUPYTER_PATH names it, and then first.
    """
    looked_at = [Path(path) for path in jupyter_path("kernels")]
    if folder.parent not in looked_at:
        return None
    before = looked_at[: looked_at.index(folder.parent)]
    return next((kernel for each in before for kernel in _of_name(each, folder.name)), None)


def _of_name(kernels: Path, name: str) -> Iterator[Path]:
    return (file.parent for file in sorted(kernels.glob("*/kernel.json")) if file.parent.name.lower() == name.lower())
