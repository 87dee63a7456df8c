"""What was found on disk at a launch, and what of it a restart keeps. Pure; `gathering` finds it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..inside.backend.keras_json import Choice

if TYPE_CHECKING:
    from .interpreters import Interpreter

# Where no project file was found.
NOTHING = Choice("")


@dataclass(frozen=True)
class Facts:
    """What was found on disk at a launch. `filtered`: our filter runs in that kernel.

    `remote`: the kernel runs on another machine, so that nothing here says what it has. `asked`: the kernel names
    our provisioner; one that only got it as the server's default was never asked to run Keras.
    """

    keras_json: Choice
    interpreter: Interpreter
    filtered: bool = True
    project: Choice = NOTHING
    remote: bool = False
    asked: bool = True


def with_last_good(now: Facts, last: Facts | None) -> tuple[Facts, list[str]]:
    """Return the facts of a restart, with the last good answer in place of what cannot be read again, and what that is.

    On a restart front ends lose both an error's text and the kernel, so nothing on disk may stop it
    (jupyterlab/jupyterlab#16835).
    """
    lost = []
    if last is not None and last.keras_json.backend and not now.keras_json.backend:
        lost.append(f"{now.keras_json.path} {now.keras_json.problem or 'is gone'}")
        now = replace(now, keras_json=last.keras_json)
    if last is not None and last.project.backend and now.project.problem:
        lost.append(f"{now.project.path} {now.project.problem}")
        now = replace(now, project=last.project)
    if last is not None and last.interpreter.backends is not None and now.interpreter.backends is None:
        lost.append(now.interpreter.unknown)
        now = replace(now, interpreter=last.interpreter)
    return now, lost
