"""Old and new environments, one command each: every kernel imports Keras silently on its backend."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from keras_quiet.command.main import main
from keras_quiet.server.interpreters import examine
from kernels import jupyter
from sessions import kernel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Environment = Callable[[str], Path]

__all__ = ["jupyter"]
pytestmark = pytest.mark.live

USE = """
import keras, os
from keras.layers import Dense
model = keras.models.Sequential([Dense(1, input_shape=(2,))])
print(keras.backend.backend(), os.environ["KERAS_BACKEND"])
"""
# Keras 3 asks for an Input in place of `input_shape`: a real warning, which is not asked for here.
USE_3 = USE.replace("[Dense(1, input_shape=(2,))]", "[keras.Input((2,)), Dense(1)]")
KERNELS = [
    ("keras-2.2.4", "auto", "tensorflow", USE),
    ("keras-2.3.1", "auto", "tensorflow", USE),
    ("keras-2.3.1", "tensorflow", "tensorflow", USE),
    ("tf-2.21", "auto", "tensorflow", USE_3),
    ("jax", "auto", "jax", USE_3),
    ("jax", "jax", "jax", USE_3),
    ("jax", "numpy", "numpy", USE_3),
    ("torch", "auto", "torch", USE_3),
]


@pytest.mark.parametrize("row", KERNELS, ids=lambda row: f"{row[0]} {row[1]}")
def test_one_command_makes_a_kernel_that_imports_keras_silently_on_its_backend(
    environment: Environment, jupyter: Path, row: tuple[str, str, str, str]
) -> None:
    assert jupyter
    name, backend, expected, code = row
    assert main(["install", "--python", str(environment(name)), "--backend", backend, "--name", "mine"]) == 0
    with kernel(name="mine") as session:
        cell = session.run(code)
        assert (cell.stdout, cell.stderr, cell.error) == (f"{expected} {expected}\n", "", "")


def test_three_commands_give_three_kernels(
    environment: Environment, jupyter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert jupyter
    pythons = [environment(name) for name in ("keras-2.3.1", "jax", "torch")]
    for python in pythons:
        assert main(["install", "--python", str(python.parents[1])]) == 0
    capsys.readouterr()
    assert main(["list", "--json"]) == 0
    rows = [row for row in json.loads(capsys.readouterr().out) if row["interpreter"] in map(str, pythons)]
    assert {row["interpreter"]: (row["backend"], row["state"]) for row in rows} == {
        str(pythons[0]): ("tensorflow", "ok"),
        str(pythons[1]): ("jax", "ok"),
        str(pythons[2]): ("torch", "ok"),
    }
    assert len({row["name"] for row in rows}) == 3


@pytest.mark.parametrize(
    ("name", "backend", "known"),
    [("keras-2.3.1", "jax", "tensorflow, theano, cntk"), ("jax", "theano", "tensorflow, jax, torch, openvino, numpy")],
)
def test_a_backend_that_this_keras_cannot_use_is_refused(
    environment: Environment, capsys: pytest.CaptureFixture[str], name: str, backend: str, known: str
) -> None:
    python = str(environment(name))
    assert main(["install", "--python", python, "--backend", backend, "--name", "refused"]) == 1
    keras = examine(python).keras
    text = f"Keras {keras} in {python} does not know {backend}: choose one of {known}\n"
    assert capsys.readouterr() == ("", text)


def test_keras_json_written_by_keras_itself_does_not_decide(environment: Environment, jupyter: Path) -> None:
    assert main(["install", "--python", str(environment("jax")), "--name", "mine"]) == 0
    file = jupyter.parent / "keras" / "keras.json"
    for _ in range(2):
        with kernel(name="mine") as session:
            assert session.run(USE_3).stdout == "jax jax\n"
        assert json.loads(file.read_text())["backend"] == "tensorflow"  # Keras's own, at the first import
