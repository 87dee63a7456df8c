"""A Jupyter kernel for Keras: the backend you chose, the known noise gone, and nothing real lost.

`%load_ext keras_quiet` filters an IPython that already runs; it needs IPython alone, and Python 3.6 or newer.
"""

import sys

__version__ = "0.1.0"


def load_ipython_extension(ipython: object) -> None:
    """Hide known noise from now on; nothing happens in a kernel of ours, which does so already."""
    if "_keras_quiet" in sys.modules:
        return
    from .inside.__main__ import load_package  # noqa: PLC0415  # importing keras_quiet stays cheap

    if not load_package("extension").load(ipython):
        _forget()


def unload_ipython_extension(_ipython: object) -> None:
    """Show everything again, and leave nothing behind."""
    extension = sys.modules.get("_keras_quiet.extension")
    if extension is not None:
        extension.unload()
        _forget()


def _forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "_keras_quiet"]:
        del sys.modules[name]
