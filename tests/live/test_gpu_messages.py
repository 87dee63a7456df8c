"""A GPU whose libraries are missing, simulated by stubs of its driver: what TensorFlow says of it arrives, once."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sessions import Cell, kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.live

STUBS = Path(__file__).parent / "stubs"
NO_DRIVERS = "cudart_stub.cc:31] Could not find cuda drivers on your machine, GPU will not be used."
NO_RUNTIME = "Failed call to cudaGetRuntimeVersion: Error loading CUDA libraries. GPU will not be used."
NO_LIBRARIES = "Cannot dlopen some GPU libraries. Please make sure the missing libraries mentioned above"
LOOK = "import tensorflow as tf\nprint(tf.config.list_physical_devices('GPU'))"
KERNELS = {
    "plain": (plain_argv, {}, {NO_DRIVERS: 2, NO_RUNTIME: 1, NO_LIBRARIES: 1}),
    "ours": (quiet_argv, {"KERAS_QUIET_GPU": "1"}, {NO_DRIVERS: 1, NO_RUNTIME: 1, NO_LIBRARIES: 1}),
    "level 2": (plain_argv, {"TF_CPP_MIN_LOG_LEVEL": "2"}, {NO_DRIVERS: 2, NO_RUNTIME: 1, NO_LIBRARIES: 0}),
    "level 3": (plain_argv, {"TF_CPP_MIN_LOG_LEVEL": "3"}, {NO_DRIVERS: 2, NO_RUNTIME: 0, NO_LIBRARIES: 0}),
}


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler")
    folder = tmp_path_factory.mktemp("driver")
    for name, built in (("libcuda.c", "libcuda.so.1"), ("libnvidia-ml.c", "libnvidia-ml.so.1")):
        subprocess.run([compiler, "-shared", "-fPIC", "-o", str(folder / built), str(STUBS / name)], check=True)
    return folder


def _look(python: Path, stubs: Path, name: str) -> Cell:
    argv, env, _ = KERNELS[name]
    with kernel(argv(python), env={"LD_LIBRARY_PATH": str(stubs), **env}) as session:
        return session.run(LOOK)


@pytest.mark.parametrize("name", KERNELS)
def test_what_is_said_of_a_gpu_that_cannot_be_used_arrives_once(
    environment: Callable[[str], Path], stubs: Path, name: str
) -> None:
    cell = _look(environment("tf-2.21"), stubs, name)
    assert cell.stdout == "[]\n"
    assert {text: cell.stderr.count(text) for text in KERNELS[name][2]} == KERNELS[name][2]


def test_the_noise_beside_it_is_hidden_all_the_same(environment: Callable[[str], Path], stubs: Path) -> None:
    shown = _look(environment("tf-2.21"), stubs, "ours").stderr
    assert "oneDNN custom operations" not in shown
    assert "cpu_feature_guard" not in shown
    assert "InitializeLog" not in shown
