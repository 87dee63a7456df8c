"""`install --wrap`: a quiet copy of a kernel that is there."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from keras_quiet.command.main import main
from keras_quiet.command.wrapping import quiet_copy
from keras_quiet.server.argv import INSIDE
from kernels import environment, jupyter, write
from sessions import kernel

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["jupyter"]
PLAIN = [sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
NOISE = (
    "import os; _ = os.write(2, b'2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom "
    "operations are on. You may see slightly different numerical results due to floating-point round-off errors.\\n"
    "mine\\n'); print(os.environ['KERAS_BACKEND'], os.environ['MINE'])"
)


def test_the_twin_is_quiet_and_keeps_argv_env_and_logos(
    jupyter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = str(environment(tmp_path / "env", "jax", keras="3.15.1", ipykernel="7.4.0"))
    file = write(jupyter, "team", argv=[python, *PLAIN[1:]], env={"MINE": "1"}, metadata={"debugger": True})
    (file.parent / "logo-64x64.png").write_bytes(b"theirs")
    before = file.read_text()
    assert main(["install", "--wrap", "team", "--user", "--backend", "jax"]) == 0
    twin = jupyter / "kernels" / "team-quiet"
    assert capsys.readouterr().out == (
        f"Installed team-quiet in {twin}: a quiet copy of team\n"
        f"  {python}: Python {'.'.join(map(str, sys.version_info[:3]))}, ipykernel 7.4.0, Keras 3.15.1\n"
        'Pick "team (Keras quiet)" in the launcher, or type:\n'
        "  jupyter console --kernel team-quiet\n"
    )
    content = json.loads((twin / "kernel.json").read_text())
    assert content["argv"] == [python, "-Xfrozen_modules=off", str(INSIDE), "-f", "{connection_file}"]
    assert content["display_name"] == "team (Keras quiet)"
    assert content["metadata"]["debugger"] is True
    assert (twin / "logo-64x64.png").read_bytes() == b"theirs"
    assert file.read_text() == before
    with kernel(name="team-quiet") as session:
        cell = session.run(NOISE)
        assert cell.stderr.splitlines()[-1] == "mine"
        assert "oneDNN" not in cell.stderr
        assert cell.stdout == "jax 1\n"
    assert main(["remove", "team-quiet"]) == 0
    assert not twin.exists()


def test_another_provisioner_stays_behind_ours_and_its_argv_is_another_machines() -> None:
    argv = ["far", "-m", "ipykernel_launcher"]
    stanza = {"provisioner_name": "far-away", "config": {"host": "h"}}
    twin, notes = quiet_copy(
        {"argv": argv, "display_name": "Far", "metadata": {"kernel_provisioner": stanza}}, None, "Far (quiet)"
    )
    assert twin["metadata"]["kernel_provisioner"] == {
        "provisioner_name": "keras-quiet-provisioner",
        "config": {"host": "h", "provisioner": "far-away", "backend": "auto"},
    }
    assert twin["argv"] == argv
    assert "docs/other-machines.md" in notes[0]


def test_every_problem_is_told_and_nothing_is_written(jupyter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(jupyter, "ours")
    write(jupyter, "ours-quiet")
    assert main(["install", "--wrap", "ours", "--user", "--python", "x"]) == 1
    told = capsys.readouterr().err
    assert "--python: not allowed with --wrap" in told
    assert "--wrap ours: it is a kernel of ours already" in told
    assert "--replace rewrites this kernel" in told
    assert main(["install", "--wrap", "nothing"]) == 1
    assert "--wrap nothing: there is no such kernel. There are:" in capsys.readouterr().err


def test_a_copy_is_checked_as_every_kernel_is(
    jupyter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = environment(tmp_path / "env", ipykernel="5.1.4")
    write(jupyter, "team", argv=[str(python), *PLAIN[1:]], metadata={})
    assert main(["install", "--wrap", "team", "--display-name", "Python (Keras quiet)"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "The launcher shows 'Python (Keras quiet)' already, for keras-quiet: choose another --display-name",
        f"{python} has ipykernel 5.1.4, and the filter needs 5.5 or newer: {python} -m pip install -U ipykernel",
        f"{python} has no Keras: {python} -m pip install keras tensorflow",
    ]
    assert not (jupyter / "kernels" / "team-quiet").exists()


def test_a_copy_has_every_hint(jupyter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python = environment(tmp_path / "env", "jax", keras="3.15.1", ipykernel="7.4.0")
    write(jupyter, "team", argv=[str(python), *PLAIN[1:]], metadata={})
    place = ["--prefix", str(tmp_path / "p")]
    assert main(["install", "--wrap", "team", "--backend", "torch", "--replace", *place]) == 0
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "There was no quiet kernel team-quiet to replace: this kernel is new",
        f"Its backend is not installed yet: {python} -m pip install torch",
    ]
    assert f"JUPYTER_PATH={tmp_path}/p/share/jupyter jupyter console --kernel team-quiet" in told.out


def test_a_kernel_that_another_program_starts_is_copied_unchecked(jupyter: Path) -> None:
    write(jupyter, "team", argv=["/usr/bin/docker", "run", "image", "python", *PLAIN[1:]], metadata={})
    assert main(["install", "--wrap", "team"]) == 0
    assert (jupyter / "kernels" / "team-quiet" / "kernel.json").is_file()
