"""`jupyter keras-quiet show`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from ...foreign import one_line
from . import add

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "show the variables that a kernel would be given here and now, and why")
    parser.add_argument("name")


def run(chosen: argparse.Namespace) -> int:
    """Print the variables with their reasons, and to stderr what Keras lacks; return 1 where it lacks anything."""
    from ..doctor import has_its_backend, has_keras
    from ..inspection import inspect_kernel
    from ..kernelspecs import find_named

    inspection = inspect_kernel(find_named(chosen.name), os.environ)
    for variable in inspection.decision.variables:
        print(one_line(f"{variable.name}={variable.value}"), one_line(variable.reason), sep="\n  ")
    wrong = [*has_keras(inspection), *has_its_backend(inspection)]
    for text in wrong:
        print(one_line(text), file=sys.stderr)
    return bool(wrong)
