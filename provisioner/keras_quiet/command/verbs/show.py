"""`jupyter keras-quiet show`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from . import add, complain, say

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "show the variables that a kernel would get in this folder now, and why")
    parser.add_argument("name", help="a kernel's name, as `list` prints it")


def run(chosen: argparse.Namespace) -> int:
    """Print the variables with their reasons, and to stderr what Keras lacks; return 1 where it lacks anything."""
    from ..doctor import has_its_backend, has_keras
    from ..inspection import inspect_kernel
    from ..installed_kernels import kernel_named
    from ..server_files import read_server_files

    inspection = inspect_kernel(kernel_named(chosen.name), os.environ, server=read_server_files().values)
    for variable in inspection.decision.variables:
        say(f"{variable.name}={variable.value}", variable.reason)
    if not inspection.backend.value:
        say("KERAS_BACKEND is not set", inspection.backend.reason)
    wrong = [*has_keras(inspection), *has_its_backend(inspection)]
    for text in wrong:
        complain(text)
    return bool(wrong)
