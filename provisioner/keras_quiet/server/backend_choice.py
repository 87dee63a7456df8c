"""Which backend a kernel gets: the first source that answers. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..inside.backend.backends import AUTO
from ..inside.backend.choice import Chosen, exported, first, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .environment import Facts
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
    has = facts.interpreter.installed
    found = written(facts.keras_json.backend, facts.keras_json.path, has)
    return found or (first(has) if facts.asked else None)
