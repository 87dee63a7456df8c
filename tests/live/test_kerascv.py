"""KerasCV 0.6 takes KERAS_BACKEND, whatever it says, for a request: where nobody chose a backend, it is not set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from keras_quiet.command.main import main
from kernels import jupyter
from sessions import kernel, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sessions import Session

    Environment = Callable[[str], Path]

__all__ = ["jupyter"]
pytestmark = pytest.mark.live

TRAIN = """
import tensorflow as tf, keras_cv, numpy as np, os
shape = {"stackwise_filters": [8, 8], "stackwise_blocks": [1, 1], "stackwise_strides": [1, 2]}
backbone = keras_cv.models.ResNetBackbone(**shape, include_rescaling=False)
model = tf.keras.Sequential([backbone, tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dense(1)])
model.compile(loss="mse")
history = model.fit(np.ones((2, 32, 32, 3)), np.ones((2, 1)), verbose=0)
print(len(history.history["loss"]), os.environ.get("KERAS_BACKEND"))
"""
# What Keras itself writes at its first import.
KERAS_JSON = {"floatx": "float32", "epsilon": 1e-07, "backend": "tensorflow", "image_data_format": "channels_last"}


def session(python: Path, launcher: str, *words: str) -> AbstractContextManager[Session]:
    """Start a kernel through the provisioner, or as a front end does that runs none."""
    if launcher == "no provisioner":
        return kernel(quiet_argv(python), env={"KERAS_BACKEND": words[1]} if words else {})
    assert main(["install", "--python", str(python), "--name", "mine", *words]) == 0
    return kernel(name="mine")


@pytest.mark.parametrize("launcher", ["provisioner", "no provisioner"])
@pytest.mark.parametrize("written", [False, True], ids=["no keras.json", "a keras.json of Keras's own"])
def test_a_backbone_of_kerascv_trains_where_nobody_chose_a_backend(
    environment: Environment, jupyter: Path, launcher: str, written: bool
) -> None:
    if written:
        file = jupyter.parent / "keras" / "keras.json"
        file.parent.mkdir()
        file.write_text(json.dumps(KERAS_JSON))
    with session(environment("kerascv"), launcher) as quiet:
        cell = quiet.run(TRAIN)
        assert (cell.stdout, cell.error) == ("1 None\n", "")
        assert "tensorflow  (Keras 2.14.0 runs on nothing else)" in quiet.run("%keras_quiet").results[0]


@pytest.mark.parametrize("launcher", ["provisioner", "no provisioner"])
def test_where_somebody_chose_it_is_set_and_this_kerascv_fails(
    environment: Environment, jupyter: Path, launcher: str
) -> None:
    assert jupyter
    with session(environment("kerascv"), launcher, "--backend", "tensorflow") as quiet:
        assert quiet.run(TRAIN).error.startswith("TypeError: The added layer must be an instance of class Layer")


def test_list_and_show_say_why_it_is_not_set(
    environment: Environment, jupyter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert jupyter
    assert main(["install", "--python", str(environment("kerascv")), "--name", "mine"]) == 0
    capsys.readouterr()
    why = "nobody chose a backend, and Keras 2.14.0 runs on TensorFlow without KERAS_BACKEND"
    assert main(["show", "mine"]) == 0
    assert capsys.readouterr() == (f"KERAS_BACKEND is not set\n  {why}\n", "")
    assert main(["list"]) == 0
    assert f"Keras 2.14.0, and KERAS_BACKEND is not set: {why}\n" in capsys.readouterr().out
    assert main(["doctor", "mine"]) == 0, capsys.readouterr().out
