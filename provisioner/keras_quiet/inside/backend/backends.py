"""The table of Keras backends, and which Keras runs on which."""

from typing import FrozenSet, Iterable, NamedTuple, Optional, Tuple

from .versions import ignores_variable, numbers


class Backend(NamedTuple):
    """One value of KERAS_BACKEND.

    `modules` must all be importable for Keras to run on it; `requirement` is what pip installs for them.
    `since` and `before` bound the versions of Keras that know it; before None has no end.
    """

    name: str
    modules: Tuple[str, ...]
    requirement: str
    title: str
    since: Tuple[int, ...] = (3,)
    before: Optional[Tuple[int, ...]] = None


# In the order in which "auto" takes them. numpy and openvino only infer; both lean on scipy, numpy on jax too
# (keras/src/backend/numpy/core.py, keras/src/backend/openvino/numpy.py).
BACKENDS = (
    Backend("tensorflow", ("tensorflow",), "tensorflow", "TensorFlow", since=(0,)),
    Backend("jax", ("jax",), "jax", "JAX"),
    Backend("torch", ("torch",), "torch", "PyTorch"),
    Backend("openvino", ("openvino", "scipy"), "openvino scipy", "OpenVINO", since=(3, 8)),
    Backend("numpy", ("numpy", "scipy", "jax"), "numpy scipy jax", "NumPy"),
    Backend("theano", ("theano",), "theano", "Theano", since=(0,), before=(2, 4)),
    Backend("cntk", ("cntk",), "cntk", "CNTK", since=(0,), before=(2, 4)),
)
BY_NAME = {backend.name: backend for backend in BACKENDS}
MODULES = sorted({module for backend in BACKENDS for module in backend.modules})
# What is taken where nobody chose: the backends that can train, and openvino; the last two for Keras before 2.4 only.
AUTO_ORDER = ("tensorflow", "jax", "torch", "openvino", "theano", "cntk")
AUTO = "auto"


def runnable(modules: Iterable[str]) -> FrozenSet[str]:
    """Return the backends that an interpreter can run which has these of MODULES."""
    found = set(modules)
    return frozenset(backend.name for backend in BACKENDS if found.issuperset(backend.modules))


def known_to(keras: str) -> Tuple[str, ...]:
    """Return the backends that this version of Keras can run on; all of them where it is "", which is not known."""
    version = numbers(keras)
    return tuple(
        backend.name
        for backend in BACKENDS
        if not version or (backend.since <= version and (backend.before is None or version < backend.before))
    )


def ignores_choice(keras: str, tensorflow: str = "") -> str:
    """Return the Keras that runs on TensorFlow even if KERAS_BACKEND names another, with its version; "" for others.

    That is Keras 2.4 to 2.15, and where no Keras is installed the one that TensorFlow before 2.6 brings.
    """
    if keras:
        return "Keras %s" % keras if ignores_variable(keras) else ""
    return "Keras of TensorFlow %s" % tensorflow if () < numbers(tensorflow) < (2, 6) else ""


def requirement(name: str, keras: str) -> str:
    """Return what to write behind `pip install` to get a backend for this version of Keras, quoted for any shell."""
    if name == "tensorflow" and () < numbers(keras) < (2, 4):
        return '"tensorflow<2"'
    return BY_NAME[name].requirement if name in BY_NAME else name
