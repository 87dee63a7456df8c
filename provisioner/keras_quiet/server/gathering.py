"""What is found on disk at a launch; the only place where a decision's facts are gathered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..inside.backend.keras_json import Choice, keras_json
from .argv import starts_filter
from .environment import substituted
from .facts import NOTHING, Facts
from .interpreters import Interpreter, interpreter_of
from .project_file import project_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T")


def gather(argv: Sequence[str], base: Mapping[str, str], spec_env: Mapping[str, str], folder: str | None) -> Facts:
    """Look at the files and the interpreter that decide; asking an interpreter may take its time limit.

    `folder` is the notebook's; where there is none, the kernel starts in ours.
    """
    env = {**base, **substituted(spec_env, base)}
    first = argv[0] if argv else ""
    return Facts(
        _found(lambda: keras_json(env), lambda why: Choice("keras.json", problem=why)),
        _found(
            lambda: interpreter_of(argv, env, folder=folder), lambda why: Interpreter(first, unknown=f"{first}: {why}")
        ),
        starts_filter(argv),
        _found(lambda: project_file(Path(folder or Path.cwd())), lambda why: Choice("pyproject.toml", problem=why)),
    )


def gather_remote(argv: Sequence[str], folder: str | None) -> Facts:
    """Look at what says something of a kernel on another machine: its notebook's project, not what lies here."""
    return Facts(
        NOTHING,
        Interpreter("", unknown="the kernel runs on another machine"),
        starts_filter(argv),
        _found(lambda: project_file(Path(folder or Path.cwd())), lambda why: Choice("pyproject.toml", problem=why)),
        remote=True,
    )


def _found(look_up: Callable[[], T], otherwise: Callable[[str], T]) -> T:
    """Return one fact; what goes wrong with it costs this fact alone."""
    try:
        return look_up()
    except Exception as error:
        return otherwise(f"cannot be looked at: {type(error).__name__}: {error}")
