"""The table of backends against the versions of Keras."""

from __future__ import annotations

import pytest
from keras_quiet.inside.backend.backends import AUTO_ORDER, BY_NAME, ignores_choice, known_to, requirement
from keras_quiet.inside.backend.versions import numbers

OLD = ("tensorflow", "theano", "cntk")
NEW = ("tensorflow", "jax", "torch", "openvino", "numpy")


@pytest.mark.parametrize(
    ("keras", "expected"),
    [
        ("2.2.4", OLD),
        ("2.3.1", OLD),
        ("2.4.0", ("tensorflow",)),
        ("2.15.0", ("tensorflow",)),
        ("3.0.0", ("tensorflow", "jax", "torch", "numpy")),
        ("3.7.0", ("tensorflow", "jax", "torch", "numpy")),
        ("3.8.0", NEW),
        ("3.15.1", NEW),
        ("4.0.dev202612", NEW),
        ("", tuple(BY_NAME)),
    ],
)
def test_a_version_of_keras_knows_these_backends(keras: str, expected: tuple[str, ...]) -> None:
    assert known_to(keras) == expected


@pytest.mark.parametrize(
    ("keras", "expected"),
    [("2.3.1", False), ("2.4.0", True), ("2.4.3", True), ("2.15.0", True), ("3.0.0", False), ("", False)],
)
def test_keras_from_2_4_to_2_15_ignores_the_choice(keras: str, expected: bool) -> None:
    assert ignores_choice(keras) == (f"Keras {keras}" if expected else "")


@pytest.mark.parametrize(
    ("name", "keras", "expected"),
    [
        ("tensorflow", "3.15.1", "tensorflow"),
        ("tensorflow", "2.3.1", '"tensorflow<2"'),
        ("tensorflow", "", "tensorflow"),
        ("openvino", "3.15.1", "openvino scipy"),
        ("numpy", "3.15.1", "numpy scipy jax"),
        ("mine", "3.15.1", "mine"),
    ],
)
def test_pip_is_told_what_the_backend_needs(name: str, keras: str, expected: str) -> None:
    assert requirement(name, keras) == expected


@pytest.mark.parametrize(("version", "expected"), [("2.3.1", (2, 3, 1)), ("3.0.0rc1", (3, 0, 0)), ("", ()), ("x", ())])
def test_versions_are_compared_by_their_numbers(version: str, expected: tuple[int, ...]) -> None:
    assert numbers(version) == expected


def test_auto_takes_only_backends_of_the_table() -> None:
    assert set(AUTO_ORDER) < set(BY_NAME)


@pytest.mark.parametrize(("tensorflow", "expected"), [("1.15.0", True), ("2.5.3", True), ("2.6.0", False), ("", False)])
def test_the_keras_that_tensorflow_before_2_6_brings_ignores_it_too(tensorflow: str, expected: bool) -> None:
    assert ignores_choice("", tensorflow) == (f"Keras of TensorFlow {tensorflow}" if expected else "")
    assert ignores_choice("3.15.1", tensorflow) == ""
