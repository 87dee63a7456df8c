"""What the machine has: an accelerator that may be used, or none."""

import functools
from typing import Iterator, List, Mapping

from ..guarding.kept import os, re

# "1" or "0" here overrides the look at the machine.
OVERRIDE = "KERAS_QUIET_GPU"
# What loaded drivers show: NVIDIA's, WSL's (dxg), Jetson boards' (nvmap), TPUs' and other accelerators' (accel0),
# Trainium's (neuron0). JAX asks in the same way (jax/_src/hardware_utils.py).
_NODE = re.compile(r"nvidiactl|nvidia\d+|dxg|nvmap|accel\d+|neuron\d+")
_FOLDERS = ("dev", "dev/accel")
_VERSION = "proc/driver/nvidia/version"
# Cards count without a driver too, for "no driver" is said exactly where one is missing. By vendor: the name, the
# beginnings of a card's class (https://pci-ids.ucw.cz/read/PD), and a node that must be there as well, or "".
_CARDS = {
    "0x10de": ("an NVIDIA card", ("0x0300", "0x0302"), ""),
    "0x1002": ("an AMD card", ("0x03", "0x12"), "dev/kfd"),
    "0x8086": ("an Intel card", ("0x0380",), ""),
    "0x1ae0": ("a TPU", ("",), ""),
}
# Google's network cards and disks have the vendor of its TPUs, whose driver shows a node with a number.
_TPU, _NO_TPU, _VFIO = "a TPU", ("0x01", "0x02"), "dev/vfio"
_CONTAINERS = (".dockerenv", "run/.containerenv")


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
    nodes = ["%s/%s" % (folder, name) for folder in _FOLDERS for name in _names(root, folder) if _NODE.fullmatch(name)]
    if _is_there(root, _VERSION):
        nodes.append(_VERSION)
    if nodes:
        return os.path.join(root, nodes[0])
    # A container sees the cards of its host, but only those nodes that were given to it.
    return next(_cards(root, is_pod or any(_is_there(root, file) for file in _CONTAINERS)), "")


def _cards(root: str, contained: bool) -> Iterator[str]:
    """Yield the cards, in a container only those that have a node."""
    devices = "sys/bus/pci/devices"
    for card in _names(root, devices):
        vendor, kind = (_read(os.path.join(root, devices, card, name)) for name in ("vendor", "class"))
        name, classes, node = _CARDS.get(vendor, ("", (), ""))
        if not name or not kind.startswith(classes) or (name == _TPU and kind.startswith(_NO_TPU)):
            continue
        if node or contained:
            has_node = any(map(str.isdigit, _names(root, _VFIO))) if name == _TPU else node and _is_there(root, node)
            if not has_node:
                continue
        yield "%s at %s" % (name, card)


def _names(root: str, folder: str) -> List[str]:
    try:
        return sorted(os.listdir(os.path.join(root, folder)))
    except OSError:
        return []


def _is_there(root: str, file: str) -> bool:
    return bool(os.path.exists(os.path.join(root, file)))


def _read(file: str) -> str:
    try:
        with open(file, encoding="ascii", errors="replace") as text:
            return text.read(20).strip()
    except OSError:
        return ""
