"""The backend that Keras runs on: what a loaded Keras says, what os.environ says, what was injected."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from keras_quiet import __version__
from keras_quiet.inside.backend import versions
from keras_quiet.inside.telling import session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INJECTED = {"variables": [["KERAS_BACKEND", "tensorflow", "keras.json says so"]]}


def keras(backend: str, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(backend=SimpleNamespace(backend=lambda: backend), **more)


TIED = "; KERAS_BACKEND is jax, which this Keras ignores"
LATE = "which counts only if it is set before Keras is imported"
JAX = {"variables": [["KERAS_BACKEND", "jax", "you said so"]]}
HALF = SimpleNamespace()  # an import of Keras that failed half-way, or a module of the user's with that name


@pytest.mark.parametrize(
    ("info", "exported", "modules", "expected"),
    [
        (INJECTED, "tensorflow", {}, ("tensorflow", "keras.json says so")),
        (INJECTED, "tensorflow", {"keras": keras("tensorflow")}, ("tensorflow", "keras.json says so")),
        (INJECTED, "numpy", {}, ("numpy", "set in this session; tensorflow was injected, keras.json says so")),
        (
            INJECTED,
            "numpy",
            {"keras": keras("numpy")},
            ("numpy", "set in this session; tensorflow was injected, keras.json says so"),
        ),
        (
            INJECTED,
            "numpy",
            {"keras": keras("tensorflow")},
            (
                "tensorflow",
                f"keras.json says so; KERAS_BACKEND is numpy now, {LATE}",
            ),
        ),
        (
            INJECTED,
            "tensorflow",
            {"keras": keras("jax")},
            ("jax", "Keras says so; tensorflow was injected, keras.json says so"),
        ),
        (INJECTED, "", {}, ("not set", "taken away in this session; tensorflow was injected, keras.json says so")),
        (INJECTED, "tensorflow", {"keras": HALF}, ("tensorflow", "keras.json says so")),
        ({}, "", {}, ("not set", "nothing was injected, Keras finds out when it is imported")),
        ({}, "jax", {}, ("jax", "KERAS_BACKEND says so")),
        ({}, "jax", {"keras": keras("jax")}, ("jax", "KERAS_BACKEND says so")),
        ({}, "", {"keras": keras("jax")}, ("jax", "Keras says so")),
        ({}, "", {"keras_core": keras("torch")}, ("torch", "Keras says so")),
        ({}, "numpy", {"keras": keras("jax")}, ("jax", f"Keras says so; KERAS_BACKEND is numpy now, {LATE}")),
        (
            INJECTED,
            "numpy",
            {"keras": keras("tensorflow", __version__="2.15.0")},
            ("tensorflow", "keras.json says so; KERAS_BACKEND is numpy, which this Keras ignores"),
        ),
        (
            JAX,
            "jax",
            {"tf_keras": keras("tensorflow", __version__="2.21.0")},
            (
                "tensorflow",
                "Keras 2.21.0 runs on nothing else; jax was injected, you said so",
            ),
        ),
        (
            {**INJECTED, "started_with": "jax"},
            "jax",
            {},
            ("jax", "set by what starts the kernel; tensorflow was injected, keras.json says so"),
        ),
        (
            {**INJECTED, "started_with": "jax"},
            "torch",
            {},
            ("torch", "set in this session; tensorflow was injected, keras.json says so"),
        ),
    ],
)
def test_the_backend_is_the_one_that_keras_runs_on(
    info: dict[str, Any], exported: str, modules: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert session.backend(info, {"KERAS_BACKEND": exported} if exported else {}, modules) == expected


def test_versions_are_those_of_what_is_loaded_and_of_the_filter_itself() -> None:
    assert versions.own_version() == __version__
    assert versions.keras({"keras": keras("jax", __version__="3.15.1")}) == "3.15.1"
    assert versions.keras({"tf_keras": keras("tensorflow", __version__="2.16.0")}) == "2.16.0 (tf_keras)"
    loaded = {"jax": SimpleNamespace(__version__="0.4"), "torch": HALF}
    assert versions.libraries(loaded) == ["JAX 0.4"]


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        ("keras-2.15.0", ("tensorflow", "Keras 2.15.0 runs on nothing else" + TIED)),
        ("keras-3.15.1", ("jax", "KERAS_BACKEND says so")),
        ("keras_nightly-3.16.0.dev1", ("jax", "KERAS_BACKEND says so")),
        ("keras-2.3.1", ("jax", "KERAS_BACKEND says so")),
        ("tensorflow-2.3.0", ("tensorflow", "Keras of TensorFlow 2.3.0 runs on nothing else" + TIED)),
        ("tensorflow_cpu-1.15.0", ("tensorflow", "Keras of TensorFlow 1.15.0 runs on nothing else" + TIED)),
        ("tensorflow-2.21.0", ("jax", "KERAS_BACKEND says so")),
    ],
)
def test_before_keras_is_imported_its_version_says_whether_the_variable_counts(
    distribution: str, expected: tuple[str, str], installed: Callable[[str], None]
) -> None:
    installed(distribution)
    assert session.backend({}, {"KERAS_BACKEND": "jax"}, {}) == expected


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(distribution: str) -> None:
        metadata = tmp_path / f"{distribution}.dist-info" / "METADATA"
        metadata.parent.mkdir()
        name, _, version = distribution.partition("-")
        metadata.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")

    return install


def test_both_keras_are_told_where_both_can_be_used() -> None:
    modules = {"keras": keras("jax", __version__="3.15.1"), "tf_keras": keras("tensorflow", __version__="2.21.0")}
    environ = {"KERAS_BACKEND": "jax", "TF_USE_LEGACY_KERAS": "1"}
    assert session.backend(JAX, environ, modules) == (
        "jax",
        "you said so; tf.keras is Keras 2 on TensorFlow, since TF_USE_LEGACY_KERAS is set",
    )
    assert versions.keras(modules) == "3.15.1, 2.21.0 (tf_keras)"


@pytest.mark.parametrize("is_imported", [False, True])
def test_a_file_of_the_users_called_keras_is_no_keras(
    is_imported: bool, installed: Callable[[str], None], tmp_path: Path
) -> None:
    installed("keras-3.15.1")
    (tmp_path / "keras.py").touch()
    mine = ModuleType("keras")
    mine.__file__ = str(tmp_path / "keras.py")
    assert versions.keras({"keras": mine} if is_imported else {}) == f"{tmp_path}/keras.py is imported in its place"


def test_what_is_installed_is_told(installed: Callable[[str], None]) -> None:
    assert versions.keras({}) == "not installed"
    installed("tensorflow-2.3.0")
    assert versions.keras({}) == "Keras of TensorFlow 2.3.0, not imported yet"
    installed("keras_nightly-3.16.0.dev1")
    assert versions.keras({}) == "3.16.0.dev1, not imported yet"
    installed("keras-2.15.0")
    assert versions.keras({}) == "2.15.0, not imported yet"
