"""JUPYTER_DEFAULT_PROVISIONER_NAME: the environment half for every local Python kernel, and only for those."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from kernels import jupyter, write
from noise import NOTICE
from servers import server
from sessions import kernel
from traitlets.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server

__all__ = ["jupyter"]
OURS = "keras-quiet-provisioner"
PLAIN = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
PRINT = "import os; print([os.environ.get(n) for n in ('KERAS_BACKEND', 'TF_CPP_MIN_LOG_LEVEL', 'KERAS_QUIET_LAUNCH')])"


@pytest.fixture
def kernels(jupyter: Path) -> Path:
    """A plain Python kernel, one in another language, and one with a provisioner of its own."""
    write(jupyter, "plain", argv=PLAIN, metadata={})
    write(jupyter, "other", argv=PLAIN, metadata={}, language="julia")
    write(jupyter, "own", argv=PLAIN, metadata={"kernel_provisioner": {"provisioner_name": "local-provisioner"}})
    return jupyter


@pytest.fixture
def default(kernels: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", OURS)
    # The factory of this process read the variable when the first test started a kernel.
    KernelProvisionerFactory.clear_instance()
    yield kernels
    KernelProvisionerFactory.clear_instance()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain", "[None, '1', None]"),
        ("other", "[None, None, None]"),
        ("own", "[None, None, None]"),
    ],
)
def test_every_python_kernel_without_a_provisioner_gets_the_environment(
    default: Path, name: str, expected: str
) -> None:
    assert default.exists()
    with kernel(name=name) as session:
        assert session.run(PRINT).stdout.strip() == expected
        session.restart()
        assert session.run(PRINT).stdout.strip() == expected


def test_what_the_user_exported_stays(default: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert default.exists()
    monkeypatch.setenv("KERAS_BACKEND", "numpy")
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "0")
    with kernel(name="plain") as session:
        assert session.run(PRINT).stdout.strip() == "['numpy', '0', None]"


def test_a_kernel_that_is_not_ours_fails_as_without_us(default: Path) -> None:
    write(default, "gone", argv=["/gone/python"], metadata={})
    with pytest.raises(FileNotFoundError), kernel(name="gone"):
        pass


@pytest.mark.parametrize("how", ["variable", "option", "file"])
def test_a_server_may_say_it_in_three_ways(
    kernels: Path, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kernels.exists()
    options = []
    if how == "variable":
        monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", OURS)
    elif how == "option":
        options = [f"--KernelProvisionerFactory.default_provisioner_name={OURS}"]
    else:
        settings = {"KernelProvisionerFactory": {"default_provisioner_name": OURS}}
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "jupyter_server_config.json").write_text(json.dumps(settings))
        monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    with server(tmp_path, *options) as running:
        for name, expected in (("plain", "[None, '1', None]"), ("other", "[None, None, None]")):
            status, told = running.open_notebook(name, f"{name}.ipynb")
            assert status == 201
            assert running.run(told["kernel"]["id"], PRINT)["stdout"].strip() == expected


SPEAK = f"import os, sys; _ = os.write(2, b'{NOTICE}\\nmine\\n'); sys.stderr.flush()"


@pytest.fixture
def everywhere(kernels: Path, tmp_path: Path) -> Iterator[Server]:
    write(kernels, "isolated", argv=[sys.executable, "-I", "-X", "dev", *PLAIN[1:]], metadata={})
    write(kernels, "behind", argv=["/usr/bin/env", "MINE=1", *PLAIN], metadata={})
    uv = [str(Path(sys.executable).with_name("uv")), "run", "--no-project", "--offline", "--python", sys.executable]
    write(kernels, "uv", argv=[*uv, "python", *PLAIN[1:]], metadata={})
    write(kernels, "shell", argv=["/bin/sh", "-c", f"exec {' '.join(PLAIN)}"], metadata={})
    options = [
        f"--KernelProvisionerFactory.default_provisioner_name={OURS}",
        "--KerasQuietProvisioner.everywhere=True",
    ]
    with server(tmp_path, *options) as running:
        yield running


def test_every_plain_kernel_of_a_server_is_filtered(everywhere: Server) -> None:
    told = {
        name: everywhere.open_notebook(name, f"{name}.ipynb") for name in ("plain", "isolated", "behind", "uv", "shell")
    }
    for name, (status, started) in told.items():
        assert status == 201, started
        kernel_id = started["kernel"]["id"]
        for _ in range(2):
            shown = everywhere.run(kernel_id, SPEAK)["stderr"]
            assert ("oneDNN" in shown) == (name == "shell"), name
            assert "mine\n" in shown
            assert everywhere.run(kernel_id, PRINT)["stdout"].startswith("[None, ")  # nobody chose a backend
            assert everywhere.ask("POST", f"/api/kernels/{kernel_id}/restart")[0] == 200


def test_a_backend_that_somebody_chose_is_injected_there_too(everywhere: Server) -> None:
    (everywhere.folder / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jax"\n')
    kernel_id = everywhere.open_notebook("plain")[1]["kernel"]["id"]
    assert everywhere.run(kernel_id, PRINT)["stdout"].startswith("['jax', ")


def test_kernels_that_share_a_kernelspec_leave_it_as_it_is(default: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two starts at once, with the switch and without it: neither sees the argv of the other."""
    assert default.exists()
    shared = KernelSpecManager().get_kernel_spec("plain")
    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", lambda _self, _name: shared)
    config = Config({"KerasQuietProvisioner": {"everywhere": True}})
    managers = [AsyncKernelManager(kernel_name="plain", config=each) for each in (config, Config(), config)]

    async def start() -> None:
        await asyncio.gather(*(manager.start_kernel() for manager in managers))
        await asyncio.gather(*(manager.shutdown_kernel(now=True) for manager in managers))

    seen: list[list[str]] = []
    plain_launch = LocalProvisioner.launch_kernel

    async def launch_kernel(self: LocalProvisioner, cmd: list[str], **kwargs: object) -> object:
        seen.append(cmd)
        assert list(self.kernel_spec.argv) == PLAIN
        return await plain_launch(self, cmd, **kwargs)

    monkeypatch.setattr(LocalProvisioner, "launch_kernel", launch_kernel)
    asyncio.run(start())
    assert sorted("-m" in command for command in seen) == [False, False, True]
    assert shared.argv == PLAIN
