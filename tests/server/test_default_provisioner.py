"""JUPYTER_DEFAULT_PROVISIONER_NAME: the environment half for every local Python kernel, and only for those."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory
from kernels import jupyter, write
from servers import server
from sessions import kernel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        ("plain", "['tensorflow', '1', None]"),
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
        for name, expected in (("plain", "['tensorflow', '1', None]"), ("other", "[None, None, None]")):
            status, told = running.open_notebook(name, f"{name}.ipynb")
            assert status == 201
            assert running.run(told["kernel"]["id"], PRINT)["stdout"].strip() == expected
