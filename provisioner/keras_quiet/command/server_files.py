"""Reads what the Jupyter server's configuration files say about our provisioner, as a server here would."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jupyter_core.application import JupyterApp
from traitlets.config.loader import LazyConfigValue

from ..server.provisioner import KerasQuietProvisioner
from ..server.settings import KEYS, is_nearly, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "jupyter_server_config"


@dataclass(frozen=True)
class ServerFiles:
    """What stands below c.KerasQuietProvisioner; `problem` says what is wrong there and what to do, or is empty.

    What a command line says, and files that only one front end reads, is not known here.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""


def read_server_files() -> ServerFiles:
    """Read jupyter_config and jupyter_server_config, which are programs, in all of Jupyter's folders."""
    app = JupyterApp(config_file_name=_FILE, raise_config_file_errors=True)
    try:
        with redirect_stdout(io.StringIO()):
            app.load_config_file(suppress_errors=False)
    except (Exception, SystemExit) as error:
        why = f"{type(error).__name__}: {error}"
        return ServerFiles(problem=f"The server's configuration cannot be read ({why}). Correct {_FILE} in one of "
                           f"the folders that `jupyter --paths` lists under config")  # fmt: skip
    section = app.config.get(KerasQuietProvisioner.__name__, {})
    # `c.KerasQuietProvisioner.hide.append(...)` is worked out when there is a provisioner.
    values = {key: section[key] for key in section if not isinstance(section[key], LazyConfigValue)}
    # The rest may be for a provisioner of somebody else's behind ours.
    problems = parse({key: values[key] for key in values if is_nearly(key, KEYS)})[1]
    told = "; ".join(f"c.KerasQuietProvisioner.{key}: {text}" for key, text in problems)
    return ServerFiles(values, f"{told}. Correct this in the server's configuration" if told else "")
