"""Runs the workload in real kernels: one session for each row and contestant."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "harness"))

import environments
from far_sessions import distributed, far_session
from keras_quiet.command import everywhere, startup_file
from sessions import kernel, package_alone, plain_argv, quiet_argv
from ssh_servers import ssh_server

from .cells import cells_of
from .contestants import SILENCE, Start
from .judge import Shown, judge
from .reasons import LEFT_OUT
from .workloads import WORKLOADS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sessions import Session

    from .cells import Cell
    from .contestants import Contestant
    from .rows import Row

# What would decide in a contestant's place, if the caller's shell has it.
_DECIDING = (
    "KERAS",
    "TF_",
    "XLA_FLAGS",
    "PYTHONWARNINGS",
    "PYTHONPATH",
    "GLOG_",
    "GRPC_",
    "JAX_",
    "AUTOGRAPH_",
    "ABSL_",
)
_TOLD = (
    "keras",
    "keras-nightly",
    "tf-keras",
    "tensorflow",
    "tf-nightly",
    "jax",
    "torch",
    "openvino",
    "theano",
    "numpy",
    "ipykernel",
)


# What a server's configuration says, for every kernel without a provisioner of its own.
SWITCH = {
    "KernelProvisionerFactory": {"default_provisioner_name": "keras-quiet-provisioner"},
    "KerasQuietProvisioner": {"everywhere": True},
}


def deciding_variables() -> list[str]:
    """Return what this process's environment sets in a contestant's place; a caller removes it first."""
    return [name for name in os.environ if name.startswith(_DECIDING)]


def versions(environment: str) -> dict[str, str]:
    """Return what an environment's pins say."""
    first, *pins = (environments.REQUIREMENTS / f"{environment}.txt").read_text().splitlines()
    found = dict(pin.partition("==")[::2] for pin in pins)
    lowered = {name.lower().replace("_", "-"): version for name, version in found.items()}
    return {"python": first.split()[-1], **{name: lowered[name] for name in _TOLD if name in lowered}}


def run(row: Row, contestant: Contestant, cells: Iterable[Cell] | None = None) -> dict[str, Any]:
    """Return for each cell the noise lines shown and the signals lost, and how long all of it took."""
    python = environments.python_of(row.environment)
    chosen = cells_of(row.tags, WORKLOADS[row.workload], LEFT_OUT) if cells is None else list(cells)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        env = {"KERAS_HOME": home, **row.env, **contestant.env, **_prepared(contestant, Path(home))}
        with _kernel(row, contestant, env, Path(home)) as session:
            found = {}
            for number, cell in enumerate(chosen):
                code = cell.code if number else contestant.first + cell.code
                verdict = judge(cell, row.tags, _shown(session, cell, code))
                found[cell.name] = {
                    "noise": [_masked(line, python) for line in verdict.noise],
                    "lost": verdict.lost,
                    **({"neither": [_masked(line, python) for line in verdict.neither]} if verdict.neither else {}),
                }
    return {"cells": found, "seconds": round(time.monotonic() - began)}


@contextmanager
def _kernel(row: Row, contestant: Contestant, env: dict[str, str], folder: Path) -> Iterator[Session]:
    """Start the kernel of a row: here, or by the distributed provisioner behind an ssh server that lasts as long."""
    python = environments.python_of(row.environment)
    if not row.over_ssh:
        with kernel(
            _argv(contestant, python), env=env, server=SWITCH if contestant.start is Start.SERVER else None
        ) as session:
            yield session
        return
    environments.build("engines")
    with ssh_server(folder / "ssh") as server:
        ours = contestant.start is Start.OURS
        data = distributed(folder / "data", server, python, ours=ours, env=env, **({"backend": "auto"} if ours else {}))
        with far_session(environments.with_wheel("engines", folder / "wheel"), server, data) as session:
            # It starts in the user's home: two at a time would write their models there.
            session.run(f"import os; os.chdir({os.fspath(folder)!r})")
            yield session


def _shown(session: Session, cell: Cell, code: str) -> Shown:
    if cell.dies:
        session.client.execute(code)
        end = time.monotonic() + 20
        while session.manager.is_alive() and time.monotonic() < end:
            time.sleep(0.05)
        return Shown((), terminal=session.terminal())
    before = len(session.terminal())
    seen = session.run(code)
    return Shown((seen.stdout, seen.stderr), seen.error, session.terminal()[before:])


def _masked(line: str, python: Path) -> str:
    return line.replace(str(python.parents[1]), "…")


def _argv(contestant: Contestant, python: Path) -> list[str]:
    return quiet_argv(python) if contestant.start is Start.OURS else plain_argv(python)


def _prepared(contestant: Contestant, home: Path) -> dict[str, str]:
    """Put into `home` what the contestant's kernel finds there; return the variables that lead to it."""
    env = {}
    if contestant.startup:
        file = home / "ipython" / "profile_default" / "startup" / everywhere.NAME
        file.parent.mkdir(parents=True)
        file.write_text(startup_file.text(), "utf-8")
        env["IPYTHONDIR"] = str(home / "ipython")
    if contestant.package:
        env["PYTHONPATH"] = package_alone(home / "packages")
    if "silence_tensorflow" in contestant.first:
        env["PYTHONPATH"] = str(_silence())
    return env


def _silence() -> Path:
    folder = environments.CACHE.parent / "contestants" / SILENCE
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), SILENCE]
        subprocess.run(pip, check=True)
    return folder
