"""A real Jupyter server for tests, spoken to over REST as JupyterLab does."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.blocking import BlockingKernelClient
from processes import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator


class Server:
    """One running Jupyter server; its folder of notebooks and its log."""

    def __init__(self, port: int, folder: Path, log: Path) -> None:
        self.folder = folder
        self.address, self._log = f"http://127.0.0.1:{port}", log

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Send one request; return the status and what came back: JSON, or None."""
        request = urllib.request.Request(  # noqa: S310 - always http, to our own server
            f"{self.address}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "token secret"},
        )
        try:
            with urllib.request.urlopen(request, timeout=90) as reply:  # noqa: S310 - as above
                text = reply.read()
                return reply.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def page(self, path: str) -> str:
        """Fetch a page as a browser that is logged in does."""
        request = urllib.request.Request(f"{self.address}{path}", headers={"Authorization": "token secret"})  # noqa: S310 - as above
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310 - as above
            return str(reply.read().decode())

    def open_notebook(self, kernel: str, path: str = "a.ipynb") -> tuple[int, Any]:
        """Open a notebook with a kernel, as the launcher does."""
        body = {"path": path, "name": "", "type": "notebook", "kernel": {"name": kernel}}
        return self.ask("POST", "/api/sessions", body)

    def run(self, kernel_id: str, code: str) -> dict[str, str]:
        """Run a cell in a running kernel; the text of each stream."""
        file = Path(os.environ["JUPYTER_RUNTIME_DIR"]) / f"kernel-{kernel_id}.json"
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        # A kernel that starts on a busy machine misses a beat, and by beats alone such a client knows that it lives.
        client.hb_channel.time_to_dead = 60.0
        client.start_channels()
        told = {"stdout": "", "stderr": ""}

        def take(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                told[message["content"]["name"]] += message["content"]["text"]

        try:
            client.wait_for_ready(timeout=60)
            client.execute_interactive(code, timeout=60, output_hook=take)
        finally:
            client.stop_channels()
        return told

    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")


@contextmanager
def server(folder: Path, *options: str, python: str | Path = sys.executable, **env: str) -> Iterator[Server]:
    """Start a server in a folder, with what `jupyter` in `kernels` has set up for this test, or with just `env`."""
    port = free_port()
    notebooks, log = folder / "notebooks", folder / "server.log"
    notebooks.mkdir()
    command = [str(python), "-m", "jupyter_server", "--allow-root", "--no-browser", f"--ServerApp.port={port}"]
    words = ["--IdentityProvider.token=secret", f"--ServerApp.root_dir={notebooks}", "--log-level=DEBUG", *options]
    env = env or {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    one = Server(port, notebooks, log)
    with running([*command, *words], log, lambda: one.ask("GET", "/api/status")[0] == 200, env=env):
        yield one
