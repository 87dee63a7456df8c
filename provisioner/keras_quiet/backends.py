"""The table of Keras backends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Backend:
    """One value of KERAS_BACKEND.

    `modules` must all be importable for Keras to run on it; `requirement` is what pip installs for them.
    `keras2_only`: only Keras before 2.4 knows it (keras/backend/load_backend.py). Others need Keras 3.
    """

    name: str
    modules: tuple[str, ...]
    requirement: str
    title: str
    keras2_only: bool = False


# In the order in which "auto" takes them. numpy and openvino only infer; numpy leans on jax and scipy
# (keras/src/backend/numpy/core.py).
BACKENDS = (
    Backend("tensorflow", ("tensorflow",), "tensorflow", "TensorFlow"),
    Backend("jax", ("jax",), "jax", "JAX"),
    Backend("torch", ("torch",), "torch", "PyTorch"),
    Backend("openvino", ("openvino",), "openvino scipy", "OpenVINO"),
    Backend("numpy", ("numpy", "scipy", "jax"), "numpy scipy jax", "NumPy"),
    Backend("theano", ("theano",), "theano", "Theano", keras2_only=True),
    Backend("cntk", ("cntk",), "cntk", "CNTK", keras2_only=True),
)
BY_NAME = {backend.name: backend for backend in BACKENDS}
# What is taken where nobody chose: the backends that can train, and openvino.
AUTO_ORDER = ("tensorflow", "jax", "torch", "openvino")
AUTO = "auto"
