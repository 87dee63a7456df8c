"""`%load_ext keras_quiet` with TensorFlow 2.21, imported before and after, beside the plain kernel."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sessions import kernel, package_alone, plain_argv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sessions import Session

pytestmark = pytest.mark.live

IMPORT = "import os, warnings\nimport numpy as np\nimport tensorflow as tf\nimport keras"
# What the runtime says when it looks for a GPU, and what TensorFlow's logger says when a model is written.
FIRST_USE = "_ = tf.constant(1) + 1"
EXPORT = "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\nmodel.export('exported', verbose=False)"
FIT = "model.compile('sgd', 'mse'); _ = model.fit(np.zeros((64, 3)), np.zeros((64, 1)), epochs=2, batch_size=32)"
WORDS = {
    "a native warning": (
        "for _ in tf.data.Dataset.range(9).cache().take(2): pass",
        "did not fully read the dataset being cached",
    ),
    "TensorFlow's logger": ("tf.get_logger().warning('word-tf')", "word-tf"),
    "a warning": ("warnings.warn('word-warn')", "UserWarning: word-warn"),
    "Keras's advice": ("keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])", "Do not pass an `input_shape`"),
    "a native line of the user's": ("_ = os.write(2, b'word-fd\\n')", "word-fd"),
}


@contextmanager
def plain(environment: Callable[[str], Path]) -> Iterator[Session]:
    with TemporaryDirectory() as folder:
        env = {"PYTHONPATH": package_alone(Path(folder) / "packages")}
        with kernel(plain_argv(environment("tf-2.21")), env=env) as session:
            yield session


@pytest.mark.parametrize("order", ["load, import", "import, load"])
def test_noise_is_hidden_and_what_the_user_should_see_arrives(environment: Callable[[str], Path], order: str) -> None:
    with plain(environment) as session:
        shown = {}
        for step in order.split(", "):
            shown[step] = session.run(IMPORT if step == "import" else "%load_ext keras_quiet")
            assert shown[step].error == ""
        assert shown["load"].stderr == ""
        # What was said before the extension was loaded is there to read, as in the plain kernel.
        assert ("cpu_feature_guard.cc" in shown["import"].stderr) == (order == "import, load")
        if order == "load, import":
            assert (shown["import"].stdout, shown["import"].stderr) == ("", "")
        for code in (FIRST_USE, EXPORT):
            cell = session.run(code)
            assert (cell.stderr, cell.error) == ("", "")
        bars = session.run(FIT)
        assert (bars.stdout.count("Epoch "), "2/2" in bars.stdout, bars.stderr) == (2, True, "")
        assert "failed call to cuInit" in session.run("%keras_quiet log").stdout
        for code, word in WORDS.values():
            cell = session.run(code)
            assert cell.error == ""
            assert word in cell.stdout + cell.stderr


def test_the_plain_kernel_shows_that_noise_so_that_silence_is_the_extensions(
    environment: Callable[[str], Path],
) -> None:
    with plain(environment) as session:
        assert "cpu_feature_guard.cc" in session.run(IMPORT).stderr
        assert "failed call to cuInit" in session.run(FIRST_USE).stderr
