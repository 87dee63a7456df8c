"""Which backend a kernel gets: the first source that answers, and what Keras lacks to run on it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..inside.backend.backends import AUTO, BY_NAME, ignores_choice, known_to, requirement
from ..inside.backend.choice import Chosen, Installed, exported, first, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .environment import Facts
    from .interpreters import Interpreter
    from .settings import Settings


def choose(
    settings: Settings, by: str, base: Mapping[str, str], spec_env: Mapping[str, str], facts: Facts
) -> Chosen | None:
    """Return the backend and the reason: the first source that answers; None where Keras there decides.

    `by` names whose configuration the settings are, `base` is the environment that the caller passed or the server's,
    and `spec_env` is kernel.json's `env` as the kernel gets it.
    """
    if settings.backend != AUTO:
        return Chosen(settings.backend, f"{by} says so")
    if spec_env.get("KERAS_BACKEND"):
        return Chosen(spec_env["KERAS_BACKEND"], "kernel.json's env says so")
    if facts.project.backend:
        return Chosen(facts.project.backend, f"{facts.project.path} says so")
    return exported(base) or (None if facts.elsewhere else _look(facts))


def _look(facts: Facts) -> Chosen | None:
    """Return what this machine says where nobody chose."""
    there = facts.interpreter
    has = Installed(there.python, there.backends, there.unknown, there.keras)
    found = written(facts.keras_json.backend, facts.keras_json.path, has)
    return found or (first(has) if facts.asked else None)


def lacks(chosen: Chosen, interpreter: Interpreter) -> list[str]:
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
