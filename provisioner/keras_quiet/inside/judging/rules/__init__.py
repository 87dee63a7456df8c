"""The known noise: one rule for one message of an upstream source, in all the variants that versions gave it.

One file for each upstream; a new rule goes into one of them, with its samples. The order of rules means nothing: no two
match the same message.
"""

from importlib.machinery import PathFinder
from typing import Any, Dict, Tuple

from ...grammar.rule import Rule

# No folder that tempfile.mkdtemp made up follows in the line: where nobody named it, only that line tells of it.
NAMED_FOLDER = r"(?![^\n]{0,1000}[/\\]tmp\w{6,8}(?:[/\\]|$))"

# From 2.23 on TensorFlow prints below a status, in the same message, where in its sources the status arose (absl).
SOURCE_TRACE = (
    r"=== Source Location Trace: === ?$",
    r"external/[\w./+-]{1,200}\.(?:cc|h):\d+$",
    r"tensorflow/[\w./+-]{1,200}\.(?:cc|h):\d+$",
    r"$",
)
SOURCE_TRACE_SAMPLE = (
    "\n=== Source Location Trace: === \nexternal/xla/xla/stream_executor/cuda/cuda_status.cc:50\n"
    "tensorflow/core/framework/local_rendezvous.cc:12\n"
)

UPSTREAMS = (
    "absl",
    "keras",
    "tensorflow",
    "tensorflow_gpu",
    "tensorflow_python",
    "tflite",
    "xla",
    "jax",
    "torch",
    "grpc",
    "libraries",
)


def load() -> Tuple[Rule, ...]:
    """Return the rules of all upstreams; the kernel asks for them one by one (`candidates`)."""
    return tuple(rule for upstream in UPSTREAMS for rule in of(upstream))


def of(upstream: str) -> Tuple[Rule, ...]:
    """Return the rules of one of UPSTREAMS. Raises OSError where its file cannot be read.

    A hook asks, from any thread, while other threads import. So the file is read as an import would do it, but without
    the locks of an import: a process that is forked meanwhile would wait for them for ever, and a signal handler would
    find a module that is half made.
    """
    name = "%s.%s" % (__name__, upstream)
    spec = PathFinder.find_spec(name, __path__)
    if spec is None:
        raise FileNotFoundError("%s is missing in %s" % (upstream, __path__))
    table: Dict[str, Any] = {"__name__": name, "__package__": __name__}
    exec(spec.loader.get_code(name), table)  # type: ignore[union-attr]  # noqa: S102  # our own file
    return tuple(table["RULES"])
