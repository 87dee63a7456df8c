"""Gathers what the doctor's checks, `list` and `show` are told."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_core.paths import jupyter_config_dir

from .. import __version__
from ..inside.backend.backends import AUTO
from ..inside.backend.versions import version_beside
from ..inside.configuring.values import pattern_problems
from ..server.argv import inside_path, missing, reinstall
from ..server.backend_choice import KERNEL
from ..server.composition import judge
from ..server.environment import Decision, Variable, decide
from ..server.gathering import gather, gather_remote
from ..server.interpreters import examine, is_ours
from ..server.settings import PROVISIONER_KEY, parse
from . import default_kernels, everywhere, installed_kernels
from .sources import Value, values
from .user_files import UserFiles, read_user_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..server.facts import Facts
    from ..server.interpreters import Interpreter
    from .installed_kernels import Kernel

_SERVERS = ("jupyter-lab", "jupyter-server", "jupyter-notebook", "jupyterhub-singleuser")


@dataclass(frozen=True)
class Inspection:
    """A kernel of ours, what was found for it, and what it would be given now.

    `inside_version` is that of the filter that its argv names, "" where that cannot be told; `fix` writes it again.
    `sources` has the values of the configuration that count, by their keys.
    """

    kernel: Kernel
    facts: Facts
    decision: Decision
    missing: tuple[str, ...] = ()
    inside_version: str = ""
    fix: str = ""
    sources: Mapping[str, Value] = field(default_factory=dict)

    @property
    def backend(self) -> Variable:
        """The backend that would be injected, with the reason; its value is "" where none would be."""
        first = [each for each in self.decision.variables if each.name == "KERAS_BACKEND"]
        return first[0] if first else Variable("KERAS_BACKEND", "", self.decision.unset)

    @property
    def backend_source(self) -> Value | None:
        """The value of the configuration that decided about the backend; None where another source did."""
        source = self.sources.get("backend")
        return source if source is not None and self.backend.reason.startswith(f"{source.by} says") else None

    @property
    def patterns(self) -> dict[str, Value]:
        """The user's own patterns, without what is wrong."""
        return {
            key: source
            for key, source in self.sources.items()
            if key != "backend" and source.value and not pattern_problems(source.value)
        }


@dataclass(frozen=True)
class JupyterSetup:
    """What all kernels share: variables, whether Jupyter here knows our provisioner, and which other Jupyter is meant.

    `server` is the interpreter of the Jupyter server that the PATH finds, None where it is this one or there is none.
    `switches` are IPython's profiles that load keras_quiet, `ignored` are configuration files of theirs with an error.
    `files` is what the user's configuration files say, `defaults` are the files that `install --default` wrote.
    """

    env: Mapping[str, str]
    provisioner: bool = True
    server: Interpreter | None = None
    switches: tuple[everywhere.Switch, ...] = ()
    ignored: tuple[str, ...] = ()
    files: UserFiles = field(default_factory=UserFiles)
    defaults: tuple[default_kernels.DefaultSwitch, ...] = ()


def inspect_kernel(
    kernel: Kernel, env: Mapping[str, str], folder: str | None = None, files: UserFiles | None = None
) -> Inspection:
    """Look at one kernel as a launch from this folder would; `files` is what the user's configuration files say."""
    config = kernel.config if isinstance(kernel.config, dict) else {}
    plain = PROVISIONER_KEY not in config
    is_remote = not plain and judge(config)[1]
    facts = gather_remote(kernel.argv, folder) if is_remote else gather(kernel.argv, env, kernel.env, folder)
    sources = values(config, kernel.folder / "kernel.json", files or UserFiles(), sys.prefix, jupyter_config_dir())
    backend = sources.get("backend", Value(AUTO, KERNEL, ""))
    settings, _ = parse({"backend": backend.value})
    return Inspection(
        kernel,
        facts,
        decide(settings, env, kernel.env, facts, backend.by),
        tuple(missing(kernel.argv, env.get("PATH"))) if kernel.argv and plain else (),
        _inside_version(kernel.argv),
        fix(kernel),
        sources,
    )


def inspect_all(names: Sequence[str] = (), files: UserFiles | None = None) -> list[Inspection]:
    """Look at the kernels of these names, hidden ones too, or at all. Raises CommandError for a name that is none.

    `files` is what the user's configuration files say, which are read where it is None.
    """
    kernels, wanted = installed_kernels.find_kernels(), [name.lower() for name in names]
    for name in wanted:
        if name not in {kernel.name for kernel in kernels}:
            installed_kernels.kernel_named(name)
    files = files or read_user_files()
    return [
        inspect_kernel(kernel, os.environ, files=files) for kernel in kernels if not wanted or kernel.name in wanted
    ]


def inspect_setup() -> JupyterSetup:
    """Look at what all kernels share."""
    found = {entry.name for entry in entry_points(group="jupyter_client.kernel_provisioners")}
    switches = tuple(everywhere.find_switches())
    ignored = tuple(text for switch in switches for text in everywhere.configuration_problems(switch.profile))
    known = installed_kernels.PROVISIONER in found
    return JupyterSetup(
        os.environ, known, _server(), switches, ignored, read_user_files(), tuple(default_kernels.find())
    )


def fix(kernel: Kernel) -> str:
    """Return the command that writes a kernel again; one that `install` did not write must go first."""
    again = reinstall(kernel.folder, kernel.argv)
    if kernel.mark is not None:
        return again
    if kernel.name == "keras-quiet":
        return "pip install --force-reinstall keras-quiet"
    return f"jupyter kernelspec remove -f {kernel.name} && {again.replace(' --replace', '')}"


def _inside_version(argv: Sequence[str]) -> str:
    inside = inside_path(argv)
    if inside is None:
        return __version__ if argv else ""
    return version_beside(str(Path(inside).parent))


def _server() -> Interpreter | None:
    """Look at the interpreter in the first line of the Jupyter server's command on PATH."""
    for name in _SERVERS:
        command = shutil.which(name)
        if command is None:
            continue
        try:
            with Path(command).open("rb") as file:
                first = file.readline(500)
        except OSError:
            return None
        python = os.fsdecode(first[2:].strip()) if first.startswith(b"#!/") else ""
        if not python or " " in python or not Path(python).exists() or is_ours(python):
            return None
        return examine(python)
    return None
