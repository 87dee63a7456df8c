"""What is so in this kernel now: the backend that Keras runs on, and the versions of what takes part."""

import os
import re
import sys
from typing import Any, Dict, List, Mapping, Optional, Tuple

from . import launch

# The packages that may be Keras, in the order in which they are asked.
_KERAS = ("keras", "keras_core", "tf_keras")
# What a report of a bug names, where it is loaded.
_LIBRARIES = (("tensorflow", "TensorFlow"), ("jax", "JAX"), ("torch", "torch"), ("openvino", "OpenVINO"))
_BACKEND = "KERAS_BACKEND"
_OWN_FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "__init__.py")


def backend(info: Dict[str, Any], environ: Mapping[str, str], modules: Mapping[str, Any]) -> Tuple[str, str]:
    """Return the backend that Keras runs on, or will run on once it is imported, and the reason.

    `info` is what was passed at launch (`launch.take`), `environ` is os.environ, `modules` is sys.modules.
    """
    injected, why = "", ""
    for name, value, reason in launch.variables(info):
        if name == _BACKEND:
            injected, why = value, reason
    now, loaded = environ.get(_BACKEND, ""), _says(modules)
    value = loaded or now
    if value and value == injected:
        later = loaded and now != injected
        return value, why + ("; %s is %s since, for the next start" % (_BACKEND, now or "not set") if later else "")
    if loaded and loaded != now:
        reason = "Keras says so"
    elif injected and not now:
        value, reason = "not set", "taken away in this session"
    elif injected:
        reason = "set in this session"
    else:
        reason = "%s says so" % _BACKEND if now else "nothing was injected, Keras finds out when it is imported"
    was = "; %s was injected, %s" % (injected, why) if injected else ""
    return value or "not set", reason + was


def _says(modules: Mapping[str, Any]) -> str:
    """Return what a loaded Keras says it runs on, "" where none is loaded, or it does not say."""
    for name in _KERAS:
        try:
            said = modules[name].backend.backend()
        except Exception:  # noqa: S112  # not loaded, half loaded, or a module of the user's with that name
            continue
        if isinstance(said, str):
            return said
    return ""


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
    """Return the version of the loaded Keras, or of the one that is installed."""
    for name in _KERAS:
        version = getattr(modules.get(name), "__version__", None)
        if version:
            return str(version) if name == "keras" else "%s (%s)" % (version, name)
    installed = _installed("keras")
    return "%s, not imported yet" % installed if installed else "not installed"


def libraries(modules: Mapping[str, Any]) -> List[str]:
    """Return the loaded libraries below Keras, each with its version."""
    loaded = [(title, getattr(modules.get(name), "__version__", None)) for name, title in _LIBRARIES]
    return ["%s %s" % (title, version) for title, version in loaded if version]


def _installed(distribution: str) -> Optional[str]:
    try:
        from importlib.metadata import version
    except ImportError:  # Python before 3.8
        return "of an unknown version" if _found(distribution) else None
    try:
        return version(distribution)
    except Exception:
        return None


def _found(package: str) -> bool:
    try:
        from importlib.util import find_spec

        return find_spec(package) is not None
    except Exception:
        return False
