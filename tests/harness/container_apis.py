"""Stands for the interfaces of Docker and Kubernetes, which cannot run here: it records what it is asked to start."""

from __future__ import annotations

import http.server
import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSIONS = {"ApiVersion": "1.47", "MinAPIVersion": "1.24"}


class Recorder:
    """The requests that create something: the path and the body of each."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.created: list[tuple[str, dict[str, Any]]] = []

    def environments(self) -> list[dict[str, str]]:
        """Return the environment of each container that was asked for, in Docker's request or a pod's specification."""
        found = []
        for _, body in self.created:
            if "Env" in body:
                found.append(dict(each.partition("=")[::2] for each in body["Env"]))
            containers = body.get("spec", {}).get("containers", [])
            found += [{each["name"]: each.get("value") for each in one.get("env", [])} for one in containers]
        return found


@contextmanager
def container_api() -> Iterator[Recorder]:
    """Listen on loopback until the end of the test."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
            recorder.created.append((self.path.partition("?")[0], body))
            self._answer({"Id": "1", "Warnings": []} if "containers" in self.path else body)

        def do_GET(self) -> None:
            self._answer({**VERSIONS, "items": [], "kind": "List", "apiVersion": "v1", "metadata": {}})

        do_DELETE = do_GET  # noqa: N815 - http.server's own way of naming

        def _answer(self, what: object) -> None:
            data = json.dumps(what).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recorder = Recorder(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield recorder
    finally:
        server.shutdown()
