"""A Jupyter server before a gateway that has our kernel: two servers on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from environments import with_wheel
from kernels import jupyter, write
from processes import free_port, running, wait
from servers import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.live
__all__ = ["jupyter"]

NOISE = (
    "import os, time; _ = os.write(2, b'2026-01-01 00:00:00.000001: I tensorflow/core/util/port.cc:153] oneDNN custom "
    "operations are on. You may see slightly different numerical results due to floating-point round-off errors from "
    "different computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.\\n"
    "mine\\n')"
    "; time.sleep(0.4); print(os.environ['KERAS_BACKEND'])"
)
WRONG = {"kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": {"backnd": "jax"}}}
# Runs a cell through the front's websocket, in the environment that has a client for it.
CELL = """
import json, sys, time, uuid, websocket
address, code = sys.argv[1:]
socket = websocket.create_connection(address, timeout=30)
request = uuid.uuid4().hex
header = {"msg_id": request, "username": "", "session": "s", "msg_type": "execute_request", "version": "5.3"}
header["date"] = ""
content = {"code": code, "silent": False}
time.sleep(1)
socket.send(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}))
said, idle = "", False
while not idle:
    message = json.loads(socket.recv())
    if message["parent_header"].get("msg_id") == request or message["content"].get("execution_state") == "restarting":
        said += message["content"].get("text", "") + message["content"].get("evalue", "")
        idle = message["content"].get("execution_state") in ("idle", "restarting")
print(said)
"""


@pytest.fixture(scope="module")
def programs(environment: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that has both servers and our wheel."""
    environment("engines")
    return with_wheel("engines", tmp_path_factory.mktemp("engines"))


@pytest.fixture(params=["jupyter_server", "kernel_gateway"])
def pair(
    request: pytest.FixtureRequest, jupyter: Path, programs: Path, tmp_path: Path
) -> Iterator[tuple[Server, Server]]:
    """The front, which users see, and the gateway behind it."""
    argv = [str(programs / "python"), "-m", "keras_quiet.inside", "-f", "{connection_file}"]
    write(jupyter, "quiet", argv=argv)
    write(jupyter, "wrong", argv=argv, metadata=WRONG)
    back, front = (Server(free_port(), tmp_path, tmp_path / f"{name}.log") for name in ("back", "front"))
    python = str(programs / "python")
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    common = ["--allow-root", "--no-browser", "--IdentityProvider.token=secret", f"--ServerApp.root_dir={tmp_path}"]
    gateway = {
        "jupyter_server": [*common, f"--ServerApp.port={back.address.rpartition(':')[2]}"],
        "kernel_gateway": [
            "--KernelGatewayApp.ip=127.0.0.1",
            "--KernelGatewayApp.auth_token=secret",
            f"--KernelGatewayApp.port={back.address.rpartition(':')[2]}",
        ],
    }[request.param]
    client = [
        f"--gateway-url={back.address}",
        "--GatewayClient.auth_token=secret",
        "--GatewayClient.request_timeout=60",
    ]
    command = [python, "-m", "jupyter_server", *common, f"--ServerApp.port={front.address.rpartition(':')[2]}", *client]
    with (
        running([python, "-m", request.param, *gateway], back._log, lambda: back.ask("GET", "/api")[0] == 200, env=env),
        running(
            command,
            front._log,
            lambda: front.ask("GET", "/api")[0] == 200,
            # The one kind of variable that the front passes on: from its own environment.
            env={**env, "KERNEL_KERAS_BACKEND": "jax"},
        ),
    ):
        yield front, back


def cell(programs: Path, front: Server, kernel: str, code: str) -> str:
    address = f"ws{front.address[4:]}/api/kernels/{kernel}/channels?session_id=s&token=secret"
    told = subprocess.run([programs / "python", "-c", CELL, address, code], capture_output=True, text=True, check=False)
    return told.stdout.strip() or told.stderr[-500:]


def test_a_kernel_behind_a_gateway_is_ours_in_all(
    pair: tuple[Server, Server], programs: Path, request: pytest.FixtureRequest
) -> None:
    front, _ = pair
    # jupyter_server at the back takes no variable of a client at all.
    backend = "jax" if "kernel_gateway" in request.node.name else "tensorflow"
    assert "quiet" in front.ask("GET", "/api/kernelspecs")[1]["kernelspecs"]
    status, started = front.ask("POST", "/api/kernels", {"name": "quiet"})
    assert status == 201, front.log()
    kernel = started["id"]
    assert cell(programs, front, kernel, NOISE).splitlines()[-2:] == ["mine", backend]
    assert front.ask("POST", f"/api/kernels/{kernel}/restart", {})[0] == 200
    assert cell(programs, front, kernel, NOISE).splitlines()[-2:] == ["mine", backend]
    with ThreadPoolExecutor(1) as beside:
        sleeping = beside.submit(cell, programs, front, kernel, "import time\nfor _ in range(150): time.sleep(0.2)")
        time.sleep(6)
        assert front.ask("POST", f"/api/kernels/{kernel}/interrupt", {})[0] == 204
        begin = time.monotonic()
        sleeping.result(timeout=60)
        assert time.monotonic() - begin < 15  # 30 s of sleep were cut short
    cell(programs, front, kernel, "import os; _ = os.write(2, b'last words\\n'); os.abort()")
    wait(lambda: "The previous kernel died: SIGABRT" in cell(programs, front, kernel, "1"), 60)
    assert front.ask("DELETE", f"/api/kernels/{kernel}")[0] == 204


def test_what_is_wrong_reaches_the_user_in_front(pair: tuple[Server, Server], tmp_path: Path) -> None:
    front, _ = pair
    (tmp_path / "a.ipynb").write_text("{}")
    status, told = front.open_notebook("wrong")
    assert status == 500
    assert "metadata.kernel_provisioner.config.backnd: unknown key; did you mean 'backend'?" in json.dumps(told)
