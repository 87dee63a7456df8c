"""The command about kernels that another provisioner starts on another machine."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from keras_quiet.command.main import main
from keras_quiet.server import composition
from kernels import jupyter, write
from traitlets import Unicode

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["jupyter"]


class FarProvisioner(KernelProvisionerBase):
    """Stands for a provisioner of another machine; it is only looked at."""

    host = Unicode("").tag(config=True)


@pytest.fixture(autouse=True)
def far(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register it; an entry point is a line in an installed package, so the reading is replaced."""
    plain, place = composition.entry_points, f"{__name__}:FarProvisioner"
    monkeypatch.setattr(
        composition, "entry_points", lambda group: [*plain(group=group), EntryPoint("far", place, group)]
    )


def far_kernel(data: Path, argv: list[str], **config: Any) -> None:
    stanza = {"provisioner_name": "keras-quiet-provisioner", "config": {"provisioner": "far", **config}}
    write(data, "far", argv=argv, metadata={"kernel_provisioner": stanza})


def test_the_doctor_asks_nothing_of_this_machine_for_it(jupyter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far_kernel(jupyter, ["/gone/python", "/gone/keras_quiet/inside/__main__.py", "launch.py"], host="h", backend="jax")
    assert main(["doctor", "far"]) == 0, capsys.readouterr().out


def test_the_doctor_says_where_no_filter_goes_along(jupyter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far_kernel(jupyter, ["python", "launch.py"])
    assert main(["doctor", "far"]) == 1
    told = capsys.readouterr().out
    assert "filter goes along: NO" in told
    assert "docs/other-machines.md" in told


def test_the_doctor_names_a_key_that_is_nearly_ours(jupyter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far_kernel(jupyter, ["python", "launch.py"], hosst="h", backnd="jax")
    assert main(["doctor", "far"]) == 1
    told = capsys.readouterr().out
    assert "config.backnd" in told
    assert "did you mean 'backend'?" in told
    assert "config.hosst" not in told


def test_list_and_show_say_that_keras_decides_there(jupyter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far_kernel(jupyter, ["python", "launch.py"])
    assert main(["list"]) == 0
    assert "the kernel runs on another machine" in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert "nobody chose one, so Keras decides there" in capsys.readouterr().out
    assert main(["show", "far"]) == 0
    assert "TF_CPP_MIN_LOG_LEVEL=1" in capsys.readouterr().out
