"""Which variables a kernel gets, and why. Pure: mappings and facts in, values with reasons out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from ..inside.backend.backends import ignores_choice
from ..inside.backend.choice import lacks
from .backend_choice import choose
from .backend_files import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .interpreters import Interpreter
    from .settings import Settings


@dataclass(frozen=True)
class Variable:
    """One variable for the kernel, and why it has that value."""

    name: str
    value: str
    reason: str


# Where no project file was found.
NOTHING = Choice("")


@dataclass(frozen=True)
class Facts:
    """What was found on disk at a launch. `filtered`: our filter runs in that kernel.

    `elsewhere`: the kernel runs on another machine, so that nothing here says what it has. `asked`: the kernel names
    our provisioner; one that only got it as the server's default was never asked to run Keras.
    """

    keras_json: Choice
    interpreter: Interpreter
    filtered: bool = True
    project: Choice = NOTHING
    elsewhere: bool = False
    asked: bool = True


class Decision(NamedTuple):
    """What a kernel gets: variables, and notices of one line each for the notebook; `remarks` are for the log only."""

    variables: list[Variable]
    notices: list[str]
    remarks: list[str]


def kept(now: Facts, last: Facts | None) -> tuple[Facts, list[str]]:
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


def substituted(spec_env: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """Return kernel.json's `env` as the kernel gets it (jupyter_client/provisioning/provisioner_base.py:250)."""
    return {name: Template(value).safe_substitute(base) for name, value in spec_env.items() if isinstance(value, str)}


def decide(
    settings: Settings,
    base: Mapping[str, str],
    spec_env: Mapping[str, str],
    facts: Facts,
    *,
    server_chose: bool = False,
) -> Decision:
    """Return the variables to inject, and what the reader of the notebook must know.

    `base` is the environment that the caller passed, or the server's; `spec_env` is kernel.json's `env`.
    `server_chose`: the backend of the settings is that of the server's configuration, not the kernel's own.
    """
    spec_env = substituted(spec_env, base)
    by = "the server's configuration" if server_chose else "the kernel's configuration"
    chosen = choose(settings, by, base, spec_env, facts)
    tied = ignores_choice(facts.interpreter.keras, facts.interpreter.tensorflow)
    if chosen and tied and chosen.backend != "tensorflow":
        chosen = chosen._replace(reason=f"{chosen.reason}; {tied} ignores it and runs on TensorFlow")
    variables = [Variable("KERAS_BACKEND", chosen.backend, chosen.reason)] if chosen else []
    if not facts.filtered and not base.get("TF_CPP_MIN_LOG_LEVEL") and not spec_env.get("TF_CPP_MIN_LOG_LEVEL"):
        variables.append(Variable("TF_CPP_MIN_LOG_LEVEL", "1", "no filter runs in this kernel"))
    ignored = [f"{facts.project.path} is ignored: {facts.project.problem}"] if facts.project.problem else []
    in_notebook = facts.project.names_us
    return Decision(
        variables,
        (ignored if in_notebook else []) + (lacks(chosen, facts.interpreter.installed) if chosen else []),
        [] if in_notebook else ignored,
    )
