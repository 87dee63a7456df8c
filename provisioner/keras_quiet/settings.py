"""The kernel's configuration: a mapping in, a frozen dataclass or every problem at once out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from .backends import AUTO, BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Settings:
    """What kernel.json's `metadata.kernel_provisioner.config` or the server's configuration may say.

    `backend` is "auto" or a value of KERAS_BACKEND.
    """

    backend: str = AUTO


class Problem(NamedTuple):
    """What is wrong with the value of one key."""

    key: str
    text: str


KEYS = tuple(field.name for field in fields(Settings))


def parse(config: Mapping[str, object]) -> tuple[Settings, list[Problem]]:
    """Return the settings of a configuration and all its problems."""
    problems = [Problem(key, f"unknown key{did_you_mean(key, KEYS)}") for key in config if key not in KEYS]
    backend = config.get("backend", AUTO)
    problems += [Problem("backend", text) for text in backend_problems(backend)]
    return (Settings() if problems else Settings(backend=str(backend))), problems


def backend_problems(backend: object) -> list[str]:
    """Return what is wrong with a value for `backend`."""
    known = (AUTO, *BY_NAME)
    if not isinstance(backend, str):
        return [f"must be a string, not {type(backend).__name__}: one of {', '.join(known)}"]
    if backend not in known:
        return [f"unknown backend {backend!r}{did_you_mean(backend, known)}; known are {', '.join(known)}"]
    return []


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return "; did you mean 'x'?" for the nearest known word, or "" where none is near."""
    near = get_close_matches(word.strip().lower(), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
