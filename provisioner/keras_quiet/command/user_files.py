"""Reads what the user's configuration files say about our provisioner: those of a Jupyter server, and that of all."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_config_path
from traitlets.config.loader import ConfigFileNotFound, JSONFileConfigLoader, LazyConfigValue, PyFileConfigLoader

from ..inside.configuring import configuration
from ..inside.configuring.configuration import SECTION
from ..server.settings import KEYS, is_nearly, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What every program of Jupyter's reads, and what its servers read; the later one wins (jupyter_core/application.py).
ALL_JUPYTER, SERVER = "jupyter_config", "jupyter_server_config"
_LOADERS = {".py": PyFileConfigLoader, ".json": JSONFileConfigLoader}


@dataclass(frozen=True)
class UserFiles:
    """What stands below c.KerasQuietProvisioner in the server's configuration, and in the file of all programs.

    `files` has the file of each value of the server's; `problems` has a line for each thing wrong in either, with what
    to do about it. What a command line says, and files that only one front end reads, is not known here.
    """

    server: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    everywhere: configuration.Configured = configuration.NOTHING
    problems: tuple[str, ...] = ()


def read_user_files() -> UserFiles:
    """Read them in all of Jupyter's folders. Those of the server are programs, which run."""
    everywhere = configuration.read()
    wrong = [f"{file}: {text}. Correct it there" for file, text in everywhere.problems]
    values: dict[str, Any] = {}
    files: dict[str, str] = {}
    at = ["The server's configuration"]
    try:
        with redirect_stdout(io.StringIO()):
            for file, section in _sections(at):
                for key, value in section.items():
                    # `c.KerasQuietProvisioner.hide.append(...)` adds to what was there.
                    is_lazy = isinstance(value, LazyConfigValue)
                    values[key], files[key] = value.get_value(values.get(key, [])) if is_lazy else value, file
    except (Exception, SystemExit) as error:
        wrong.append(f"{at[0]} cannot be read ({type(error).__name__}: {error}). Correct it there")
    # The rest may be for a provisioner of somebody else's behind ours.
    problems = parse({key: values[key] for key in values if is_nearly(key, KEYS)})[1]
    wrong += [f"c.{SECTION}.{key} in {files[key]}: {text}. Correct it there" for key, text in problems]
    return UserFiles(values, files, everywhere, tuple(wrong))


def _sections(at: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return our section of each file, in the order in which they are read; `at` has the one that is being read."""
    for name in (ALL_JUPYTER, SERVER):
        for folder in reversed(jupyter_config_path()):
            for ending, loader in _LOADERS.items():
                at[0] = f"{folder}/{name}{ending}"
                try:
                    content = loader(name + ending, path=folder).load_config()
                except ConfigFileNotFound:
                    continue
                yield at[0], content.get(SECTION, {})
