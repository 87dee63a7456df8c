"""Turns the words of `jupyter keras-quiet install` into a plan."""

from __future__ import annotations

import dataclasses
import re
import shlex
import shutil
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_core.paths import jupyter_path

from ..errors import CommandError
from ..inside.backend.backends import AUTO, BY_NAME
from ..inside.guarding.foreign import one_line
from ..inside.launch import OWN_BACKEND
from ..server.interpreters import examine, is_ours
from . import installed_kernels, places
from .installed_kernels import on_launcher, previous
from .places import whole
from .plan import Plan

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from ..server.interpreters import Interpreter
    from .installed_kernels import Kernel

# The variables that --backend sets.
_OF_BACKEND = ("KERAS_BACKEND", OWN_BACKEND)
# Folders of environments that say nothing of what is in them.
_PLAIN = ("venv", ".venv", "env", ".env")


def plan(chosen: argparse.Namespace) -> Plan:
    """Fill in what was not said: from the kernel that --replace replaces, or what suits the interpreter."""
    env = _variables(chosen.env or [])
    old = replaced(chosen, chosen.name)
    there = examine(interpreter_path(chosen.python or (old.argv[0] if old and old.argv else None)))
    own = there.backends is not None and is_ours(there.python)
    name = chosen.name or suggest(there, chosen.backend or AUTO, own=own)[0]
    old = old or replaced(chosen, name)
    backend = chosen.backend or _backend_of(old)
    folder = folder_of(chosen, name, old)
    new = Plan(
        folder,
        there,
        backend,
        chosen.display_name or unused(suggest(there, backend, own=own)[1], folder),
        env,
        replace=chosen.replace,
        place=places.named_option(chosen),
        notes=tuple(notes(chosen, folder, old)),
        mistakes=tuple(_wrong_unset(chosen, env, old)),
    )
    return new if old is None else _keep(new, old, chosen, suggest(there, _backend_of(old), own=own)[1])


def replaced(chosen: argparse.Namespace, name: str | None) -> Kernel | None:
    """Return the kernel that --replace means: the one in the folder that was named, else the one that Jupyter finds."""
    if not chosen.replace or not name:
        return None
    there = previous(places.kernels_folder(chosen) / name) if places.named_option(chosen) else None
    ours = [
        kernel for kernel in installed_kernels.find_kernels() if kernel.name == name.lower() and kernel.mark is not None
    ]
    return there or next(iter(ours), None)


def folder_of(chosen: argparse.Namespace, name: str, old: Kernel | None) -> Path:
    """Return the folder of the kernel that is written."""
    if old is not None and not places.named_option(chosen):
        return old.folder
    return places.kernels_folder(chosen) / name


def notes(chosen: argparse.Namespace, folder: Path, old: Kernel | None) -> list[str]:
    """Return what the user may not expect of --replace."""
    if not chosen.replace or (old is not None and old.folder == folder):
        return []
    if old is None:
        return [f"There was no quiet kernel {folder.name} to replace: this kernel is new"]
    return [f"{old.folder} stays as it is: {places.named_option(chosen)} names another folder"]


def _keep(new: Plan, old: Kernel, chosen: argparse.Namespace, suggested: str) -> Plan:
    """Fill in from the old kernel what was not said; a display name that was only suggested is suggested anew."""
    without = {*_OF_BACKEND, *(chosen.unset or ())}
    env = {key: value for key, value in old.env.items() if key not in without} | dict(new.env)
    was_suggested = old.display_name in (suggested, _with_name(suggested, old.folder))
    kept = new.display_name if was_suggested else unused(old.display_name, new.folder)
    named = chosen.display_name or kept
    config = old.config if isinstance(old.config, dict) else {}
    return dataclasses.replace(new, env=env, display_name=named, config=config)


def unused(title: str, folder: Path) -> str:
    """Return a display name, with the kernel's name in it where the launcher shows it already."""
    return _with_name(title, folder) if title in on_launcher(folder) else title


def _with_name(title: str, folder: Path) -> str:
    return f"{title.removesuffix(')')}, {folder.name})" if title.endswith(")") else f"{title} ({folder.name})"


def suggest(interpreter: Interpreter, backend: str, *, own: bool) -> tuple[str, str]:
    """Return a name and a display name; `own`: the interpreter is the one that runs Jupyter."""
    label = "" if own else _label(interpreter)
    title = BY_NAME[backend].title if backend in BY_NAME else ""
    name = "-".join(filter(None, ["keras-quiet", _slug(label, interpreter), title and backend]))
    return name, f"Python ({', '.join(filter(None, ['Keras quiet', label, title]))})"


def next_line(plan: Plan) -> str:
    """Return the line to type after an installation."""
    line = f"jupyter console --kernel {plan.folder.name}"
    if str(plan.folder.parent) in jupyter_path("kernels"):
        return line
    return f"JUPYTER_PATH={shlex.quote(str(plan.folder.parents[1]))} {line}"


def _variables(words: list[str]) -> dict[str, str]:
    wrong = [f"--env {word}: write NAME=VALUE" for word in words if "=" not in word]
    if wrong:
        raise CommandError(*wrong)
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def _wrong_unset(chosen: argparse.Namespace, env: Mapping[str, str], old: Kernel | None) -> Iterator[str]:
    """Yield what is wrong with --unset."""
    for name in chosen.unset or ():
        if not chosen.replace:
            yield f"--unset {name}: only with --replace, of a kernel that has the variable"
        elif name in _OF_BACKEND:
            yield f"--unset {name}: use --backend auto instead"
        elif name in env:
            yield f"--unset {name}: --env sets it. Choose one of the two"
        elif old is not None and name not in old.env:
            has = ", ".join(key for key in old.env if key not in _OF_BACKEND) or "no variables"
            yield f"--unset {name}: the kernel does not set it, it has {has}"


def _backend_of(old: Kernel | None) -> str:
    backend = old.config.get("backend") if old is not None and isinstance(old.config, dict) else None
    return backend if isinstance(backend, str) else AUTO


def interpreter_path(named: str | None) -> str:
    """Return the absolute path for --python: a file, an environment's folder, or a command on PATH; links stay."""
    if named is None:
        return sys.executable
    path = Path(named).expanduser()
    for inside in ("bin/python", "python.exe", "Scripts/python.exe"):
        if path.is_dir() and (path / inside).exists():
            return str(whole(path / inside))
    return str(whole(Path(shutil.which(str(path)) or path)))


def _label(interpreter: Interpreter) -> str:
    """Return what says which environment this is, harmless: it goes into kernel.json, and front ends show that."""
    folder = Path(interpreter.own)
    if not interpreter.own:
        return f"Python {'.'.join(interpreter.version.split('.')[:2])}"
    return one_line(folder.parent.name if folder.name in _PLAIN else folder.name)


def _slug(label: str, interpreter: Interpreter) -> str:
    if not label:
        return ""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9._]+", "-", plain).strip("-.")
    return plain or "python-" + ".".join(interpreter.version.split(".")[:2])
