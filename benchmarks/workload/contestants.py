"""What people use today, and ours: each in its exact form."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Start(Enum):
    """How the contestant's kernel is started."""

    PLAIN = "python -m ipykernel_launcher"
    OURS = "our kernelspec's argv"
    SERVER = "the plain argv, through a KerasQuietProvisioner with everywhere = True"


@dataclass(frozen=True)
class Contestant:
    """`env` is kernel.json's; `first` is code at the head of the first cell; `everywhere` runs in every row.

    `package`: keras_quiet can be imported in the kernel. `startup`: the file of `jupyter keras-quiet everywhere` lies
    in the IPython folder of the contestant.
    """

    name: str
    env: dict[str, str] = field(default_factory=dict)
    first: str = ""
    start: Start = Start.PLAIN
    package: bool = False
    startup: bool = False
    everywhere: bool = False


# `pip install --no-deps --target` into a folder of its own, so that the measured environments stay as pinned.
SILENCE = "silence-tensorflow==1.2.3"
PLAIN = Contestant("plain kernel", everywhere=True)
OURS = Contestant("keras-quiet", start=Start.OURS, everywhere=True)
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
    Contestant("%load_ext keras_quiet", first="%load_ext keras_quiet\n", package=True),
    Contestant("jupyter keras-quiet everywhere", package=True, startup=True),
    Contestant("KerasQuietProvisioner.everywhere", start=Start.SERVER),
)
