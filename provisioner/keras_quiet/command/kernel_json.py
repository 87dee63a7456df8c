"""Writes the kernel.json of a quiet kernel, for an interpreter in which nothing of ours is installed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..errors import CommandError
from ..inside.backend.backends import AUTO, NONE
from ..inside.backend.versions import numbers
from ..inside.launch import OWN_BACKEND
from ..server.help_page import PAGE
from .installed_kernels import MARK, PROVISIONER, delete
from .places import OPTIONS
from .refusals import problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .plan import Plan

# What stands beside kernel.json, and the Jupyter server serves.
SERVED = ("logo-32x32.png", "logo-64x64.png", "logo-svg.svg", PAGE)
# The first ipykernel that has a debugger, that speaks CurveZMQ.
DEBUGGER, CURVE = (6,), (7, 3)


def content(plan: Plan) -> dict[str, Any]:
    """Return the kernel.json of a plan."""
    if plan.twin is not None:
        return {**plan.twin}
    there = plan.interpreter
    frozen = ["-Xfrozen_modules=off"] if numbers(there.version) >= (3, 11) else []  # as ipykernel, for the debugger
    ipykernel = numbers(there.ipykernel)
    plain = {
        "argv": [there.python, *frozen, str(plan.inside), "-f", "{connection_file}"],
        "display_name": plan.display_name,
        "language": "python",
        "env": plan.env,
        "metadata": {
            **({"debugger": True} if ipykernel >= DEBUGGER else {}),
            **({"supported_encryption": ["curve"]} if ipykernel >= CURVE else {}),
        },
    }
    return with_ours(plain, plan.backend, plan.config)


def with_ours(kernel_json: Mapping[str, Any], backend: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kernel.json with the backend, with our provisioner and its `config`, and with our mark."""
    # For front ends that run no provisioner.
    chosen = {} if backend == AUTO else {OWN_BACKEND: backend}
    if chosen and backend != NONE:
        chosen["KERAS_BACKEND"] = backend
    stanza = {"provisioner_name": PROVISIONER, "config": {**config, "backend": backend}}
    metadata = {**kernel_json.get("metadata", {}), "kernel_provisioner": stanza, MARK: {"version": __version__}}
    return {**kernel_json, "env": {**kernel_json.get("env", {}), **chosen}, "metadata": metadata}


def write(plan: Plan) -> None:
    """Write the kernel beside its place, then put it there. Raises CommandError with every problem."""
    wrong = problems(plan)
    if wrong:
        raise CommandError(*wrong)
    files = [_shipped() / name for name in SERVED] if plan.twin is None else plan.files
    put(plan.folder, content(plan), files, plan.place)


def put(folder: Path, kernel_json: Mapping[str, Any], files: Iterable[Path], place: str) -> None:
    """Write a kernel.json and copies of files beside a folder's place, then put it there. Raises CommandError."""
    new = folder.with_name(f".{folder.name}.new")
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        (new / "kernel.json").write_text(json.dumps(kernel_json, indent=1) + "\n", "utf-8")
        for file in files:
            shutil.copyfile(file, new / file.name)
        if folder.exists() or folder.is_symlink():
            delete(folder)
        new.rename(folder)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        where, options = error.filename or folder, [option for option in OPTIONS if option != place]
        raise CommandError(f"{where} cannot be written: {error.strerror}. Try {' or '.join(options)}") from error


def _shipped() -> Path:
    """Return the shipped kernel's folder: in the wheel beside us, in an editable installation in the repository."""
    packaged = Path(__file__).parents[1] / "kernelspec"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "kernelspec" / "keras-quiet"
