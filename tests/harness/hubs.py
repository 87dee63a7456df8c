"""A JupyterHub on loopback whose users are users of the system, in environments that they can read."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes import free_port, running, wait

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "token-of-the-test"  # noqa: S105 - for one hub, on loopback
CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:{public}"
c.JupyterHub.hub_port = {hub}
c.JupyterHub.cookie_secret_file = "{folder}/cookie"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.command = ["{environment}/node_modules/.bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = ["{environment}/bin/jupyterhub-singleuser"]
c.Spawner.environment = {{"JUPYTER_PREFER_ENV_PATH": "0", "JUPYTER_PATH": "{folder}/prefix/share/jupyter"}}
c.JupyterHub.services = [{{"name": "test", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [
    {{"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers", "access:servers"]}}
]
"""


def readable_python() -> Path | None:
    """Return a Python of this one's version that every user of the system may run."""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for python in (Path(sys.base_prefix) / "bin" / name, Path("/usr/bin") / name, Path("/usr/local/bin") / name):
        if python.exists() and all(parent.stat().st_mode & 0o1 for parent in python.resolve().parents):
            return python.resolve()
    return None


def publish(environment: Path, python: Path) -> None:
    """Give a copied environment an interpreter whose standard library every user can read."""
    for name in ("python", "python3", python.name):
        (environment / "bin" / name).unlink(missing_ok=True)
        shutil.copy(python, environment / "bin" / name)
    config = environment / "pyvenv.cfg"
    lines = [line for line in config.read_text().splitlines() if not line.startswith(("home", "executable", "command"))]
    config.write_text("\n".join([f"home = {python.parent}", *lines]) + "\n")


@contextmanager
def user(name: str, folder: Path) -> Iterator[Path]:
    """A user of the system for as long as the test takes; the home folder."""
    home = folder / name
    subprocess.run(["/usr/sbin/useradd", "--create-home", "--home-dir", str(home), name], check=True)
    try:
        yield home
    finally:
        _end_processes(home.stat().st_uid)
        subprocess.run(["/usr/sbin/userdel", name], check=True)


def _end_processes(uid: int) -> None:
    """Wait for what a user's server leaves behind, and end it where it stays: userdel refuses a user who still runs."""
    with suppress(TimeoutError):
        wait(lambda: not _processes(uid), 10)
    for pid in _processes(uid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait(lambda: not _processes(uid))


def _processes(uid: int) -> list[int]:
    pids = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            if process.stat().st_uid == uid:
                pids.append(int(process.name))
    return pids


class Hub:
    """A running hub, spoken to over REST as its service with all rights."""

    def __init__(self, address: str) -> None:
        self._address = address

    def ask(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - http, our own hub
            f"{self._address}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}"},
        )
        with urllib.request.urlopen(request, timeout=90) as reply:  # noqa: S310 - as above
            text = reply.read()
            return json.loads(text) if text else None

    def start_server(self, name: str) -> None:
        self.ask("POST", f"/hub/api/users/{name}")
        self.ask("POST", f"/hub/api/users/{name}/server")
        wait(lambda: self.ask("GET", f"/hub/api/users/{name}")["servers"].get("", {}).get("ready"))

    def start_kernel(self, name: str, kernel: str) -> str:
        body = {"path": "a.ipynb", "name": "", "type": "notebook", "kernel": {"name": kernel}}
        return str(self.ask("POST", f"/user/{name}/api/sessions", body)["kernel"]["id"])


@contextmanager
def hub(folder: Path, environment: Path) -> Iterator[Hub]:
    """Start a hub with a proxy of its own, and stop both with the servers of its users."""
    public, ports = free_port(), {"hub": free_port(), "proxy": free_port()}
    values = {"folder": folder, "environment": environment, "token": TOKEN, "public": public, **ports}
    (folder / "config.py").write_text(CONFIG.format(**values))
    env = {"PATH": f"{environment}/bin:/usr/bin:/bin", "HOME": str(folder)}
    command = [str(environment / "bin" / "jupyterhub"), "--config", str(folder / "config.py")]
    one = Hub(f"http://127.0.0.1:{public}")
    with running(command, folder / "hub.log", lambda: one.ask("GET", "/hub/api/"), cwd=folder, env=env):
        yield one
