"""What the Python that runs this kernel has, as the server finds it out of any other Python."""

import importlib
import sys

from . import probe
from .backends import MODULES, runnable
from .choice import Installed


def installed() -> Installed:
    """Look at this interpreter as it is now; none of the backends is imported."""
    importlib.invalidate_caches()
    found = probe.look(MODULES, list(sys.path))
    versions = found["versions"]
    has = runnable(found["modules"])
    return Installed(sys.executable, has, "", versions.get("keras", ""), versions.get("tensorflow", ""))
