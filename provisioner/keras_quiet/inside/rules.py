"""The known noise: one rule for one message of an upstream source, in all the variants that versions gave it."""

from typing import NamedTuple, Tuple

from .messages import BARE, NATIVE, WRITE

HIDE = "hide"
ONCE = "once"  # the first is shown, repeats are hidden
HIDE_WITHOUT_GPU = "hide_without_gpu"  # hidden where the machine shows no NVIDIA device; otherwise like ONCE


class Rule(NamedTuple):
    """One known message.

    `kind` says by which way it comes (`messages`), `source` is a regular expression for the whole of the message's
    source, `message` one that matches from the beginning of its text. `continues` are literal beginnings of the lines
    that follow and belong to it. `why` is one sentence with the upstream file or issue. `samples` are whole lines, or
    for WRITE the text written.
    """

    id: str
    kind: str
    source: str
    message: str
    action: str
    why: str
    samples: Tuple[str, ...]
    continues: Tuple[str, ...] = ()


RULES = (
    Rule(
        "absl-preamble",
        BARE,
        "",
        r"WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$",
        HIDE,
        "absl prints it before its first entry in every program that does not call InitializeLog (abseil-cpp#1656).",
        ("WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",),
    ),
    Rule(
        "onednn-notice",
        NATIVE,
        r"(?:port|util)\.cc",
        r"oneDNN custom operations are on\. You may see slightly different numerical results",
        HIDE,
        "A standing notice of the build, printed at each import (tensorflow/core/util/port.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on. You may "
            "see slightly different numerical results due to floating-point round-off errors from different "
            "computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.",
            "I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. You may see slightly "
            "different numerical results due to floating-point round-off errors from different computation orders.",
        ),
    ),
    Rule(
        "cudart-stub",
        NATIVE,
        r"cudart_stub\.cc",
        r"Could not find cuda drivers on your machine, GPU will not be used\.",
        HIDE_WITHOUT_GPU,
        "Says what is plain on a machine without a GPU, and why training is slow on one with (xla/tsl/cuda).",
        (
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/tsl/cuda/cudart_stub.cc:32] Could not find cuda "
            "drivers on your machine, GPU will not be used.",
            "I0000 00:00:1795355631.826861   29633 cudart_stub.cc:31] Could not find cuda drivers on your machine, "
            "GPU will not be used.",
        ),
    ),
    Rule(
        "cpu-feature-guard",
        NATIVE,
        r"cpu_feature_guard\.cc",
        r"This TensorFlow binary is optimized (?:to use available CPU instructions|with oneAPI Deep Neural Network)",
        HIDE,
        "Advice to rebuild TensorFlow, for every wheel on every CPU (tensorflow/core/platform/cpu_feature_guard.cc).",
        (
            "I0000 00:00:1795355632.099120   29633 cpu_feature_guard.cc:227] This TensorFlow binary is optimized to "
            "use available CPU instructions in performance-critical operations.",
        ),
        ("To enable ",),
    ),
    Rule(
        "cuinit-unknown-error",
        NATIVE,
        r"cuda_(?:platform|driver)\.cc",
        r"failed call to cuInit: (?:INTERNAL: CUDA error: Failed call to cuInit: )?UNKNOWN ERROR \(303\)",
        HIDE_WITHOUT_GPU,
        "303 is libcuda not found: plain on a machine without a GPU, a broken driver on one with (tensorflow#39956).",
        (
            "E0000 00:00:1795355632.099120   29633 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: "
            "Failed call to cuInit: UNKNOWN ERROR (303)",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/cuda/cuda_driver.cc:269] failed call to cuInit: "
            "UNKNOWN ERROR (303)",
        ),
    ),
    Rule(
        "keras-banner",
        WRITE,
        r"keras\.backend(?:\.load_backend)?",
        r"Using \S+ backend\.?\n$",
        HIDE,
        "Keras before 2.4 writes it at each import, whatever is set (keras/backend/load_backend.py:89).",
        ("Using TensorFlow backend.\n", "Using CNTK backend\n"),
    ),
)
