"""Keras 3 on JAX and on torch: silent but for what is real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sessions import kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.live

TRAIN = """
import keras, numpy as np
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
history = model.fit(np.ones((256, 3)), np.ones((256, 1)), epochs=1)
model.save("m.keras")
print(keras.backend.backend())
"""


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_training_and_saving_show_the_progress_bar_and_nothing_else(
    environment: Callable[[str], Path], backend: str
) -> None:
    with kernel(quiet_argv(environment(backend)), env={"KERAS_BACKEND": backend}) as session:
        cell = session.run(TRAIN)
        assert (cell.stderr, cell.error) == ("", "")
        assert cell.stdout.endswith(f"{backend}\n")
        assert "8/8" in cell.stdout


def test_jaxs_word_on_a_gpu_that_it_cannot_use_is_shown_each_time(environment: Callable[[str], Path]) -> None:
    # No GPU here: the logger and the message are JAX's (jax/_src/xla_bridge.py), only the moment is ours.
    said = "An NVIDIA GPU may be present on this machine, but a CUDA-enabled jaxlib is not installed."
    code = f"import jax, logging; logging.getLogger('jax._src.xla_bridge').warning({said!r})"
    with kernel(quiet_argv(environment("jax")), env={"KERAS_BACKEND": "jax"}) as session:
        for _ in range(2):
            assert said in session.run(code).stderr


def test_tensorflow_that_keras_imports_when_saving_under_jax_is_quiet_too(environment: Callable[[str], Path]) -> None:
    python = environment("tf-2.21-jax")
    imported = "import sys; print('tensorflow' in sys.modules)"
    for argv, noisy in ((plain_argv(python), True), (quiet_argv(python), False)):
        with kernel(argv, env={"KERAS_BACKEND": "jax"}) as session:
            shown = session.run(TRAIN + imported)
            assert shown.error == ""
            assert shown.stdout.endswith("jax\nTrue\n")
            assert ("cudart_stub" in shown.stderr) is noisy
            assert noisy or shown.stderr == ""
