"""What a kernel of ours decides itself where no provisioner started it: VS Code's local kernels, Zed, Emacs.

The answer has the form of what a provisioner passes (`launch`). Row 2 of the sources, a project file, is not read: only
Python 3.11 and newer read TOML.
"""

from typing import Any, Dict, MutableMapping

from . import launch
from .backend.choice import exported, lacks, named, unasked, with_note
from .backend.here import installed
from .backend.keras_json import keras_json


def decide(environ: MutableMapping[str, str], own_backend: str = "") -> Dict[str, Any]:
    """Choose the backend, set KERAS_BACKEND, and return what a provisioner would have passed.

    `own_backend` is the one that kernel.json names (`launch.OWN_BACKEND`), "" where it names none.
    """
    has = installed()
    own = named(own_backend, "kernel.json") if own_backend else None
    chosen = with_note(own or exported(environ) or unasked(keras_json(environ), has), has)
    if not chosen.backend:
        return {"provisioner": "", launch.UNSET: chosen.reason}
    environ[launch.BACKEND] = chosen.backend
    variables = [[launch.BACKEND, chosen.backend, chosen.reason]]
    return {"provisioner": "", "variables": variables, "notices": lacks(chosen, has)}
