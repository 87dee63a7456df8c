"""What the machine has: an accelerator that may be used, or none."""

from typing import Callable, Mapping

from ..kept import os

# What a driver, WSL (dxg) and Jetson boards (nvmap, nvhost) show; JAX asks in the same way
# (jax/_src/xla_bridge.py, _suggest_missing_backends). TPUs (accel0) and Trainium (neuron0) count too: the same words
# tell their users that a slower device is used.
_DEVICES = (
    "/dev/nvidiactl",
    "/dev/nvidia0",
    "/proc/driver/nvidia/version",
    "/dev/dxg",
    "/dev/nvmap",
    "/dev/accel0",
    "/dev/neuron0",
)
# "1" or "0" here overrides the look at the machine.
OVERRIDE = "KERAS_QUIET_GPU"


def has_gpu(environ: Mapping[str, str], exists: Callable[[str], bool] = os.path.exists) -> bool:
    """Whether an NVIDIA GPU, or another accelerator, may be there that the user has not switched off."""
    if environ.get(OVERRIDE) in ("0", "1"):
        return environ[OVERRIDE] == "1"
    if environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1"):
        return False
    return any(exists(device) for device in _DEVICES)
