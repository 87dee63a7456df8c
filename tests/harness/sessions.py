"""Real kernels for tests and benchmarks: start one, run cells, and see what a reader and the terminal see."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from keras_quiet import inside
from traitlets.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# So long a session waits for late outputs of a cell, in seconds: a plain kernel's flush does not wait for its watcher
# of file descriptor 2, ours does.
LATE, SOON = 0.3, 0.03
# The configuration of a server with which our provisioner starts a kernel that names none.
WITH_PROVISIONER: dict[str, dict[str, Any]] = {
    "KernelProvisionerFactory": {"default_provisioner_name": "keras-quiet-provisioner"}
}
# Of the installed package, as a user has it: the index of the rules comes with the wheel (hatch_build.py).
INSIDE = Path(inside.__file__).parent


@dataclass
class Cell:
    """What one cell gave: the text of each stream, the error, and the plain text of results and displays."""

    stdout: str = ""
    stderr: str = ""
    error: str = ""
    results: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)


class Session:
    """One running kernel; `late` is how long the last of its outputs may take once it is idle, in seconds."""

    def __init__(self, manager: KernelManager, terminal: Path, late: float = LATE) -> None:
        self.manager = manager
        self.client = manager.blocking_client()
        self.last_terminal = ""  # what the terminal had when the kernel was gone
        self._terminal = terminal
        self._late = late

    def ready(self, timeout: float = 60) -> None:
        """Wait until the kernel answers, in seconds."""
        self.client.start_channels()
        self.client.wait_for_ready(timeout=timeout)

    def restart(self, *, now: bool = False, timeout: float = 60) -> None:
        """Restart the kernel, `now` without asking it to end, and wait until it answers, in seconds."""
        self.manager.restart_kernel(now=now)
        self.client.stop_channels()
        self.client = self.manager.blocking_client()
        self.ready(timeout)

    def run(self, code: str, timeout: float = 300, late: float | None = None) -> Cell:
        """Run one cell and collect its outputs until the kernel is idle again, and the `late` ones, in seconds."""
        late = self._late if late is None else late
        request = self.client.execute(code)
        cell, idle = Cell(), False
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=late if idle else timeout)
            except Empty:
                if idle:
                    return cell
                raise
            if message["parent_header"].get("msg_id") == request:
                cell.messages.append(message)
                idle = _take(message, cell) or idle  # late ones are the cell's too

    def terminal(self) -> str:
        """What the kernel wrote to its original stdout and stderr."""
        return self._terminal.read_bytes().decode("utf-8", "replace")


def _take(message: dict[str, Any], cell: Cell) -> bool:
    content, kind = message["content"], message["msg_type"]
    if kind == "stream":
        setattr(cell, content["name"], getattr(cell, content["name"]) + content["text"])
    elif kind == "error":
        cell.error = f"{content['ename']}: {content['evalue']}"
    elif kind in ("execute_result", "display_data"):
        cell.results.append(content["data"].get("text/plain", ""))
    return bool(kind == "status" and content["execution_state"] == "idle")


def quiet_argv(python: str | Path) -> list[str]:
    """Return the argv of our kernel for an interpreter in which nothing of ours is installed."""
    return [str(python), str(INSIDE / "__main__.py"), "-f", "{connection_file}"]


def package_alone(folder: Path) -> str:
    """Return a PYTHONPATH of which a kernel of another environment imports keras_quiet, and nothing else."""
    folder.mkdir()
    (folder / "keras_quiet").symlink_to(INSIDE.parent)
    return str(folder)


def plain_argv(python: str | Path) -> list[str]:
    """Return the argv of the plain kernel of an interpreter."""
    return [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]


@contextmanager
def kernel(
    argv: Sequence[str] | None = None,
    *,
    name: str = "keras-quiet",
    env: dict[str, str] | None = None,
    cwd: str | Path | None = None,
    env_passed: dict[str, str] | None = None,
    runtime: Path | None = None,
    server: dict[str, dict[str, Any]] | None = None,
    provisioned: bool = False,
) -> Iterator[Session]:
    """Start a kernel, by argv or by the name of an installed kernelspec.

    By argv no provisioner of ours takes part, unless the kernel is `provisioned`; it chooses no backend then.

    `env` is the kernelspec's, `env_passed` the caller's: most callers pass none. `runtime` is the folder of the
    connection file. `server` is a Jupyter server's configuration: of the default provisioner, and of ours.
    """
    # ipykernel captures no file descriptor where it believes itself inside pytest (ipykernel/iostream.py:563).
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    manager = KernelManager(kernel_name=name, config=Config(server or {}))
    if runtime is not None:
        manager.connection_file = str(runtime / "kernel-1.json")
    if argv is not None:
        stanza = {"provisioner_name": "keras-quiet-provisioner", "config": {"backend": "none"}}
        manager._kernel_spec = KernelSpec(
            argv=list(argv),
            display_name=name,
            language="python",
            env=env or {},
            metadata={"kernel_provisioner": stanza} if provisioned else {},
        )
    if server is not None:
        # A factory of this kernel's own: the one of the process may serve other kernels at the same time.
        factory = KernelProvisionerFactory(config=manager.config)
        manager.provisioner = factory.create_provisioner_instance("1", manager.kernel_spec, parent=manager)
    # The file stays open: a restart hands it over again.
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "terminal").open("wb") as output:
        passed = {} if env_passed is None else {"env": env_passed}
        manager.start_kernel(stdout=output, stderr=output, cwd=str(cwd or folder), **passed)
        ours = (argv is None and name.startswith("keras-quiet")) or (argv is not None and str(INSIDE) in " ".join(argv))
        session = Session(manager, Path(output.name), SOON if ours else LATE)
        try:
            session.ready()
            yield session
        finally:
            session.client.stop_channels()
            if manager.has_kernel:
                manager.shutdown_kernel(now=False)
            manager.cleanup_resources()
            session.last_terminal = session.terminal()


def die(session: Session, code: str) -> None:
    """Run code in which a kernel dies or ends, and wait for its end."""
    session.client.execute(code)
    end = time.monotonic() + 20
    while session.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
