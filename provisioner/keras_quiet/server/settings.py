"""The kernel's configuration and a project's: a mapping in, settings or every problem at once out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from ..inside.backend.backends import AUTO
from ..inside.configuring.values import backend_problems, did_you_mean, pattern_problems, size_problems
from ..inside.guarding.foreign import one_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Settings:
    """What kernel.json's `metadata.kernel_provisioner.config` or the server's configuration may say.

    `backend` is "auto", "none" or a value of KERAS_BACKEND. `hide` and `show` are the user's own patterns: whole lines
    in which `*` is any text; `show` wins over everything. `everywhere` starts plain ipykernels through our filter.
    """

    backend: str = AUTO
    hide: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    everywhere: bool = False


class Problem(NamedTuple):
    """What is wrong with the value of one key."""

    key: str
    text: str


KEYS = tuple(field.name for field in fields(Settings))
# The key that names the provisioner behind ours (composition.py).
PROVISIONER_KEY = "provisioner"
# All that a project file may set: it is untrusted, and read when a notebook is merely opened.
PROJECT_KEYS = ("backend",)
# So many of its unknown keys are named.
TOLD = 3
# As alike is a key to the one that is meant.
_ALIKE = 0.8


def parse(config: Mapping[str, object], theirs: Sequence[str] = ()) -> tuple[Settings, list[Problem]]:
    """Return the settings of a configuration and all its problems; `theirs` are keys that somebody else reads."""
    known = (*KEYS, PROVISIONER_KEY, *theirs)
    problems = [Problem(key, f"unknown key{did_you_mean(key, known)}") for key in config if key not in known]
    values: dict[str, Any] = {"backend": AUTO, "hide": (), "show": (), "everywhere": False, **config}
    problems += [Problem("backend", text) for text in backend_problems(values["backend"])]
    problems += [Problem(key, text) for key in ("hide", "show") for text in pattern_problems(values[key])]
    if not isinstance(values["everywhere"], bool):
        problems.append(Problem("everywhere", f"must be true or false, not {type(values['everywhere']).__name__}"))
    if not problems:
        problems = [Problem(*each) for each in size_problems(values["hide"], values["show"])]
    if problems:
        return Settings(), problems
    return Settings(values["backend"], tuple(values["hide"]), tuple(values["show"]), values["everywhere"]), []


def parse_project(content: Mapping[str, object]) -> tuple[str | None, list[Problem]]:
    """Return the backend that a pyproject.toml chooses in [tool.keras-quiet], or None, and all problems there."""
    tool = content.get("tool")
    table = tool.get("keras-quiet", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        return None, [Problem("tool.keras-quiet", f"must be a table, not {type(table).__name__}")]
    unknown = [key for key in table if key not in PROJECT_KEYS]
    problems = [
        Problem(f"tool.keras-quiet.{one_word(key)}", f"unknown key{did_you_mean(key, PROJECT_KEYS)}")
        for key in unknown[:TOLD]
    ]
    if len(unknown) > TOLD:
        problems.append(Problem("tool.keras-quiet", f"{len(unknown) - TOLD} more unknown keys"))
    backend = table.get("backend", AUTO)
    problems += [Problem("tool.keras-quiet.backend", text) for text in backend_problems(backend)]
    return (None if problems or backend == AUTO else str(backend)), problems


def is_nearly(key: str, known: Sequence[str]) -> bool:
    """Whether a key is one of these, or is meant to be: "bakend" and "hides" are, "backend_url" is not."""
    return bool(get_close_matches(key.lower(), known, 1, _ALIKE))
