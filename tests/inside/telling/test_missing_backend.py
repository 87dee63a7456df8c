"""A cell that sets KERAS_BACKEND to what this Python does not have is told so, as before a start."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from sessions import kernel, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessions import Session

SET = "import os; os.environ['KERAS_BACKEND'] = {!r}"


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with kernel(quiet_argv(sys.executable)) as session:
        yield session


def test_what_is_missing_is_told_once_below_the_cell_that_sets_it(session: Session) -> None:
    cell = session.run(SET.format("torch") + "\nprint('mine', file=__import__('sys').stderr)\n1 / 0")
    assert cell.error == "ZeroDivisionError: division by zero"
    assert cell.stderr == (
        f"mine\n[keras-quiet] KERAS_BACKEND is torch (set in this session), but {sys.executable} does not have it. "
        "Run %pip install torch\n"
    )
    assert session.run("pass").stderr == ""


def test_a_name_that_no_keras_knows_is_told(session: Session) -> None:
    assert "but no Keras knows it" in session.run(SET.format("tensorflwo")).stderr
    assert session.run("del os.environ['KERAS_BACKEND']").stderr == ""


def test_a_backend_that_is_there_is_worth_no_word(session: Session) -> None:
    code = """import sys, tempfile, pathlib
folder = tempfile.mkdtemp(); sys.path.append(folder)
(pathlib.Path(folder) / "jax.py").touch()
"""
    assert session.run(code + SET.format("jax")).stderr == ""


def test_what_the_kernel_was_started_with_is_the_servers_to_tell() -> None:
    with kernel(quiet_argv(sys.executable), env={"KERAS_BACKEND": "torch"}) as session:
        assert session.run("pass").stderr == ""
        assert session.run(SET.format("torch")).stderr == ""
