"""Front ends that run no provisioner: VS Code's local kernels, Zed, Emacs, spawnteract. Only kernel.json counts."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.connect import write_connection_file
from processes import wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from front_ends import FrontEnds

pytestmark = pytest.mark.live

# What each puts in the place of `-f {connection_file}`.
LAUNCHERS: dict[str, Callable[[list[str], str], list[str]]] = {
    # spawnteract index.js:141, Zed's native_kernel.rs command(), Emacs' jupyter-kernelspec.el:225
    "spawnteract, Zed, Emacs": lambda argv, file: [file if part == "{connection_file}" else part for part in argv],
    # VS Code's kernelProcess.node.ts:454
    "VS Code": lambda argv, file: [*argv[: argv.index("-f")], f"--f={file}"],
}
USE = """
import keras, os, numpy as np
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
answer = model.predict(np.ones((64, 3)), verbose=0)
_ = os.write(2, b"my own line\\n")
print(keras.backend.backend())
"""
ORDERS = [("tf-2.21", "tensorflow"), ("jax", "jax"), ("jax", "numpy"), ("torch", "torch")]


def installed(front_ends: FrontEnds, python: Path, backend: str, folder: Path) -> dict[str, Any]:
    """Return the kernel.json that `jupyter keras-quiet install` wrote."""
    words = ["install", "--python", python, "--backend", backend, "--name", "mine", "--prefix", folder]
    front_ends.run("jupyter", "keras-quiet", *words)
    return dict(json.loads((folder / "share" / "jupyter" / "kernels" / "mine" / "kernel.json").read_text()))


@contextmanager
def launched(spec: dict[str, Any], launcher: str, folder: Path) -> Iterator[BlockingKernelClient]:
    """Start a kernel with nothing of jupyter_client's but the format of the connection file."""
    file, _ = write_connection_file(str(folder / "kernel-1.json"))
    argv = LAUNCHERS[launcher](spec["argv"], file)
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    env = {**env, "KERAS_HOME": str(folder), **spec["env"]}
    with (folder / "terminal").open("wb") as output:
        process = subprocess.Popen(argv, env=env, cwd=folder, stdout=output, stderr=output)
    client = BlockingKernelClient(connection_file=file)
    client.load_connection_file()
    client.start_channels()
    try:
        wait(lambda: process.poll() is not None or _answers(client), 90)
        yield client
    finally:
        client.shutdown()
        process.wait(30)
        client.stop_channels()


def _answers(client: BlockingKernelClient) -> bool:
    """Whether the kernel answers; on a busy machine its heart does not beat yet, which the client takes for death."""
    try:
        client.wait_for_ready(timeout=5)
    except RuntimeError:
        return False
    return True


@pytest.mark.parametrize("launcher", LAUNCHERS)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_the_filter_works_and_the_backend_is_the_one_of_the_kernel(
    environment: Callable[[str], Path], front_ends: FrontEnds, tmp_path: Path, order: tuple[str, str], launcher: str
) -> None:
    name, backend = order
    spec = installed(front_ends, environment(name), backend, tmp_path / "prefix")
    shown = {"stdout": "", "stderr": ""}

    def take(message: dict[str, Any]) -> None:
        if message["msg_type"] == "stream":
            shown[message["content"]["name"]] += message["content"]["text"]
        assert message["msg_type"] != "error", message["content"]

    with launched(spec, launcher, tmp_path) as client:
        client.execute_interactive(USE, timeout=180, output_hook=take)
        told = client.execute_interactive("%keras_quiet", timeout=30, output_hook=take)
    assert told["content"]["status"] == "ok"
    assert shown == {"stdout": f"{backend}\n", "stderr": "my own line\n"}
    # ipykernel's own advice and the user's line reach the terminal; TensorFlow's notices do not.
    assert "oneDNN" not in (tmp_path / "terminal").read_text()
    assert "my own line" in (tmp_path / "terminal").read_text()


CONFIGURED = """
import os, sys
_ = os.write(2, b"mylib: loading\\nmylib: failed\\n")
sys.stderr.flush()
print(os.environ["KERAS_BACKEND"])
"""
SECTION = {"backend": "numpy", "hide": ["mylib: *"], "show": ["*failed"]}


@pytest.mark.parametrize("launcher", LAUNCHERS)
@pytest.mark.parametrize(("backend", "expected"), [("auto", "numpy"), ("jax", "jax")])
def test_one_configuration_counts_and_the_backend_of_the_kernel_wins_over_it(
    environment: Callable[[str], Path],
    front_ends: FrontEnds,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    launcher: str,
    backend: str,
    expected: str,
) -> None:
    spec = installed(front_ends, environment("jax"), backend, tmp_path / "prefix")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    (tmp_path / "jupyter_keras_quiet_config.json").write_text(json.dumps({"KerasQuietProvisioner": SECTION}))
    shown = {"stdout": "", "stderr": ""}

    def take(message: dict[str, Any]) -> None:
        if message["msg_type"] == "stream":
            shown[message["content"]["name"]] += message["content"]["text"]

    with launched(spec, launcher, tmp_path) as client:
        client.execute_interactive(CONFIGURED, timeout=60, output_hook=take)
    assert shown == {"stdout": f"{expected}\n", "stderr": "mylib: failed\n"}


@pytest.mark.parametrize("launcher", LAUNCHERS)
@pytest.mark.parametrize("order", ORDERS[:2] + ORDERS[3:], ids="-".join)
def test_a_launched_auto_kernel_chooses_as_the_server_would_and_says_why(
    environment: Callable[[str], Path], front_ends: FrontEnds, tmp_path: Path, order: tuple[str, str], launcher: str
) -> None:
    name, backend = order
    spec = installed(front_ends, environment(name), "auto", tmp_path / "prefix")
    assert "KERAS_BACKEND" not in spec["env"]
    shown = []

    def take(message: dict[str, Any]) -> None:
        assert message["msg_type"] != "error", message["content"]
        shown.append(message["content"].get("text") or message["content"].get("data", {}).get("text/plain", ""))

    with launched(spec, launcher, tmp_path) as client:
        client.execute_interactive(USE, timeout=180, output_hook=take)
        client.execute_interactive("%keras_quiet", timeout=30, output_hook=take)
    assert f"{backend}\n" in shown
    assert f"{backend}  (nothing was chosen, and {environment(name)} has it)" in "".join(shown)
