"""`install --default`: the server of an environment starts its plain Python kernels quietly, and only the server."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from keras_quiet.command.main import main
from kernels import jupyter, write
from noise import NOTICE
from servers import server
from sessions import kernel

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["jupyter"]
Captured = pytest.CaptureFixture[str]
PLAIN = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
SPEAK = f"import os, sys; _ = os.write(2, b'{NOTICE}\\nmine\\n'); sys.stderr.flush()"
NAME = "jupyter_server_config.d/keras-quiet.json"


def file_of(jupyter: Path) -> Path:
    """Where JUPYTER_PREFER_ENV_PATH=0 has it: in the user's own folder."""
    return jupyter.parent / "config" / NAME


def test_a_servers_python_kernels_are_quiet_then_and_plain_again(
    jupyter: Path, tmp_path: Path, capsys: Captured
) -> None:
    write(jupyter, "python3", argv=PLAIN, metadata={})
    assert main(["install", "--default"]) == 0
    assert capsys.readouterr().out.startswith(f"Wrote {file_of(jupyter)}\n")
    with kernel(name="python3") as session:  # no server
        assert "oneDNN" in session.run(SPEAK).stderr
    for quiet, folder in ((True, tmp_path / "first"), (False, tmp_path / "second")):
        folder.mkdir()
        with server(folder) as running:
            status, told = running.open_notebook("python3")
            assert status == 201
            shown = running.run(told["kernel"]["id"], SPEAK)["stderr"]
            assert ("oneDNN" not in shown, "mine\n" in shown) == (quiet, True)
        assert main(["remove", "--default"]) == 0
    assert not file_of(jupyter).exists()
    assert f"Removed {file_of(jupyter)}\n" in capsys.readouterr().out


def test_what_the_user_has_set_stays(jupyter: Path, tmp_path: Path) -> None:
    write(jupyter, "python3", argv=PLAIN, metadata={})
    assert main(["install", "--default"]) == 0
    options = (
        "--KernelProvisionerFactory.default_provisioner_name=local-provisioner",
        "--KerasQuietProvisioner.everywhere=False",
    )
    for number, option in enumerate(options):
        folder = tmp_path / str(number)
        folder.mkdir()
        with server(folder, option) as running:
            kernel_id = running.open_notebook("python3")[1]["kernel"]["id"]
            told = running.run(kernel_id, "import sys; print('_keras_quiet' in sys.modules)")
            assert told["stdout"] == "False\n"


def test_where_it_goes_and_that_list_shows_it(
    jupyter: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "p" / "etc" / "jupyter"))
    below = tmp_path / "p" / "etc" / "jupyter" / NAME
    assert main(["install", "--default", "--prefix", str(tmp_path / "p")]) == 0
    assert main(["install", "--default", "--user"]) == 0
    assert below.read_text() == file_of(jupyter).read_text()
    assert json.loads(below.read_text()) == {
        "ServerApp": {"jpserver_extensions": {"keras_quiet.server.default_kernels": True}}
    }
    capsys.readouterr()
    assert main(["install", "--default", "--user"]) == 0
    assert capsys.readouterr().out.startswith(f"Nothing is to do: {file_of(jupyter)} is there\n")
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    for file in (below, file_of(jupyter)):
        assert f"every plain Python kernel that a Jupyter server starts which reads this file\n  {file}\n" in told
    assert main(["remove", "--default", "--prefix", str(tmp_path / "p")]) == 0
    assert capsys.readouterr().out == f"Removed {below}\n"
    assert file_of(jupyter).exists()
    assert main(["remove", "--default"]) == 0


def test_a_file_that_a_person_changed_stays_and_the_doctor_says_so(jupyter: Path, capsys: Captured) -> None:
    assert main(["install", "--default"]) == 0
    file = file_of(jupyter)
    for text, why in (("{", "cannot be read ("), ("{}", "was changed by hand")):
        file.write_text(text)
        capsys.readouterr()
        for words in (["install", "--default"], ["remove", "--default"], ["doctor"]):
            assert main(words) == 1
            told = capsys.readouterr()
            assert f"{file} {why}" in told.out + told.err
            assert "so it stays as it is. Delete it yourself" in told.out + told.err
    assert file.read_text() == "{}"


def test_what_is_said_of_one_kernel_is_refused(jupyter: Path, capsys: Captured) -> None:
    assert main(["install", "--default", "--name", "x", "--backend", "jax"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "--backend: is about one kernel, and --default is about all",
        "--name: is about one kernel, and --default is about all",
    ]
    assert not file_of(jupyter).exists()
