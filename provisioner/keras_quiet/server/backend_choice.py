"""Which backend a kernel gets: the first source that answers. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..inside.backend.backends import AUTO
from ..inside.backend.choice import UNKNOWN, Chosen, exported, named, unasked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .facts import Facts
    from .settings import Settings


# Who says so where kernel.json's `config` does.
KERNEL = "the kernel's configuration"


def choose(settings: Settings, by: str, base: Mapping[str, str], spec_env: Mapping[str, str], facts: Facts) -> Chosen:
    """Return the backend and the reason: the first source that answers.

    `by` names whose configuration the settings are, `base` is the environment that the caller passed or the server's,
    and `spec_env` is kernel.json's `env` as the kernel gets it.
    """
    configured = named(settings.backend, by) if settings.backend != AUTO else None
    if configured and by == KERNEL:
        return configured
    if spec_env.get("KERAS_BACKEND"):
        return Chosen(spec_env["KERAS_BACKEND"], "kernel.json's env says so")
    if configured:
        return configured
    if facts.project.backend:
        return named(facts.project.backend, facts.project.path)
    if facts.remote:
        return exported(base) or UNKNOWN
    return exported(base) or unasked(facts.keras_json, facts.interpreter.installed, facts.asked)
