"""Which value of the configuration counts for a kernel, the file that it comes from, and whom it does not reach. Pure.

kernel.json wins, then the configuration of the program that starts the kernel, here a Jupyter server's, then the file
of all programs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..inside.backend.backends import AUTO
from ..inside.configuring.configuration import FILE, KEYS, SECTION
from ..server.backend_choice import KERNEL
from .user_files import SERVER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .user_files import UserFiles

_SERVERS = (
    "Only a Jupyter server reads this file. To reach nbconvert, papermill, `jupyter execute`, `jupyter console`, "
    "VS Code, `jupyter keras-quiet run` and %load_ext too, write it into {}"
)
_JUPYTERS = (
    "Only Jupyter's own programs read this file. To reach papermill, VS Code, `jupyter keras-quiet run` and %load_ext "
    "too, write it into {}"
)


class Value(NamedTuple):
    """A value that counts: who says so, in which file, and whom it does not reach, "" where it reaches everybody."""

    value: Any
    by: str
    file: str
    limits: str = ""


def values(config: Mapping[str, Any], kernel_file: Path, files: UserFiles, prefix: str, home: str) -> dict[str, Value]:
    """Return the values that count for a kernel, by their keys; "auto" leaves the backend to the next source.

    `config` is kernel.json's, `prefix` this environment's folder, and `home` the user's own folder of configuration.
    """
    found: dict[str, Value] = {}
    for key in KEYS:
        if _is_said(config, key):
            found[key] = Value(config[key], KERNEL, str(kernel_file))
        elif _is_said(files.server, key):
            file = files.files[key]
            found[key] = Value(files.server[key], f"c.{SECTION}.{key} in {file}", file, limits_of(file, home))
        elif _is_said(files.everywhere.values, key):
            file = files.everywhere.files[key]
            found[key] = Value(files.everywhere.values[key], file, file, _of_environment(file, prefix))
    return found


def limits_of(file: str, home: str) -> str:
    """Return whom a file of Jupyter's own does not reach, and where to write what is to reach everybody."""
    return (_SERVERS if Path(file).stem == SERVER else _JUPYTERS).format(Path(home) / FILE)


def _is_said(config: Mapping[str, Any], key: str) -> bool:
    return key in config and (key, config[key]) != ("backend", AUTO)


def _of_environment(file: str, prefix: str) -> str:
    """Return whom a file does not reach that lies in the environment of this command."""
    if not Path(file).is_relative_to(Path(prefix) / "etc" / "jupyter"):
        return ""
    return (
        f"Only programs of {prefix} read this file: a kernel of another environment that no provisioner starts does not"
    )
