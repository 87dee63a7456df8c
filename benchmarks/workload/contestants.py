"""What people use today, and ours: each in its exact form."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Contestant:
    """`env` is kernel.json's; `first` is code at the head of the first cell; `quiet` is our kernel."""

    name: str
    env: dict[str, str] = field(default_factory=dict)
    first: str = ""
    quiet: bool = False
    everywhere: bool = False


# `pip install --no-deps --target` into a folder of its own, so that the measured environments stay as pinned.
SILENCE = "silence-tensorflow==1.2.3"
PLAIN = Contestant("plain kernel", everywhere=True)
OURS = Contestant("keras-quiet", quiet=True, everywhere=True)
CONTESTANTS = (
    PLAIN,
    Contestant("KERAS_BACKEND=tensorflow", {"KERAS_BACKEND": "tensorflow"}),
    Contestant("TF_CPP_MIN_LOG_LEVEL=1", {"TF_CPP_MIN_LOG_LEVEL": "1"}),
    Contestant("TF_CPP_MIN_LOG_LEVEL=2", {"TF_CPP_MIN_LOG_LEVEL": "2"}),
    Contestant("TF_CPP_MIN_LOG_LEVEL=3", {"TF_CPP_MIN_LOG_LEVEL": "3"}),
    Contestant("silence-tensorflow 1.2.3", first="import silence_tensorflow.auto\n"),
    Contestant(
        "kernel.json env, the usual variables",
        {
            "KERAS_BACKEND": "tensorflow",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_ENABLE_ONEDNN_OPTS": "0",
            "GLOG_minloglevel": "3",
            "GRPC_VERBOSITY": "ERROR",
            "AUTOGRAPH_VERBOSITY": "0",
            "PYTHONWARNINGS": "ignore",
        },
    ),
    OURS,
)
