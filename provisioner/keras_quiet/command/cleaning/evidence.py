"""What a notebook tells of the machine that it ran on, and of the variables that its code set there. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .outputs import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What is printed only where an accelerator was found: by TensorFlow in all its versions, XLA, JAX and torch.
_WORDS = (
    "device:GPU:",
    "device:TPU:",
    "TensorFlow device (/gpu:",
    "platform CUDA",
    "platform ROCM",
    "CudaDevice(",
    "TpuDevice(",
    "type='cuda'",
)
# The head of its table; without a driver nvidia-smi says that it "has failed".
_NVIDIA_SMI = re.compile(r"NVIDIA-SMI +\d")
# %env NAME=VALUE, os.environ["NAME"] = "VALUE", environ.setdefault("NAME", "VALUE"), export NAME=VALUE
_SET = re.compile(
    r"""(?:environ(?:\.setdefault\(|\[)\s*["']|putenv\(\s*["']|%(?:set_)?env\s+|export\s+)(\w+)["'\])\s]*[=,\s]"""
    r"""\s*["']?([^"'\s)]*)"""
)


def variables(cells: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the environment variables that code cells set, as far as their text tells."""
    return {name: value for cell in cells for name, value in _SET.findall(joined(cell.get("source")) or "")}


def has_accelerator(metadata: Any, cells: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an output, or what Colab or Kaggle noted, says that the machine had a GPU or a TPU."""
    noted = metadata if isinstance(metadata, dict) else {}
    colab, kaggle = (each if isinstance(each, dict) else {} for each in map(noted.get, ("colab", "kaggle")))
    return (
        noted.get("accelerator", "NONE") not in (None, "NONE")
        or bool(colab.get("gpuType"))
        or kaggle.get("accelerator", "none") not in (None, "none")
        or kaggle.get("isGpuEnabled") is True
        or any(tells(text) for cell in cells for text in _texts(cell["outputs"]))
    )


def tells(text: str) -> bool:
    """Whether a text says that an accelerator is there."""
    return any(word in text for word in _WORDS) or _NVIDIA_SMI.search(text) is not None


def _texts(outputs: Iterable[Any]) -> Iterator[str]:
    """Yield what outputs say: streams, and the plain text of what is displayed."""
    for output in outputs:
        if isinstance(output, dict):
            data = output.get("data")
            yield joined(output.get("text")) or ""
            yield joined(data.get("text/plain")) or "" if isinstance(data, dict) else ""
