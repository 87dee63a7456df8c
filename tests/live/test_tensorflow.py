"""TensorFlow 2.21 and Keras 3.15.1 in a real kernel: no message but the user's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sessions import kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sessions import Session

pytestmark = pytest.mark.live

MODEL = """
import numpy as np
import tensorflow as tf
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
"""
TRAIN = MODEL + "history = model.fit(np.ones((256, 3)), np.ones((256, 1)), epochs=2)\n"
# The user's own words, by every way there is.
WORDS = {
    "print": ("print('word-out')", "word-out"),
    "stderr": ("import sys; print('word-err', file=sys.stderr)", "word-err"),
    "warning": ("import warnings; warnings.warn('word-warn')", "UserWarning: word-warn"),
    "logging": ("import logging; logging.getLogger('mine').error('word-log')", "word-log"),
    "tensorflow's logger": ("tf.get_logger().warning('word-tf')", "word-tf"),
    "absl's logger": ("from absl import logging as absl_logging; absl_logging.error('word-absl')", "word-absl"),
    "os.write": ("import os; _ = os.write(2, b'word-fd\\n')", "word-fd"),
    "a child": ("import subprocess; _ = subprocess.run(['sh', '-c', 'echo word-child >&2'])", "word-child"),
    "tf.print": ("tf.print('word-tf-print')", "word-tf-print"),
    "Keras's advice": ("keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])", "Do not pass an `input_shape`"),
    "a failing op": ("try: tf.io.decode_jpeg(b'no')\nexcept Exception as e: print(e)", "Unknown image file format"),
    "ran out of data": (
        "model.fit(tf.data.Dataset.from_tensors((np.ones((2, 3)), np.ones((2, 1)))), steps_per_epoch=9, verbose=0)",
        "ran out of data",
    ),
    "a partly cached dataset": (
        "for _ in tf.data.Dataset.range(9).cache().take(2): pass",
        "did not fully read the dataset being cached",
    ),
}


@pytest.fixture(scope="module")
def quiet(environment: Callable[[str], Path]) -> Iterator[Session]:
    with kernel(quiet_argv(environment("tf-2.21"))) as session:
        for code in ("import keras", MODEL):
            cell = session.run(code)
            assert (cell.stdout, cell.stderr, cell.error) == ("", "", "")
        yield session


def test_the_plain_kernel_shows_noise_at_import_so_that_silence_is_ours(environment: Callable[[str], Path]) -> None:
    with kernel(plain_argv(environment("tf-2.21"))) as session:
        shown = session.run("import keras").stderr
        assert "cpu_feature_guard.cc" in shown  # the notice of oneDNN needs a processor with AVX-512
        assert "cudart_stub.cc" in shown
        assert "failed call to cuInit" in session.run(TRAIN).stderr


def test_training_shows_the_progress_bar_and_nothing_else(quiet: Session) -> None:
    cell = quiet.run(TRAIN)
    assert (cell.stderr, cell.error) == ("", "")
    assert len(re.findall(r"Epoch \d/2", cell.stdout)) == 2
    assert "8/8" in cell.stdout
    for line in re.split(r"[\r\n\x08]+", cell.stdout):
        assert re.fullmatch(r"(\x1b\[\d+m|[\d/━ .e:+-]|Epoch|loss|ms/step|us/step|s/step|0s|1s|s)*", line), line


def test_predicting_and_evaluating_show_the_progress_bar_and_nothing_else(quiet: Session) -> None:
    cell = quiet.run("model.predict(np.ones((2, 3))); model.evaluate(np.ones((2, 3)), np.ones((2, 1)), verbose=0);")
    assert (cell.stderr, cell.error) == ("", "")
    assert "1/1" in cell.stdout


def test_saving_and_loading_are_silent(quiet: Session) -> None:
    cell = quiet.run("model.save('m.keras'); again = keras.saving.load_model('m.keras')")
    assert (cell.stdout, cell.stderr, cell.error) == ("", "", "")


# TensorFlow Lite's converter saves to a folder that it makes and deletes; an export to such a folder is the user's.
CONVERTERS = (
    "tf.lite.TFLiteConverter.from_keras_model(small)",
    "tf.lite.TFLiteConverter.from_concrete_functions([module.f.get_concrete_function()], module)",
)
EXPORTS = ("small.export(tempfile.mkdtemp())", "tf.saved_model.save(module, tempfile.mkdtemp())")
MODULE = """
import tempfile
module = tf.Module()
module.f = tf.function(lambda x: x + 1, input_signature=[tf.TensorSpec([2])])
small = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
"""


@pytest.mark.parametrize("converter", CONVERTERS)
def test_the_folder_of_the_converter_is_not_told(quiet: Session, converter: str) -> None:
    assert quiet.run(MODULE).error == ""
    cell = quiet.run(f"lite = {converter}.convert()")
    assert ("Assets written to" in cell.stdout, cell.stderr, cell.error) == (False, "", "")
    assert "Assets written to: /" in quiet.run("%keras_quiet log --rule tflite-converter-folder").stdout


@pytest.mark.parametrize("export", EXPORTS)
def test_a_folder_that_the_user_made_is_told(quiet: Session, export: str) -> None:
    assert quiet.run(MODULE).error == ""
    cell = quiet.run(export)
    assert re.search(r"Assets written to: \S+/tmp\w+/assets", cell.stderr)
    assert cell.error == ""


@pytest.mark.parametrize("way", WORDS)
def test_what_the_user_should_see_arrives(quiet: Session, way: str) -> None:
    code, word = WORDS[way]
    cell = quiet.run(code)
    assert cell.error == ""
    assert word in cell.stdout + cell.stderr


def test_an_error_keeps_its_traceback(quiet: Session) -> None:
    cell = quiet.run("keras.layers.Dense(-1)")
    assert cell.error.startswith("ValueError: Received an invalid value for `units`")
    traceback = next(m for m in cell.messages if m["msg_type"] == "error")["content"]["traceback"]
    assert "keras_quiet" not in "".join(traceback)


def test_the_terminal_stays_free_of_noise_too(quiet: Session) -> None:
    shown = quiet.terminal()
    assert "oneDNN custom operations" not in shown
    assert "cpu_feature_guard" not in shown
    assert "word-fd" in shown


TUTORIALS = {
    "os.environ in the first cell": [
        "import os\nos.environ['KERAS_BACKEND'] = 'tensorflow'",
        "import tensorflow as tf\nfrom tensorflow import keras",
    ],
    "keras_config.py beside the notebook": [
        "import keras_config",
        "import tensorflow as tf\nfrom tensorflow import keras",
    ],
    "tf.keras alone": ["import tensorflow as tf\nkeras = tf.keras"],
}


@pytest.mark.parametrize("way", TUTORIALS)
def test_the_ways_of_old_tutorials_stay_valid_and_quiet(
    environment: Callable[[str], Path], way: str, tmp_path: Path
) -> None:
    (tmp_path / "keras_config.py").write_text("import os\nos.environ['KERAS_BACKEND'] = 'tensorflow'\n")
    with kernel(quiet_argv(environment("tf-2.21")), cwd=tmp_path) as session:
        for code in TUTORIALS[way]:
            cell = session.run(code)
            assert (cell.stdout, cell.stderr, cell.error) == ("", "", "")
        cell = session.run(TRAIN + "print('trained')")
        assert (cell.stderr, cell.error) == ("", "")
        assert cell.stdout.endswith("trained\n")
        backend = session.run("import os; print(os.environ['KERAS_BACKEND'], keras.backend.backend())")
        if way != "tf.keras alone":
            assert backend.stdout == "tensorflow tensorflow\n"
