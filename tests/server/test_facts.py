"""What a restart keeps of what was found at the launch before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from keras_quiet.inside.backend.keras_json import Choice
from keras_quiet.server.facts import Facts, with_last_good
from keras_quiet.server.interpreters import Interpreter

PY = "/env/bin/python"
JSON = "/home/me/.keras/keras.json"
PROJECT = "/srv/pyproject.toml"


def facts(backend: str) -> Facts:
    """The same backend everywhere."""
    interpreter = Interpreter(PY, frozenset([backend]), keras="3.15.1")
    return Facts(Choice(JSON, backend), interpreter, project=Choice(PROJECT, backend))


LAST = facts("jax")
RESTARTS = {
    "all as it was": (LAST, LAST, []),
    "keras.json is broken": (
        replace(LAST, keras_json=Choice(JSON, problem="cannot be read: x")),
        LAST,
        [f"{JSON} cannot be read: x"],
    ),
    "keras.json is gone": (replace(LAST, keras_json=Choice(JSON)), LAST, [f"{JSON} is gone"]),
    "the project file is broken": (
        replace(LAST, project=Choice(PROJECT, problem="cannot be read: x", names_us=True)),
        LAST,
        [f"{PROJECT} cannot be read: x"],
    ),
    "the project file chooses nothing any more": (
        replace(LAST, project=Choice(PROJECT)),
        replace(LAST, project=Choice(PROJECT)),
        [],
    ),
    "the interpreter does not answer": (
        replace(LAST, interpreter=Interpreter(PY, unknown="no answer")),
        LAST,
        ["no answer"],
    ),
    "something new": (facts("torch"), facts("torch"), []),
}


@pytest.mark.parametrize("what", RESTARTS)
def test_a_restart_keeps_the_last_good_answer_of_what_cannot_be_read_again(what: str) -> None:
    now, expected, lost = RESTARTS[what]
    last = (
        replace(LAST, project=Choice("/srv/pyproject.toml", "jax")) if what != "something new" else facts("tensorflow")
    )
    assert with_last_good(now, last) == (expected, lost)


def test_a_first_start_keeps_nothing() -> None:
    now = replace(LAST, keras_json=Choice(JSON, problem="x"))
    assert with_last_good(now, None) == (now, [])
