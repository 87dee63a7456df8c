"""Gathers what the doctor's checks, `list` and `show` are told."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..inside.backend.backends import AUTO
from ..inside.backend.versions import version_beside
from ..server.argv import inside_path, missing, reinstall
from ..server.composition import judge
from ..server.environment import Decision, Facts, Variable, decide
from ..server.facts import gather, gather_elsewhere
from ..server.interpreters import examine, is_ours
from ..server.settings import PROVISIONER_KEY, parse
from . import everywhere, installed_kernels, server_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..server.interpreters import Interpreter
    from .installed_kernels import Kernel

_SERVERS = ("jupyter-lab", "jupyter-server", "jupyter-notebook", "jupyterhub-singleuser")


@dataclass(frozen=True)
class Inspection:
    """A kernel of ours, what was found for it, and what it would be given now.

    `inside_version` is that of the filter that its argv names, "" where that cannot be told; `fix` writes it again.
    """

    kernel: Kernel
    facts: Facts
    decision: Decision
    missing: tuple[str, ...] = ()
    inside_version: str = ""
    fix: str = ""

    @property
    def backend(self) -> Variable:
        """The backend that would be injected; none where the kernel runs on another machine and nobody chose one."""
        first = [each for each in self.decision.variables if each.name == "KERAS_BACKEND"]
        return first[0] if first else Variable("KERAS_BACKEND", "", "nobody chose one, so Keras decides there")


@dataclass(frozen=True)
class JupyterSetup:
    """What all kernels share: variables, whether Jupyter here knows our provisioner, and which other Jupyter is meant.

    `server` is the interpreter of the Jupyter server that the PATH finds, None where it is this one or there is none.
    `switches` are IPython's profiles that load keras_quiet, `ignored` are configuration files of theirs with an error.
    `files` is what the server's configuration files say.
    """

    env: Mapping[str, str]
    provisioner: bool = True
    server: Interpreter | None = None
    switches: tuple[everywhere.Switch, ...] = ()
    ignored: tuple[str, ...] = ()
    files: server_files.ServerFiles = field(default_factory=server_files.ServerFiles)


def inspect_kernel(
    kernel: Kernel, env: Mapping[str, str], folder: str | None = None, server: Mapping[str, object] | None = None
) -> Inspection:
    """Look at one kernel as a launch from this folder would; `server` is what the server's configuration says."""
    config = kernel.config if isinstance(kernel.config, dict) else {}
    plain = PROVISIONER_KEY not in config
    elsewhere = not plain and judge(config)[1]
    facts = gather_elsewhere(kernel.argv, folder) if elsewhere else gather(kernel.argv, env, kernel.env, folder)
    own, theirs = config.get("backend", AUTO), (server or {}).get("backend", AUTO)
    settings, _ = parse({"backend": theirs if own == AUTO else own})
    return Inspection(
        kernel,
        facts,
        decide(settings, env, kernel.env, facts, server_chose=own == AUTO),
        tuple(missing(kernel.argv, env.get("PATH"))) if kernel.argv and plain else (),
        _inside_version(kernel.argv),
        fix(kernel),
    )


def inspect_all(names: Sequence[str] = (), files: server_files.ServerFiles | None = None) -> list[Inspection]:
    """Look at the kernels of these names, hidden ones too, or at all. Raises CommandError for a name that is none.

    `files` is what the server's configuration files say, which are read where it is None.
    """
    kernels, wanted = installed_kernels.find(), [name.lower() for name in names]
    for name in wanted:
        if name not in {kernel.name for kernel in kernels}:
            installed_kernels.find_named(name)
    server = (files or server_files.read()).values
    return [
        inspect_kernel(kernel, os.environ, server=server) for kernel in kernels if not wanted or kernel.name in wanted
    ]


def inspect_setup() -> JupyterSetup:
    """Look at what all kernels share."""
    found = {entry.name for entry in entry_points(group="jupyter_client.kernel_provisioners")}
    switches = tuple(everywhere.find())
    ignored = tuple(text for switch in switches for text in everywhere.configuration_problems(switch.profile))
    known = installed_kernels.PROVISIONER in found
    return JupyterSetup(os.environ, known, _server(), switches, ignored, server_files.read())


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
