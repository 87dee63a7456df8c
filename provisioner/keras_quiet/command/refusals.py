"""Why a planned kernel is not written, each reason with what to do about it; and what it will miss when it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..inside.backend.backends import AUTO, BY_NAME, NONE, known_to, requirement
from ..inside.backend.versions import numbers
from ..inside.launch import OWN_BACKEND
from ..server.argv import pip, starts_filter
from ..server.rewriting import OLDEST_IPYKERNEL
from .installed_kernels import on_launcher, previous, read_kernel
from .places import found_before

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..server.interpreters import Interpreter
    from .plan import Plan

# The kernel that Jupyter starts where nobody chose one (jupyter_client/kernelspec.py, NATIVE_KERNEL_NAME).
NATIVE = "python3"
# Below an environment, pip has put the plain one where Jupyter looks first, and it belongs to ipykernel.
_TO_BE_DEFAULT = "To make your Python 3 notebooks quiet: jupyter keras-quiet install --default"


def problems(plan: Plan) -> list[str]:
    """Return everything that keeps a plan from being carried out, each with what to do about it."""
    there = plan.interpreter
    texts = [*plan.mistakes, *name_and_place(plan.folder, replace=plan.replace), *_taken_name(plan)]
    texts += _env_problems(plan.env)
    for path in (there.python, str(plan.inside)):
        if "{" in path or "}" in path:
            texts.append(
                f"{path} has a brace, and Jupyter fills in values at braces: move or link the file to another path"
            )
    if there.backends is None:
        # A quiet copy may start through a program that alone knows the interpreter, or on another machine.
        return (
            texts if plan.twin is not None else [*texts, f"{there.unknown}: choose another interpreter with --python"]
        )
    if not there.ipykernel:
        texts.append(f"{there.python} has no ipykernel: {pip(there.python)} ipykernel")
    elif numbers(there.ipykernel) < OLDEST_IPYKERNEL:
        texts.append(
            f"{there.python} has ipykernel {there.ipykernel}, and the filter needs 5.5 or newer: "
            f"{pip(there.python)} -U ipykernel"
        )
    if lacks_keras(there, plan.backend):
        texts.append(lacks_keras(there, plan.backend))
    elif plan.backend in BY_NAME and plan.backend not in known_to(there.keras):
        known = ", ".join(known_to(there.keras))
        texts.append(f"Keras {there.keras} in {there.python} does not know {plan.backend}: choose one of {known}")
    return texts


def lacks_keras(there: Interpreter, backend: str) -> str:
    """Return that an interpreter has no Keras, with the command that installs it and a backend; "" where it has one."""
    if there.keras or there.tensorflow or there.backends is None:
        return ""
    return f"{there.python} has no Keras: {pip(there.python)} keras {_missing(there, backend)}".strip()


def warning(plan: Plan) -> str:
    """Return the command that installs what the kernel will miss when it runs, "" where it has everything."""
    missing = _missing(plan.interpreter, plan.backend)
    return f"{pip(plan.interpreter.python)} {missing}" if missing else ""


def name_and_place(folder: Path, *, replace: bool) -> list[str]:
    """Return what keeps a kernel from being written into a folder, whose name is the kernel's."""
    if not re.fullmatch(r"[a-z0-9._-]+", folder.name):
        return [f"{folder.name} cannot be a kernel's name: only a-z, 0-9, dot, hyphen and underscore can"]
    first = found_before(folder)
    if first is not None and previous(folder) is None:
        return [_never_found(folder, first)]
    if not folder.exists() and not folder.is_symlink():
        return []
    if previous(folder) is None and starts_filter(read_kernel(folder / "kernel.json").argv):
        return [f"{folder} exists: pip wrote it with keras-quiet. To write another kernel, choose another --name"]
    if previous(folder) is None:
        text = f"{folder} exists and was not written by this command"
        return [f"{text}. {_TO_BE_DEFAULT}" if folder.name == NATIVE else f"{text}: choose another --name"]
    return [] if replace else [f"{folder} exists: --replace rewrites this kernel, --name writes another kernel"]


def _taken_name(plan: Plan) -> list[str]:
    """Return that the launcher shows the display name already, for another kernel."""
    other = on_launcher(plan.folder).get(plan.display_name)
    return (
        [f"The launcher shows {plan.display_name!r} already, for {other}: choose another --display-name"]
        if other
        else []
    )


def _never_found(folder: Path, first: Path) -> str:
    """Say why a kernel in `folder` would never start, and what to do."""
    text = f"Jupyter would never start {folder}: it first finds {first}, which has the same name"
    if folder.name.lower() != NATIVE:
        return f"{text}. Choose another --name"
    return f"{text}. {_TO_BE_DEFAULT}"


def _env_problems(env: Mapping[str, str]) -> list[str]:
    texts = []
    for name, value in env.items():
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            texts.append(f"--env {name}: a variable's name has letters, digits and underscores")
        if name in ("KERAS_BACKEND", OWN_BACKEND):
            texts.append(f"--env {name}: use --backend instead")
        if "$" in value:
            texts.append(f"--env {name}: a value cannot have a $, because only some front ends fill in variables there")
    return texts


def _missing(there: Interpreter, backend: str) -> str:
    """Return what `pip install` must be told to get the backend, "" where it is there."""
    has = there.backends or frozenset()
    if backend in (AUTO, NONE):
        return "" if has & set(known_to(there.keras)) else requirement("tensorflow", there.keras)
    return "" if backend in has else requirement(backend, there.keras)
