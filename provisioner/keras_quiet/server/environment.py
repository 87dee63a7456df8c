"""Which variables a kernel gets, and why. Pure: mappings and facts in, values with reasons out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from .backend_files import Choice
from .backends import AUTO, AUTO_ORDER, BY_NAME, ignores_choice, known_to, requirement

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


# Row 3. A gateway lets no variable of its client through but KERNEL_*; the client is nearer to the user than the server
# (jupyter_server/gateway/managers.py:495, kernel_gateway/services/kernels/handlers.py:55).
_EXPORTS = {"KERNEL_KERAS_BACKEND": "passed", "KERAS_BACKEND": "exported"}
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


class _Chosen(NamedTuple):
    backend: str
    reason: str
    by_someone: bool = True


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
    chosen = _choose(settings, by, base, spec_env, facts)
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
        (ignored if in_notebook else []) + (_warn(chosen, facts.interpreter) if chosen else []),
        [] if in_notebook else ignored,
    )


def _choose(
    settings: Settings, by: str, base: Mapping[str, str], spec_env: Mapping[str, str], facts: Facts
) -> _Chosen | None:
    """Return the backend and the reason: the first source that answers; None where Keras there decides."""
    if settings.backend != AUTO:
        return _Chosen(settings.backend, f"{by} says so")
    if spec_env.get("KERAS_BACKEND"):
        return _Chosen(spec_env["KERAS_BACKEND"], "kernel.json's env says so")
    if facts.project.backend:
        return _Chosen(facts.project.backend, f"{facts.project.path} says so")
    for name, how in _EXPORTS.items():
        if base.get(name):
            return _Chosen(base[name], f"{name} is {how}")
    return None if facts.elsewhere else _look(facts)


def _look(facts: Facts) -> _Chosen | None:
    """Return what this machine says where nobody chose."""
    chosen, has = facts.keras_json.backend, facts.interpreter.backends
    if chosen and (has is None or (chosen in has and chosen in known_to(facts.interpreter.keras))):
        return _Chosen(chosen, f"{facts.keras_json.path} says so")
    return _first(facts.interpreter) if facts.asked else None


def _first(interpreter: Interpreter) -> _Chosen:
    has, known = interpreter.backends, known_to(interpreter.keras)
    if has is None:
        return _Chosen(AUTO_ORDER[0], f"nothing was chosen, and {interpreter.unknown}", by_someone=False)
    for name in AUTO_ORDER:
        if name in has and name in known:
            return _Chosen(name, f"nothing was chosen, and {interpreter.python} has it", by_someone=False)
    return _Chosen(AUTO_ORDER[0], f"nothing was chosen, and {interpreter.python} has no backend", by_someone=False)


def _warn(chosen: _Chosen, interpreter: Interpreter) -> list[str]:
    """Return one line where Keras will not run on the chosen backend, with what to do about it."""
    name, keras = chosen.backend, interpreter.keras
    if interpreter.backends is None or (not chosen.by_someone and not keras):
        return []  # not known, or a kernel that nobody asked to run Keras
    text = f"KERAS_BACKEND is {name} ({chosen.reason})"
    tied = ignores_choice(keras, interpreter.tensorflow)
    if tied and name in BY_NAME and name != "tensorflow":
        return [f"{text}. For {name}: %pip install -U keras"]
    if keras and name not in known_to(keras):
        newer = f", or %pip install -U keras for {name}" if name in BY_NAME and not BY_NAME[name].before else ""
        known = ", ".join(known_to(keras)) + newer
        return [f"{text}, but Keras {keras} in {interpreter.python} does not know it. Choose one of {known}"]
    if name not in BY_NAME:
        known = "tensorflow" if tied else f"one of {', '.join(known_to(keras))}"
        return [f"{text}, but no Keras knows it. Choose {known}"]
    if name in interpreter.backends:
        return []
    lack = f", but {interpreter.python} does not have it" if chosen.by_someone else ""
    return [f"{text}{lack}. Run %pip install {requirement(name, keras)}"]
