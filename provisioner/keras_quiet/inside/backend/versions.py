"""The versions of what takes part in this kernel: Keras, its backends, Python, ipykernel and the filter itself."""

import os
import re
import sys
from typing import Any, Iterable, List, Mapping, Tuple

# The packages that may be Keras, in the order in which they are asked.
KERAS = ("keras", "keras_core", "tf_keras")
# The distributions that bring the package keras.
_DISTRIBUTIONS = ("keras", "keras-nightly")
_TENSORFLOW = ("tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tf-nightly")
# What a report of a bug names, where it is loaded.
_LIBRARIES = (("tensorflow", "TensorFlow"), ("jax", "JAX"), ("torch", "torch"), ("openvino", "OpenVINO"))
_INSIDE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_OWN_FILE = os.path.join(os.path.dirname(_INSIDE), "__init__.py")


def of_tensorflow() -> str:
    """Return the Keras that TensorFlow before 2.6 brings, "" where it brings none."""
    version = _first_installed(_TENSORFLOW)
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
    try:
        with open(_OWN_FILE, encoding="utf-8") as file:
            found = re.search(r'^__version__ = "([^"]*)"', file.read(), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        found = None
    return found.group(1) if found else "unknown"


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
    return _first_installed(_DISTRIBUTIONS)


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


def _first_installed(distributions: Iterable[str]) -> str:
    """Return the version of the first of some distributions that is installed, "" where none is."""
    return next((version for version in map(_installed, distributions) if version), "")


def _installed(distribution: str) -> str:
    try:
        from importlib.metadata import version
    except ImportError:  # Python before 3.8
        return _version_in_path(distribution)
    try:
        return version(distribution) or ""
    except Exception:
        return ""


def _version_in_path(distribution: str) -> str:
    """Read a version from the name of the metadata's folder."""
    named = re.compile(
        r"%s-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info" % re.escape(distribution.replace("-", "_")), re.IGNORECASE
    )
    for folder in sys.path:
        try:
            found = [match.group(1) for match in map(named.fullmatch, os.listdir(folder or ".")) if match]
        except OSError:
            continue
        if found:
            return found[0]
    return ""
