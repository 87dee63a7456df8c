"""What is found on disk at a launch; the only place where a decision's facts are gathered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .argv import starts_filter
from .backend_files import keras_json, project_file
from .environment import Facts, substituted
from .interpreters import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def gather(argv: Sequence[str], base: Mapping[str, str], spec_env: Mapping[str, str], folder: str | None) -> Facts:
    """Look at the files and the interpreter that decide; asking an interpreter may take its time limit.

    `folder` is the notebook's; where there is none, the kernel starts in ours.
    """
    env = {**base, **substituted(spec_env, base)}
    return Facts(keras_json(env), look(argv, env), starts_filter(argv), project_file(Path(folder or Path.cwd())))
