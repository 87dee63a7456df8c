"""What a kernel finds out itself where no provisioner started it: VS Code's local kernels, Zed, Emacs, `%load_ext`.

The answer has the form of what a provisioner passes (`launch`).
"""

import os
from typing import Any, Dict

from . import launch, shell
from .configuring import configuration


def patterns() -> Dict[str, Any]:
    """Return the user's own patterns, and a notice for each wrong file."""
    return _told(_configured())


def launch_info(own_backend: str) -> Dict[str, Any]:
    """Choose the backend too, and set KERAS_BACKEND, for a kernel of ours.

    `own_backend` is the one that kernel.json names (`launch.OWN_BACKEND`), "" where it names none. Row 2 of the
    sources, a project file, is not read: only Python 3.11 and newer read TOML. What goes wrong costs the backend alone.
    """
    found = _configured()
    told = _told(found)
    try:
        _choose(own_backend, found, told)
    except Exception as error:
        shell.report("no backend was chosen: %r" % error)
    return told


def _configured() -> configuration.Configured:
    try:
        return configuration.read()
    except Exception as error:
        shell.report("%s is not read: %r" % (configuration.FILE, error))
        return configuration.NOTHING


def _told(found: configuration.Configured) -> Dict[str, Any]:
    values = {key: list(found.values.get(key, ())) for key in ("hide", "show")}
    return dict(values, provisioner="", notices=found.lines())


def _choose(own_backend: str, found: configuration.Configured, told: Dict[str, Any]) -> None:
    from .backend.backends import AUTO
    from .backend.choice import exported, lacks, named, unasked, with_note
    from .backend.here import installed
    from .backend.keras_json import keras_json

    has = installed()
    configured = found.values.get("backend", AUTO)
    if own_backend:
        chosen = named(own_backend, "kernel.json")
    elif configured != AUTO:
        chosen = named(configured, found.files["backend"])
    else:
        chosen = exported(os.environ) or unasked(keras_json(os.environ), has)
    chosen = with_note(chosen, has)
    told["notices"] += lacks(chosen, has)
    if chosen.backend:
        os.environ[launch.BACKEND] = chosen.backend
        told["variables"] = [[launch.BACKEND, chosen.backend, chosen.reason]]
    else:
        told[launch.UNSET] = chosen.reason
