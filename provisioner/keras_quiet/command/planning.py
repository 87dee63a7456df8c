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

from jupyter_core.paths import jupyter_data_dir, jupyter_path

from ..errors import CommandError
from ..server.backends import AUTO, BY_NAME
from ..server.interpreters import examine, is_ours
from .installation import Plan, previous

if TYPE_CHECKING:
    import argparse

    from ..server.interpreters import Interpreter
    from .kernelspecs import Kernel

# Folders of environments that say nothing of what is in them.
_PLAIN = ("venv", ".venv", "env", ".env")


def plan(chosen: argparse.Namespace) -> Plan:
    """Fill in what was not said: from the kernel that --replace replaces, or what suits the interpreter."""
    kernels, env = _kernels_folder(chosen), _variables(chosen.env or [])
    old = previous(kernels / chosen.name) if chosen.replace and chosen.name else None
    there = examine(interpreter_path(chosen.python or (old.argv[0] if old and old.argv else None)))
    backend = chosen.backend or _backend_of(old)
    own = there.backends is not None and is_ours(there.python)
    name, display_name = suggest(there, backend, own=own)
    new = Plan(
        kernels / (chosen.name or name),
        there,
        backend,
        chosen.display_name or display_name,
        env,
        replace=chosen.replace,
    )
    return new if old is None else _keep(new, old, chosen, suggest(there, _backend_of(old), own=own)[1])


def _keep(new: Plan, old: Kernel, chosen: argparse.Namespace, suggested: str) -> Plan:
    """Fill in from the old kernel what was not said; a display name that was only suggested is suggested anew."""
    env = {key: value for key, value in old.env.items() if key != "KERAS_BACKEND"} | dict(new.env)
    named = chosen.display_name or (new.display_name if old.display_name == suggested else old.display_name)
    config = old.config if isinstance(old.config, dict) else {}
    return dataclasses.replace(new, env=env, display_name=named, config=config)


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


def _kernels_folder(chosen: argparse.Namespace) -> Path:
    """Return where to put it; where nothing was said, in that of Jupyter's own two folders which it prefers itself."""
    own, user = Path(sys.prefix) / "share" / "jupyter" / "kernels", Path(jupyter_data_dir()) / "kernels"
    if chosen.prefix:
        return Path(chosen.prefix).expanduser().absolute() / "share" / "jupyter" / "kernels"
    if chosen.user or chosen.sys_prefix:
        return user if chosen.user else own
    return next((path for path in map(Path, jupyter_path("kernels")) if path in (own, user)), user)


def _variables(words: list[str]) -> dict[str, str]:
    wrong = [f"--env {word}: write NAME=VALUE" for word in words if "=" not in word]
    if wrong:
        raise CommandError(*wrong)
    return {name: value for name, _, value in (word.partition("=") for word in words)}


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
            return str((path / inside).absolute())
    found = shutil.which(str(path))
    return str(Path(found or path).absolute())


def _label(interpreter: Interpreter) -> str:
    folder = Path(interpreter.own)
    if not interpreter.own:
        return f"Python {'.'.join(interpreter.version.split('.')[:2])}"
    return folder.parent.name if folder.name in _PLAIN else folder.name


def _slug(label: str, interpreter: Interpreter) -> str:
    if not label:
        return ""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9._]+", "-", plain).strip("-.")
    return plain or "python-" + ".".join(interpreter.version.split(".")[:2])
