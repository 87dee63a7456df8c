"""`jupyter keras-quiet show`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from . import add, complain, say

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "show the variables and patterns that a kernel would get in this folder now, and why")
    parser.add_argument("name", help="a kernel's name, as `list` prints it")


def run(chosen: argparse.Namespace) -> int:
    """Print the variables with their reasons, and to stderr what Keras lacks; return 1 where it lacks anything."""
    from ..doctor import has_its_backend, has_keras
    from ..inspection import inspect_kernel
    from ..installed_kernels import kernel_named
    from ..user_files import read_user_files

    inspection = inspect_kernel(kernel_named(chosen.name), os.environ, files=read_user_files())
    limits = [source.limits] if (source := inspection.backend_source) and source.limits else []
    if not inspection.backend.value:
        say("KERAS_BACKEND is not set", inspection.backend.reason, *limits)
    for variable in inspection.decision.variables:
        say(
            f"{variable.name}={variable.value}",
            variable.reason,
            *(limits if variable.name == inspection.backend.name else ()),
        )
    for key, value in inspection.patterns.items():
        say(f"{key}: {', '.join(map(repr, value.value))}", value.file, *filter(None, [value.limits]))
    wrong = [*has_keras(inspection), *has_its_backend(inspection)]
    for text in wrong:
        complain(text)
    return bool(wrong)
