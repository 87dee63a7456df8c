"""A Jupyter kernel for Keras: the backend you chose, the known noise gone, and nothing real lost.

`%load_ext keras_quiet` filters an IPython that already runs; it needs IPython alone, and Python 3.6 or newer.
"""

import os
import sys

if False:  # no import of typing in the user's kernel
    from typing import Any

__version__ = "0.1.0"


# The modules of the extension while it is not loaded, and when their files were written: loaded anew each time, they
# would stay in the caches of `typing`.
_unloaded: "dict[str, Any]" = {}
_written = 0.0


def load_ipython_extension(ipython: object) -> None:
    """Hide known noise from now on; nothing happens in a kernel of ours, which does so already."""
    if "_keras_quiet" in sys.modules:
        return
    from .inside import __main__  # noqa: PLC0415  # importing keras_quiet stays cheap

    if not _extension(__main__).load(ipython):
        _forget()


def unload_ipython_extension(_ipython: object) -> None:
    """Show everything again, and leave nothing behind."""
    extension = sys.modules.get("_keras_quiet.extension")
    if extension is not None:
        extension.unload()
        _forget()


def _extension(starter: "Any") -> "Any":
    """Return the extension's module, a new one where its files were written anew, as by pip."""
    global _written  # noqa: PLW0603  # one process has one set of these modules
    written = os.stat(starter.__file__).st_mtime  # noqa: PTH116  # no pathlib import in the user's kernel
    if _unloaded and written == _written:
        sys.modules.update(_unloaded)
        return sys.modules["_keras_quiet.extension"]
    _written = written
    return starter.load_package("extension")


def _forget() -> None:
    _unloaded.clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "_keras_quiet"]:
        _unloaded[name] = sys.modules.pop(name)
