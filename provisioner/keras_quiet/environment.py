"""Which variables a kernel gets, and why. Pure: mappings and facts in, values with reasons out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .backends import AUTO, AUTO_ORDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .choices import Choice
    from .interpreters import Interpreter
    from .settings import Settings


@dataclass(frozen=True)
class Variable:
    """One variable for the kernel, and why it has that value."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True)
class Facts:
    """What was found on disk at a launch. `filtered`: our filter runs in that kernel."""

    keras_json: Choice
    interpreter: Interpreter
    filtered: bool = True


def kept(now: Facts, last: Facts | None) -> tuple[Facts, list[str]]:
    """Return the facts of a restart, with the last good answer in place of what cannot be read again, and what that is.

    On a restart front ends lose both an error's text and the kernel, so nothing on disk may stop it
    (jupyterlab/jupyterlab#16835).
    """
    lost = []
    if last is not None and last.keras_json.backend and not now.keras_json.backend:
        lost.append(f"{now.keras_json.path} {now.keras_json.problem or 'is gone'}")
        now = replace(now, keras_json=last.keras_json)
    if last is not None and last.interpreter.backends is not None and now.interpreter.backends is None:
        lost.append(now.interpreter.unknown)
        now = replace(now, interpreter=last.interpreter)
    return now, lost


def decide(settings: Settings, base: Mapping[str, str], spec_env: Mapping[str, str], facts: Facts) -> list[Variable]:
    """Return the variables to inject.

    `base` is the environment that the caller passed, or the server's; `spec_env` is kernel.json's `env`.
    """
    variables = [Variable("KERAS_BACKEND", *_backend(settings, base, spec_env, facts))]
    if not facts.filtered and not base.get("TF_CPP_MIN_LOG_LEVEL") and not spec_env.get("TF_CPP_MIN_LOG_LEVEL"):
        variables.append(Variable("TF_CPP_MIN_LOG_LEVEL", "1", "no filter runs in this kernel"))
    return variables


def _backend(settings: Settings, base: Mapping[str, str], spec_env: Mapping[str, str], facts: Facts) -> tuple[str, str]:
    """Return the backend and the reason: the first source that answers."""
    if settings.backend != AUTO:
        return settings.backend, "the kernel's configuration says so"
    if spec_env.get("KERAS_BACKEND"):
        return spec_env["KERAS_BACKEND"], "kernel.json's env says so"
    if base.get("KERAS_BACKEND"):
        return base["KERAS_BACKEND"], "KERAS_BACKEND is exported"
    chosen, has = facts.keras_json.backend, facts.interpreter.backends
    if chosen and (has is None or chosen in has):
        return chosen, f"{facts.keras_json.path} says so"
    return _first(facts.interpreter)


def _first(interpreter: Interpreter) -> tuple[str, str]:
    has = interpreter.backends
    if has is None:
        return AUTO_ORDER[0], f"nothing was chosen, and {interpreter.unknown}"
    for name in AUTO_ORDER:
        if name in has:
            return name, f"nothing was chosen, and {interpreter.python} has it"
    return AUTO_ORDER[0], f"nothing was chosen, and {interpreter.python} has no backend"
