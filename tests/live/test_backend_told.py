"""%keras_quiet tells the backend that a real Keras runs on, however it was chosen, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keras_quiet import __version__
from keras_quiet.command.main import main
from kernels import jupyter
from sessions import kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sessions import Session

    Environment = Callable[[str], Path]

__all__ = ["jupyter"]
pytestmark = pytest.mark.live


@pytest.fixture
def session(environment: Environment, jupyter: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A kernel that has TensorFlow and JAX, with tensorflow injected."""
    assert jupyter
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    assert main(["install", "--python", str(environment("tf-2.21-jax")), "--name", "mine"]) == 0
    with kernel(name="mine") as session:
        yield session


def told(session: Session) -> str:
    """Return the magic's line about the backend, checked against what Keras itself says where it is loaded."""
    line = next(line for line in session.run("%keras_quiet").results[0].splitlines() if line.startswith("backend"))
    answer = line.partition(" ")[2].strip()
    really = session.run("import sys; sys.modules['keras'].backend.backend() if 'keras' in sys.modules else ''")
    assert answer.startswith(really.results[0].strip("'"))
    return answer


def test_the_variable_is_set_in_the_first_cell(session: Session) -> None:
    session.run("import os; os.environ['KERAS_BACKEND'] = 'numpy'")
    expected = "numpy  (set in this session; tensorflow was injected, KERAS_BACKEND is exported)"
    assert told(session) == expected
    assert session.run("import keras").error == ""
    assert told(session) == expected
    session.restart()
    assert told(session) == "tensorflow  (KERAS_BACKEND is exported)"


def test_the_variable_is_set_too_late(session: Session) -> None:
    session.run("import keras, os; os.environ['KERAS_BACKEND'] = 'numpy'")
    assert told(session) == (
        "tensorflow  (KERAS_BACKEND is exported; "
        "KERAS_BACKEND is numpy now, which counts only if it is set before Keras is imported)"
    )


def test_keras_is_told_to_take_another(session: Session) -> None:
    """keras.config.set_backend throws every module whose name begins with "keras" out of sys.modules, ours too."""
    session.run("import keras; keras.config.set_backend('jax'); import keras")
    assert told(session).startswith("jax  (set in this session; tensorflow was injected, ")
    assert f"keras-quiet {__version__}" in session.run("%keras_quiet report").stdout
