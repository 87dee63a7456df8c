"""The backend that Keras runs on: what a loaded Keras says, what os.environ says, what was injected."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from keras_quiet import __version__
from keras_quiet.inside import session

INJECTED = {"variables": [["KERAS_BACKEND", "tensorflow", "keras.json says so"]]}


def keras(backend: str, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(backend=SimpleNamespace(backend=lambda: backend), **more)


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
            ("tensorflow", "keras.json says so; KERAS_BACKEND is numpy since, for the next start"),
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
    ],
)
def test_the_backend_is_the_one_that_keras_runs_on(
    info: dict[str, Any], exported: str, modules: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert session.backend(info, {"KERAS_BACKEND": exported} if exported else {}, modules) == expected


def test_versions_are_those_of_what_is_loaded_and_of_the_filter_itself() -> None:
    assert session.own_version() == __version__
    assert session.keras({"keras": keras("jax", __version__="3.15.1")}) == "3.15.1"
    assert session.keras({"tf_keras": keras("tensorflow", __version__="2.16.0")}) == "2.16.0 (tf_keras)"
    loaded = {"jax": SimpleNamespace(__version__="0.4"), "torch": HALF}
    assert session.libraries(loaded) == ["JAX 0.4"]
