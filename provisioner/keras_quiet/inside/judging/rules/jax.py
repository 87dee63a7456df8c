"""JAX: its search for devices, and its own names in the code of other packages."""

from typing import Tuple

from ...grammar.kinds import BARE, LOGGING, WARNING
from ...grammar.rule import HIDE, HIDE_WITHOUT_GPU, INSTALLED, Rule

RULES: Tuple[Rule, ...] = (
    Rule(
        "jax-no-gpu",
        LOGGING,
        ("absl", "jax._src.xla_bridge", "jax._src.lib.xla_bridge"),
        (
            r"No GPU/TPU found, falling back to CPU\.",
            r"CUDA backend failed to initialize: FAILED_PRECONDITION: No visible GPU devices\.",
        ),
        HIDE_WITHOUT_GPU,
        "JAX before 0.5 says it at its first use wherever there is no accelerator (jax/_src/xla_bridge.py, jax#4571).",
        (
            "WARNING:absl:No GPU/TPU found, falling back to CPU. (Set TF_CPP_MIN_LOG_LEVEL=0 and rerun for more info.)",
            "WARNING:jax._src.xla_bridge:CUDA backend failed to initialize: FAILED_PRECONDITION: No visible GPU "
            "devices. (Set TF_CPP_MIN_LOG_LEVEL=0 and rerun for more info.)",
        ),
    ),
    Rule(
        "jax-no-gpu-bare",
        BARE,
        (),
        (r"No GPU/TPU found, falling back to CPU\. \(Set TF_CPP_MIN_LOG_LEVEL=0 and rerun for more info\.\)$",),
        HIDE_WITHOUT_GPU,
        "JAX finds no GPU in a child process, where Python's handler of last resort prints the line without a prefix.",
        ("No GPU/TPU found, falling back to CPU. (Set TF_CPP_MIN_LOG_LEVEL=0 and rerun for more info.)",),
    ),
    Rule(
        "jax-no-gpu-warning",
        WARNING,
        ("jax/",),
        (r"No GPU/TPU found, falling back to CPU\.",),
        HIDE_WITHOUT_GPU,
        "JAX before 0.2 finds no GPU, and says so as a Python warning (jax/lib/xla_bridge.py).",
        (
            "/usr/lib/python3/dist-packages/jax/lib/xla_bridge.py:115: UserWarning: No GPU/TPU found, falling back to "
            "CPU.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "jax-probe",
        LOGGING,
        ("absl",),
        (
            r"Starting the local TPU driver\.$",
            r"Remote TPU is not linked into jax; skipping remote TPU\.$",
            (
                "Unable to initialize backend '(?:tpu_driver': NOT_FOUND: |tpu': (?:INVALID_ARGUMENT: TpuPlatform "
                "is not available|INTERNAL: Failed to open libtpu|module 'jaxlib)|rocm': (?:NOT_FOUND: |module 'jaxlib)"
                "|plugin': xla_extension has no attribute)"
            ),
        ),
        HIDE,
        "JAX before 0.5 tells of each kind of backend that this build does not have (jax/_src/xla_bridge.py).",
        (
            "INFO:absl:Starting the local TPU driver.",
            "INFO:absl:Remote TPU is not linked into jax; skipping remote TPU.",
            "INFO:absl:Unable to initialize backend 'tpu_driver': NOT_FOUND: Unable to find driver in registry given "
            "worker: ",
            "INFO:absl:Unable to initialize backend 'tpu': module 'jaxlib.xla_extension' has no attribute "
            "'get_tpu_client'",
            "INFO:absl:Unable to initialize backend 'rocm': NOT_FOUND: Could not find registered platform with name: "
            '"rocm". Available platform names are: Interpreter Host',
            "INFO:absl:Unable to initialize backend 'plugin': xla_extension has no attributes named "
            "get_plugin_device_client.",
        ),
    ),
    Rule(
        "jax-probe-gpu",
        LOGGING,
        ("absl",),
        (
            (
                "Unable to initialize backend '(?:gpu|cuda)': (?:NOT_FOUND: Could not find registered platform "
                "with name: |module 'jaxlib)"
            ),
        ),
        HIDE_WITHOUT_GPU,
        "JAX says that its build has no CUDA, which matters only on a machine with a GPU (jax/_src/lib/xla_bridge.py).",
        (
            "INFO:absl:Unable to initialize backend 'cuda': module 'jaxlib.xla_extension' has no attribute "
            "'GpuAllocatorConfig'",
        ),
    ),
    Rule(
        "jax-names",
        WARNING,
        (INSTALLED, "!jax/"),
        (r"jax\.[\w.]{1,80}(?:\(\))? is deprecated",),
        HIDE,
        "A package on JAX's names; JAX names the caller, so the user's own use keeps it (jax/_src/deprecations.py).",
        (
            "/opt/env/lib/python3.11/site-packages/flax/core/tracers.py:22: DeprecationWarning: jax.core.Trace is "
            "deprecated. Use jax.extend instead.",
            "/opt/env/lib/python3.8/site-packages/haiku/_src/data_structures.py:37: FutureWarning: jax.tree_leaves() "
            "is deprecated. Please use jax.tree_util.tree_leaves() instead.",
        ),
        categories=("DeprecationWarning", "FutureWarning"),
    ),
)
