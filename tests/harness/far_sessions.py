"""Kernels of the distributed provisioner over real ssh, with us and without us: their kernel.json, and a session."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from environments import python_of
from jupyter_client.blocking.client import BlockingKernelClient
from processes import wait
from sessions import INSIDE, Session
from ssh_servers import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ssh_servers import SshServer

HARNESS = Path(__file__).parent
KERNELS = Path(__file__).parents[2] / "docs" / "kernels"


def kernel_json(name: str, data: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Write the kernel.json of the documentation with the paths of this machine."""
    content = json.loads((KERNELS / name / "kernel.json").read_text())
    change(content)
    file = data / "kernels" / "far" / "kernel.json"
    file.parent.mkdir(parents=True)
    (data / "runtime").mkdir()
    file.write_text(json.dumps(content))


def distributed(
    data: Path,
    server: SshServer,
    python: Path,
    *,
    ours: bool = True,
    env: Mapping[str, str] | None = None,
    inside: Path = INSIDE,
    **config: Any,
) -> Path:
    """Write the distributed provisioner's kernel.json, or the same without us; return Jupyter's data folder."""
    packages = python_of("engines").parents[1] / "lib" / "python3.11" / "site-packages"
    # The launcher needs this one package, which the environment of Keras has not.
    (data / "extra").mkdir(parents=True)
    (data / "extra" / "Cryptodome").symlink_to(packages / "Cryptodome")
    launchers = packages / "gateway_provisioners" / "kernel-launchers"
    shutil.copytree(launchers / "python" / "scripts", data / "launchers")
    for shared in (launchers / "shared" / "scripts").glob("*.py"):
        shutil.copy(shared, data / "launchers")

    def change(content: dict[str, Any]) -> None:
        filtered = [str(inside / "__main__.py")] if ours else []
        content["argv"][:3] = [str(python), *filtered, str(data / "launchers" / "launch_ipykernel.py")]
        content["env"] = {"HOME": str(server.home), "PYTHONPATH": str(data / "extra"), **(env or {})}
        stanza = content["metadata"]["kernel_provisioner"]
        stanza["config"] |= {"remote_hosts": [ADDRESS], **config}
        if not ours:
            stanza["provisioner_name"] = stanza["config"].pop("provisioner")
            del stanza["config"]["backend"]

    kernel_json("ssh-distributed", data, change)
    return data


def variables(programs: Path, server: SshServer, data: Path) -> dict[str, str]:
    """Return the environment of a Jupyter whose far kernels run behind that server."""
    return {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": str(server.home),
        "JUPYTER_PATH": str(data),
        "JUPYTER_RUNTIME_DIR": str(data / "runtime"),
        "GP_SSH_PORT": str(server.port),
        "GP_RESPONSE_IP": "127.0.0.1",
        "GP_UNAUTHORIZED_USERS": "nobody",
        "GP_KERNEL_LOG_DIR": str(data),
    }


class _Attached:
    """What a session asks of a manager, for a kernel that another process manages."""

    def __init__(self, connection: dict[str, Any]) -> None:
        self._connection = connection
        self.process: int | None = None

    def blocking_client(self) -> BlockingKernelClient:
        client = BlockingKernelClient()
        client.load_connection_info(self._connection)
        return client

    def is_alive(self) -> bool:
        return Path(f"/proc/{self.process}").exists()  # the far side is this machine


@contextmanager
def far_session(programs: Path, server: SshServer, data: Path) -> Iterator[Session]:
    """Start the kernel of a data folder in a process that has the provisioners, and attach to it."""
    command = [programs / "python", HARNESS / "far_kernels.py", "far", '[["connection"], ["hold"], ["kill"]]']
    with (data / "driver.log").open("wb") as log:
        host = subprocess.Popen(
            command, env=variables(programs, server, data), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )
    assert host.stdin
    assert host.stdout
    try:
        started, told = (json.loads(host.stdout.readline())["answer"] for _ in range(2))
        assert started == "ready", started
        manager: Any = _Attached(json.loads(told))
        # The launcher's logging writes to file descriptor 2: log records too come by a pipe, at times after "idle".
        session = Session(manager, wait(lambda: next(iter(data.glob("kernel-*.log")), None)), late=1)
        session.ready()
        manager.process = int(session.run("import os; print(os.getpid())").stdout)
        yield session
        session.client.stop_channels()
    finally:
        host.stdin.close()
        host.wait(60)
