"""What the machine has: an NVIDIA device that CUDA may use, or none."""

import os
from typing import Callable, Mapping

# What a driver, WSL (dxg) and Jetson boards (nvmap, nvhost) show; JAX asks in the same way
# (jax/_src/xla_bridge.py, _suggest_missing_backends).
_DEVICES = ("/dev/nvidiactl", "/dev/nvidia0", "/proc/driver/nvidia/version", "/dev/dxg", "/dev/nvmap")
# "1" or "0" here overrides the look at the machine.
OVERRIDE = "KERAS_QUIET_GPU"


def has_gpu(environ: Mapping[str, str], exists: Callable[[str], bool] = os.path.exists) -> bool:
    """Whether an NVIDIA GPU may be there that the user has not switched off."""
    if environ.get(OVERRIDE) in ("0", "1"):
        return environ[OVERRIDE] == "1"
    if environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1"):
        return False
    return any(exists(device) for device in _DEVICES)
