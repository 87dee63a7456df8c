"""Which variables a kernel gets, and why. Pure: mappings and facts in, values with reasons out."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, NamedTuple

from ..inside.backend.choice import lacks, with_note
from .backend_choice import KERNEL, choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .facts import Facts
    from .settings import Settings


class Variable(NamedTuple):
    """One variable for the kernel, and why it has that value."""

    name: str
    value: str
    reason: str


class Decision(NamedTuple):
    """What a kernel gets: variables, and notices of one line each for the notebook; `remarks` are for the log only.

    `unset` says why KERAS_BACKEND is not set; it is "" where it is among the variables.
    """

    variables: list[Variable]
    notices: list[str]
    remarks: list[str]
    unset: str = ""


def substituted(spec_env: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """Return kernel.json's `env` as the kernel gets it (jupyter_client/provisioning/provisioner_base.py:250)."""
    return {name: Template(value).safe_substitute(base) for name, value in spec_env.items() if isinstance(value, str)}


def decide(
    settings: Settings,
    base: Mapping[str, str],
    spec_env: Mapping[str, str],
    facts: Facts,
    by: str = KERNEL,
) -> Decision:
    """Return the variables to inject, and what the reader of the notebook must know.

    `base` is the environment that the caller passed, or the server's; `spec_env` is kernel.json's `env`.
    `by` names whose configuration the backend of the settings is.
    """
    spec_env = substituted(spec_env, base)
    has = facts.interpreter.installed
    chosen = with_note(choose(settings, by, base, spec_env, facts), has)
    variables = [Variable("KERAS_BACKEND", chosen.backend, chosen.reason)] if chosen.backend else []
    if not facts.filtered and not base.get("TF_CPP_MIN_LOG_LEVEL") and not spec_env.get("TF_CPP_MIN_LOG_LEVEL"):
        variables.append(Variable("TF_CPP_MIN_LOG_LEVEL", "1", "no filter runs in this kernel"))
    ignored = [f"{facts.project.path} is ignored: {facts.project.problem}"] if facts.project.problem else []
    in_notebook = facts.project.names_us
    return Decision(
        variables,
        (ignored if in_notebook else []) + lacks(chosen, has),
        [] if in_notebook else ignored,
        "" if chosen.backend else chosen.reason,
    )
