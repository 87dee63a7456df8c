"""The rows: which environment, with which variables, and what kind of Keras it is."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One line of the table. `tags` say what it can run (`cells.meets`); `full` rows run every contestant.

    `workload` names the cells (`measure.WORKLOADS`). A `nightly` row is of a version not yet released: it may fail, and
    the page says so. `over_ssh`: the distributed provisioner starts its kernels over ssh, on loopback.
    """

    name: str
    environment: str
    tags: frozenset[str]
    env: dict[str, str] = field(default_factory=dict)
    full: bool = False
    workload: str = "tutorial"
    nightly: bool = False
    over_ssh: bool = False


def _row(  # noqa: PLR0913 - a row of a table
    name: str,
    environment: str,
    tags: str,
    env: dict[str, str] | None = None,
    *,
    full: bool = False,
    workload: str = "tutorial",
    nightly: bool = False,
    over_ssh: bool = False,
) -> Row:
    return Row(name, environment, frozenset(tags.split()), env or {}, full, workload, nightly, over_ssh)


def _backend(name: str) -> dict[str, str]:
    return {"KERAS_BACKEND": name}


ROWS = (
    _row("TF 2.21", "tf-2.21", "keras3 tf2 trains 2.21", full=True),
    _row("TF 2.21, over ssh", "tf-2.21", "keras3 tf2 trains 2.21", over_ssh=True),
    _row("TF 2.20", "tf-2.20", "keras3 tf2 trains 2.20"),
    _row("TF 2.19", "tf-2.19", "keras3 tf2 trains 2.19", full=True),
    _row("TF 2.18", "tf-2.18", "keras3 tf2 trains 2.18"),
    _row("TF 2.17", "tf-2.17", "keras3 tf2 trains 2.17"),
    _row("TF 2.16", "tf-2.16", "keras3 tf2 trains 2.16"),
    _row("TF 2.15", "tf-2.15", "keras2 tf2 trains 2.15", full=True),
    _row("TF 2.12", "tf-2.12", "keras2 tf2 trains 2.12"),
    _row("TF 2.21, tf-keras", "tf-2.21-tf-keras", "keras2 tf2 trains tf-keras", {"TF_USE_LEGACY_KERAS": "1"}),
    _row("JAX", "jax", "keras3 jax trains", _backend("jax")),
    _row("torch", "torch", "keras3 torch trains", _backend("torch")),
    _row("OpenVINO", "openvino", "keras3 openvino", _backend("openvino")),
    _row("NumPy", "jax", "keras3 numpy", _backend("numpy")),
    _row("JAX beside TF 2.21", "tf-2.21-jax", "keras3 jax tf2 beside trains", _backend("jax")),
    _row("Keras 2.4.3, TF 2.4", "keras-2.4.3", "keras24 tf2 trains"),
    _row("Keras 2.3.1, TF 1.15", "keras-2.3.1", "old tf1 trains", full=True),
    _row("Keras 2.2.5, TF 1.14", "keras-2.2.5", "old tf1 trains 1.14"),
    _row("Keras 2.2.4, TF 1.12", "keras-2.2.4", "old tf1 trains terminal 1.12"),
    _row("Keras 2.2.4, Theano", "keras-2.2.4-theano", "old theano trains terminal", _backend("theano")),
    _row("TF 2.21, libraries", "tf-2.21-more", "keras3 tf2 more libraries", workload="libraries"),
    _row("torch, libraries", "torch-more", "keras3 torch libraries", _backend("torch"), workload="libraries"),
    _row("JAX, libraries", "jax", "keras3 jax libraries", _backend("jax"), workload="libraries"),
    _row("TF nightly", "tf-nightly", "keras3 tf2 trains 2.21 nightly", nightly=True),
    _row("Keras nightly, JAX", "keras-nightly", "keras3 jax trains nightly", _backend("jax"), nightly=True),
)
