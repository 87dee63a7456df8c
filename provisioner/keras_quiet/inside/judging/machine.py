"""What the machine has: an accelerator that may be used, or none."""

import functools
import glob
import os
from typing import Iterator, Mapping

# "1" or "0" here overrides the look at the machine.
OVERRIDE = "KERAS_QUIET_GPU"
# What loaded drivers show: NVIDIA's, WSL's (dxg), Jetson boards' (nvmap), TPUs' and other accelerators' (accel0),
# Trainium's (neuron0). JAX asks in the same way (jax/_src/hardware_utils.py).
_NODES = (
    "dev/nvidiactl",
    "dev/nvidia[0-9]*",
    "proc/driver/nvidia/version",
    "dev/dxg",
    "dev/nvmap",
    "dev/accel[0-9]*",
    "dev/accel/accel[0-9]*",
    "dev/neuron[0-9]*",
)
# Cards count without a driver too, for "no driver" is said exactly where one is missing. By vendor: the name, the
# beginnings of a card's class (https://pci-ids.ucw.cz/read/PD), and a node that must be there as well, or "".
_CARDS = {
    "0x10de": ("an NVIDIA card", ("0x0300", "0x0302"), ""),
    "0x1002": ("an AMD card", ("0x03", "0x12"), "dev/kfd"),
    "0x8086": ("an Intel card", ("0x0380",), ""),
    "0x1ae0": ("a TPU", ("",), ""),
}
# Google's network cards and disks have the vendor of its TPUs.
_NO_TPU = ("0x01", "0x02")


def accelerator(environ: Mapping[str, str], root: str = "/") -> str:
    """Return what tells of an accelerator that the user has not switched off, "" where nothing does.

    `environ` is the kernel's environment, `root` the folder in which its machine's files are looked for.
    """
    if environ.get(OVERRIDE) in ("0", "1"):
        return "%s says so" % OVERRIDE if environ[OVERRIDE] == "1" else ""
    if environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1"):
        return ""
    return _look(root, "KUBERNETES_SERVICE_HOST" in environ)


@functools.lru_cache(maxsize=64)
def _look(root: str, is_pod: bool) -> str:
    for pattern in _NODES:
        found = glob.glob(os.path.join(root, pattern))
        if found:
            return found[0]
    # A container sees the cards of its host, but only those nodes that were given to it.
    contained = is_pod or any(os.path.exists(os.path.join(root, file)) for file in (".dockerenv", "run/.containerenv"))
    return next(_cards(root, contained), "")


def _cards(root: str, contained: bool) -> Iterator[str]:
    has_vfio = bool(glob.glob(os.path.join(root, "dev/vfio/[0-9]*")))
    for folder in sorted(glob.glob(os.path.join(root, "sys/bus/pci/devices/*"))):
        name, classes, node = _CARDS.get(_read(folder, "vendor"), ("", (), ""))
        kind = _read(folder, "class")
        if not name or not kind.startswith(classes) or (name == "a TPU" and kind.startswith(_NO_TPU)):
            continue
        has_node = has_vfio if name == "a TPU" else bool(node) and os.path.exists(os.path.join(root, node))
        if has_node or not (contained or node):
            yield "%s at %s" % (name, os.path.basename(folder))


def _read(folder: str, name: str) -> str:
    try:
        with open(os.path.join(folder, name), encoding="ascii", errors="replace") as file:
            return file.read(20).strip()
    except OSError:
        return ""
