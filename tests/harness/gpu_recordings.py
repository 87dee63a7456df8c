"""What plain kernels printed on an NVIDIA H200 (tests/corpus/gpu), and what of it is noise."""

from __future__ import annotations

import re
from pathlib import Path

RECORDINGS = Path(__file__).parents[1] / "corpus" / "gpu"
# Where an output comes from, in the form of absl and of glog.
_NATIVE = r"[IW]\d{4} [\d:.]+ +\d+ "
# The noise of each recording, line by line. Whatever else is in it has to arrive.
NOISE = {
    "tensorflow": re.compile(
        r"WARNING: All log messages before absl::InitializeLog\(\) |To enable the following instructions: |"
        + _NATIVE
        + r"(?:(?:port|cpu_feature_guard|gpu_device|service|dump_mlir_util|cuda_dnn|dot_merger|cuda_solvers"
        r"|save_profile|generator_dataset_op|profiler_session|cupti_tracer|cupti_collector|cuda_version_variants)\.cc"
        r"|device_compiler\.h"
        r"|bfc_allocator\.cc(?=:\d+\] (?:BFCAllocator dump|Bin |  Size: |Next region|InUse at|Free  at|     Summary"
        r"|\d+ Chunks of size |[*x_]{100}$))):\d+\] "
    ),
    "jax": re.compile(_NATIVE + r"bfc_allocator\.cc:\d+\] [*x_]{100}$"),
    "torch": re.compile(
        r"\S+/site-packages/keras/src/backend/torch/rnn\.py:\d+: UserWarning: RNN module |  outputs, h_n, c_n = torch\."
    ),
}
