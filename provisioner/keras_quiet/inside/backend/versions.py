"""The versions of what takes part in this kernel: Keras, its backends, Python, ipykernel and the filter itself."""

import os
import re
import sys
from typing import Any, List, Mapping, Tuple

from . import probe

# The packages that may be Keras, in the order in which they are asked.
KERAS = ("keras", "keras_core", "tf_keras")
# What a report of a bug names, where it is loaded.
_LIBRARIES = (("tensorflow", "TensorFlow"), ("jax", "JAX"), ("torch", "torch"), ("openvino", "OpenVINO"))
_INSIDE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def of_tensorflow() -> str:
    """Return the Keras that TensorFlow before 2.6 brings, "" where it brings none."""
    version = probe.versions(sys.path).get("tensorflow", "")
    return "Keras of TensorFlow %s" % version if (1, 4) <= numbers(version) < (2, 6) else ""


def numbers(version: str) -> Tuple[int, ...]:
    """Return the leading numbers of a version, to compare with: (2, 3, 1) for "2.3.1", () for ""."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def ignores_variable(keras: str) -> bool:
    """Whether this version of Keras runs on TensorFlow even if KERAS_BACKEND names another: 2.4 to 2.15 do."""
    return (2, 4) <= numbers(keras) < (3,)


def own_version() -> str:
    """Return the version of the package that this folder belongs to, "unknown" where it lies alone."""
    return version_beside(_INSIDE) or "unknown"


def version_beside(inside: str) -> str:
    """Return the version of the package around a folder `inside`, "" where that cannot be read."""
    try:
        with open(os.path.join(os.path.dirname(inside), "__init__.py"), encoding="utf-8") as file:
            found = re.search(r'^__version__ = "([^"]*)"', file.read(), re.MULTILINE)
    except (OSError, ValueError):
        found = None
    return found.group(1) if found else ""


def python() -> str:
    """Return the versions of Python and ipykernel."""
    ipykernel = sys.modules.get("ipykernel")
    return "%d.%d.%d, ipykernel %s" % (*sys.version_info[:3], getattr(ipykernel, "__version__", "unknown"))


def keras(modules: Mapping[str, Any]) -> str:
    """Return the version of each loaded Keras, or of the one that is installed."""
    loaded = []
    for name in KERAS:
        version = getattr(modules.get(name), "__version__", None)
        if version:
            loaded.append(str(version) if name == "keras" else "%s (%s)" % (version, name))
    hider = _hider(modules)
    if loaded or hider:
        return ", ".join(loaded + hider)
    installed = installed_keras() or of_tensorflow()
    return "%s, not imported yet" % installed if installed else "not installed"


def installed_keras() -> str:
    """Return the version of the installed distribution of Keras, "" where there is none."""
    return probe.versions(sys.path).get("keras", "")


def _hider(modules: Mapping[str, Any]) -> List[str]:
    """Return one line where a file of the user's, keras.py, stands before Keras."""
    try:
        from importlib.util import find_spec

        module = modules.get("keras")
        file = module.__file__ if module is not None else getattr(find_spec("keras"), "origin", None)
    except Exception:
        return []
    if not isinstance(file, str) or os.path.basename(file) != "keras.py":
        return []
    return ["%s is imported in its place" % file]


def libraries(modules: Mapping[str, Any]) -> List[str]:
    """Return the loaded libraries below Keras, each with its version."""
    loaded = [(title, getattr(modules.get(name), "__version__", None)) for name, title in _LIBRARIES]
    return ["%s %s" % (title, version) for title, version in loaded if version]
