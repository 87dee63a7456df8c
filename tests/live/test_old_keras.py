"""Keras before 2.4 on its own Python, ipykernel and TensorFlow: the banner and the noise of that era are gone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from sessions import kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sessions import Session

pytestmark = pytest.mark.live

# Python 3.7, ipykernel 6.16, TensorFlow 1.15; 3.7, 5.5, 2.1; 3.6, 5.5, 1.12.
OLD = ["keras-2.3.1", "keras-2.3.1-tf-2.1", "keras-2.2.4"]
TRAIN = """
import numpy as np
model = keras.models.Sequential([keras.layers.Dense(4, input_shape=(3,)), keras.layers.Dropout(0.5)])
model.add(keras.layers.Dense(1))
model.compile(loss="mse", optimizer="sgd")
history = model.fit(np.ones((64, 3)), np.ones((64, 1)), epochs=1)
"""
NUMPY_NOISE = "Passing (type, 1) or '1type' as a synonym of type is deprecated; in a future version of numpy"


@pytest.fixture(scope="module", params=OLD)
def old(request: pytest.FixtureRequest, environment: Callable[[str], Path]) -> Path:
    return environment(request.param)


@pytest.fixture(scope="module")
def quiet(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "mymodule.py").write_text("import sys\nsys.stderr.write('Using TensorFlow backend.\\n')\n")
    with kernel(quiet_argv(old), cwd=folder) as session:
        cell = session.run("import keras")
        assert (cell.stdout, cell.stderr, cell.error) == ("", "", "")
        yield session


def test_the_plain_kernel_shows_the_banner_so_that_silence_is_ours(old: Path) -> None:
    with kernel(plain_argv(old)) as session:
        assert "Using TensorFlow backend.\n" in session.run("import keras").stderr


def test_a_keras_that_is_not_imported_yet_is_no_missing_keras(old: Path) -> None:
    with kernel(quiet_argv(old)) as session:
        assert re.search(r"Keras +2\.\d+\.\d+, not imported yet", session.run("%keras_quiet").results[0])
        assert session.run("import sys; 'keras' in sys.modules").results == ["False"]


def test_training_shows_the_progress_bar_and_nothing_else(quiet: Session) -> None:
    cell = quiet.run(TRAIN)
    assert (cell.stderr, cell.error) == ("", "")
    assert "WARNING" not in cell.stdout
    assert "64/64 [==============================]" in cell.stdout


SAID = {
    "by a cell": "import sys; _ = sys.stderr.write('Using TensorFlow backend.\\n')",
    "by print": "import sys; print('Using TensorFlow backend.', file=sys.stderr)",
    "by another module": "import mymodule",
}


@pytest.mark.parametrize("who", SAID)
def test_the_same_sentence_by_anyone_else_is_shown(quiet: Session, who: str) -> None:
    assert quiet.run(SAID[who]).stderr == "Using TensorFlow backend.\n"


def test_the_banner_is_hidden_behind_a_users_wrapper_and_at_a_reload(quiet: Session) -> None:
    code = """
import sys, importlib, keras.backend
class Tee:
    def __init__(self, stream): self.stream = stream
    def write(self, text): return self.stream.write(text)
    def flush(self): self.stream.flush()
kept, sys.stderr = sys.stderr, Tee(sys.stderr)
try:
    source = sys.modules.get("keras.backend.load_backend", keras.backend)
    _ = importlib.reload(source)
finally:
    sys.stderr = kept
print("reloaded")
"""
    cell = quiet.run(code)
    assert (cell.stdout, cell.stderr) == ("reloaded\n", "")


def test_the_eras_warning_by_the_users_own_cell_is_shown(quiet: Session) -> None:
    cell = quiet.run(f"import warnings; warnings.warn({NUMPY_NOISE!r}, FutureWarning)")
    assert f"FutureWarning: {NUMPY_NOISE}" in cell.stderr


def test_a_deprecation_that_names_the_users_cell_is_shown(quiet: Session) -> None:
    said = (
        "From <ipython-input-1-abc>:1: foo (from tensorflow.x) is deprecated and will be removed in a future version."
    )
    cell = quiet.run(f"import tensorflow as tf, logging; logging.getLogger('tensorflow').warning({said!r})")
    assert said in cell.stdout + cell.stderr


def test_errors_and_the_users_words_arrive(quiet: Session) -> None:
    cell = quiet.run("import warnings; warnings.warn('mine'); print('out')\nkeras.layers.Dense(4)(3)")
    assert "UserWarning: mine" in cell.stderr
    assert cell.stdout == "out\n"
    assert "ValueError" in cell.error


def test_the_way_back_works_here_too(quiet: Session) -> None:
    log = quiet.run("%keras_quiet log").stdout
    assert "keras-banner  Using TensorFlow backend." in log
    assert "keras-banner" in quiet.run("%keras_quiet").results[0]
    matches = quiet.client.complete("%keras_quiet o", reply=True, timeout=30)["content"]["matches"]
    assert {"off", "on"} <= set(matches)


WORLD = """
import sys, json, os
print(json.dumps([sys.path, sys.argv[0], sorted(globals()), str(type(sys.stderr)), dict(os.environ)]))
"""


def test_the_users_world_is_that_of_the_plain_kernel(old: Path, tmp_path: Path) -> None:
    worlds = []
    for argv in (plain_argv(old), quiet_argv(old)):
        with kernel(argv, cwd=tmp_path) as session:
            worlds.append(json.loads(session.run(WORLD).stdout))
        worlds[-1][-1].pop("JPY_PARENT_PID")
    # Without a provisioner the kernel chooses the backend itself.
    assert worlds[1][-1].pop("KERAS_BACKEND") == "tensorflow"
    assert worlds[0] == worlds[1]
