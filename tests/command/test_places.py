"""Where `install` writes, where --replace finds what it replaces, and that no kernel is written which never starts."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from keras_quiet.command.main import main
from keras_quiet.command.places import kernels_folder
from kernels import environment, jupyter, write

__all__ = ["jupyter"]
Captured = pytest.CaptureFixture[str]
PLAIN = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("envs") / "mine", "jax", keras="3.15.1", ipykernel="7.4.0")


@pytest.fixture
def more(jupyter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder where Jupyter looks before the user's own."""
    assert jupyter != tmp_path
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "more"))
    return tmp_path / "more"


def backend(data: Path, name: str) -> str:
    content = json.loads((data / "kernels" / name / "kernel.json").read_text())
    return str(content["metadata"]["kernel_provisioner"]["config"]["backend"])


@pytest.mark.parametrize(("preferred", "expected"), [("0", "user"), ("1", "own")])
def test_where_nothing_is_said_it_goes_where_jupyter_looks_first(
    jupyter: Path, preferred: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", preferred)
    folders = {"user": jupyter / "kernels", "own": Path(sys.prefix) / "share" / "jupyter" / "kernels"}
    said = argparse.Namespace(user=False, sys_prefix=False, prefix=None)
    assert kernels_folder(said) == folders[expected]


def test_replace_writes_a_kernel_anew_where_jupyter_finds_it(
    jupyter: Path, more: Path, python: Path, capsys: Captured
) -> None:
    assert main(["install", "--python", str(python), "--name", "mine", "--prefix", str(more / "p")]) == 0
    (more / "kernels").symlink_to(more / "p" / "share" / "jupyter" / "kernels")
    capsys.readouterr()
    assert main(["install", "--name", "mine", "--replace", "--backend", "jax"]) == 0
    assert capsys.readouterr().err == ""
    assert backend(more, "mine") == "jax"
    assert not (jupyter / "kernels").exists()


def test_a_named_folder_decides_and_says_so(jupyter: Path, python: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["install", "--python", str(python), "--name", "mine", "--env", "A=1"]) == 0
    capsys.readouterr()
    assert main(["install", "--name", "mine", "--replace", "--backend", "jax", "--prefix", str(tmp_path / "p")]) == 0
    first = jupyter / "kernels" / "mine"
    assert capsys.readouterr().err == f"{first} stays as it is: --prefix names another folder\n"
    there = tmp_path / "p" / "share" / "jupyter"
    assert (backend(jupyter, "mine"), backend(there, "mine")) == ("auto", "jax")
    kept = json.loads((there / "kernels" / "mine" / "kernel.json").read_text())
    assert (kept["env"]["A"], kept["argv"][0]) == ("1", str(python))


def test_replace_of_a_name_that_is_nowhere_says_so(jupyter: Path, python: Path, capsys: Captured) -> None:
    assert main(["install", "--python", str(python), "--name", "mine", "--replace"]) == 0
    assert capsys.readouterr().err == "No kernel mine of ours was there to replace: this one is new\n"
    assert backend(jupyter, "mine") == "auto"


def test_a_kernel_that_would_never_start_is_not_written(
    jupyter: Path, more: Path, python: Path, capsys: Captured
) -> None:
    first = write(more, "Mine", argv=PLAIN, metadata={}).parent
    assert main(["install", "--python", str(python), "--name", "mine", "--user"]) == 1
    assert capsys.readouterr().err == (
        f"Jupyter would never start {jupyter}/kernels/mine: it finds {first}, of the same name, first. "
        "Choose another --name\n"
    )
    assert not (jupyter / "kernels").exists()


def test_the_default_kernel_becomes_quiet_and_plain_again(jupyter: Path, python: Path, capsys: Captured) -> None:
    assert main(["install", "--python", str(python), "--name", "python3"]) == 0
    found = KernelSpecManager()
    assert found.get_kernel_spec("python3").display_name == "Python (Keras quiet, mine)"
    assert main(["remove", "python3"]) == 0
    assert capsys.readouterr().out.endswith(f"Removed {jupyter}/kernels/python3\n")
    assert "ipykernel_launcher" in found.get_kernel_spec("python3").argv


def test_the_default_kernel_is_refused_where_the_plain_one_would_be_found_first(
    jupyter: Path, python: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    plain = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "python3"
    assert main(["install", "--python", str(python), "--name", "python3", "--user"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(
        f"Jupyter would never start {jupyter}/kernels/python3: it finds {plain}, of the same name, first. "
    )
    assert "export JUPYTER_PREFER_ENV_PATH=0 where Jupyter starts, and run this again with --user" in told
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    assert main(["install", "--python", str(python), "--name", "python3", "--user"]) == 0


def test_a_hidden_kernel_is_removed_and_its_hider_named(jupyter: Path, more: Path, capsys: Captured) -> None:
    first = write(more, "mine", argv=PLAIN, metadata={}).parent
    hidden = write(jupyter, "mine").parent
    assert main(["remove", "mine"]) == 0
    assert capsys.readouterr().out == f"Removed {hidden}, which {first} hid\n"
    assert first.exists()


def test_all_kernels_of_a_name_go_and_those_below_a_prefix(
    jupyter: Path, more: Path, tmp_path: Path, capsys: Captured
) -> None:
    first, second = write(more, "mine").parent, write(jupyter, "mine").parent
    assert main(["remove", "mine"]) == 0
    assert capsys.readouterr().out == f"Removed {first}\nRemoved {second}, which {first} hid\n"
    below = write(tmp_path / "p" / "share" / "jupyter", "mine").parent
    assert main(["remove", "mine", "--prefix", str(tmp_path / "p")]) == 0
    assert capsys.readouterr().out == f"Removed {below}\n"


def test_remove_all_leaves_nothing_that_install_wrote(jupyter: Path, more: Path, capsys: Captured) -> None:
    ours = [write(more, "mine").parent, write(jupyter, "mine").parent, write(jupyter, "other").parent]
    theirs = write(jupyter, "theirs", argv=PLAIN, metadata={}).parent
    assert main(["remove", "--all"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(ours)
    assert not [folder for folder in ours if folder.exists()]
    assert theirs.exists()
    assert main(["uninstall", "--all"]) == 0
    assert capsys.readouterr().out == "There is no kernel that `jupyter keras-quiet install` wrote\n"
