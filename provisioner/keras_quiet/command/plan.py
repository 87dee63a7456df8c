"""The plan of `install`: `planning` makes it, `refusals` judges it, `kernel_json` carries it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..server.argv import INSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..server.interpreters import Interpreter


@dataclass(frozen=True)
class Plan:
    """A kernel to be written: where, for which interpreter, and what it says; `config` is the provisioner's.

    `place` is the option that named the folder, "" where none did; `notes` are for the user to read, `mistakes` are
    words of the command that cannot be meant; `inside` is the file that argv starts. `twin` is the kernel.json of a
    quiet copy, and `files` is what stands beside the original.
    """

    folder: Path
    interpreter: Interpreter
    backend: str
    display_name: str
    env: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    replace: bool = False
    place: str = ""
    notes: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    inside: Path = INSIDE
    twin: Mapping[str, Any] | None = None
    files: tuple[Path, ...] = ()
