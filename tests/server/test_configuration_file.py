"""The file that counts in every program, in the provisioner: what wins over it, and what a wrong one does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.manager import KernelManager
from keras_quiet.server.start_errors import SettingsError
from kernels import jupyter, write
from sessions import Session, kernel
from traitlets.config import Config

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["jupyter"]

STANZA = {"provisioner_name": "keras-quiet-provisioner"}
WRITE = """
import os, sys
_ = os.write(2, b'one\\ntwo\\nthree\\n')
sys.stderr.flush()
print(os.environ.get('KERAS_BACKEND'))
"""


@pytest.fixture
def file(jupyter: Path) -> Path:
    (jupyter.parent / "config").mkdir()
    return jupyter.parent / "config" / "jupyter_keras_quiet_config.json"


def say(file: Path, **section: Any) -> None:
    file.write_text(json.dumps({"KerasQuietProvisioner": section}))


def reason(session: Session) -> str:
    line = next(line for line in session.run("%keras_quiet").results[0].splitlines() if line.startswith("backend"))
    return line.partition("(")[2].rstrip(")")


def test_it_counts_as_row_1_and_a_restart_reads_it_again(
    jupyter: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "numpy")
    write(jupyter, "mine")
    say(file, backend="torch", hide=["one", "two"], show=["two"])
    with kernel(name="mine") as session:
        cell = session.run("pass")  # torch is missing, which the first cell says
        cell = session.run(WRITE)
        assert (cell.stdout, cell.stderr) == ("torch\n", "two\nthree\n")
        assert reason(session) == f"{file} says so"
        say(file, backend="jax", hide=["three"])
        session.restart()
        session.run("pass")
        cell = session.run(WRITE)
        assert (cell.stdout, cell.stderr) == ("jax\n", "one\ntwo\n")


# What kernel.json says, what the program's configuration says, and what comes of it.
LAYERS: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"backend": "auto"}, {}, "torch", "two\nthree\n"),
    ({"backend": "jax", "hide": ["two"]}, {}, "jax", "one\nthree\n"),
    ({}, {"backend": "jax", "hide": ["three"]}, "jax", "one\ntwo\n"),
    ({}, {"backend": "auto", "hide": []}, "torch", "one\ntwo\nthree\n"),
    ({"hide": ["two"]}, {"backend": "jax", "hide": ["three"]}, "jax", "one\nthree\n"),
]


@pytest.mark.parametrize("layers", LAYERS)
def test_kernel_json_wins_then_the_running_program_then_the_file(
    jupyter: Path, file: Path, layers: tuple[dict[str, Any], dict[str, Any], str, str]
) -> None:
    config, program, backend, shown = layers
    write(jupyter, "mine", metadata={"kernel_provisioner": {**STANZA, "config": config}})
    say(file, backend="torch", hide=["one"])
    with kernel(name="mine", server={"KerasQuietProvisioner": program}) as session:
        session.run("pass")
        cell = session.run(WRITE)
        assert (cell.stdout, cell.stderr) == (f"{backend}\n", shown)


def test_the_env_of_kernel_json_wins_over_the_program_and_the_file(jupyter: Path, file: Path) -> None:
    write(jupyter, "mine", env={"KERAS_BACKEND": "jax"})
    say(file, backend="torch")
    with kernel(name="mine", server={"KerasQuietProvisioner": {"backend": "numpy"}}) as session:
        session.run("pass")
        assert session.run(WRITE).stdout == "jax\n"
        assert reason(session) == "kernel.json's env says so"


def test_what_a_program_appends_is_its_own(jupyter: Path, file: Path) -> None:
    write(jupyter, "mine")
    say(file, hide=["one"])
    config = Config()
    config.KerasQuietProvisioner.hide.append("two")
    with kernel(name="mine", server=config) as session:
        assert session.run(WRITE).stderr == "one\nthree\n"


def test_a_wrong_file_refuses_the_first_start_with_every_problem_of_every_place(jupyter: Path, file: Path) -> None:
    write(jupyter, "mine", metadata={"kernel_provisioner": {**STANZA, "config": {"hide": [3]}}})
    say(file, backnd="jax", show="x")
    manager = KernelManager(kernel_name="mine", config=Config({"KerasQuietProvisioner": {"backend": "jaxx"}}))
    with pytest.raises(SettingsError) as raised:
        manager.start_kernel()
    places = [problem.rpartition(": ")[0] for problem in raised.value.problems]
    assert [any(place in each for each in places) for place in (
        "metadata.kernel_provisioner.config.hide",
        "c.KerasQuietProvisioner.backend, in the configuration of the program that starts the kernel",
        f"{file}: KerasQuietProvisioner.backnd",
        f"{file}: KerasQuietProvisioner.show",
    )] == [True] * 4, raised.value.problems  # fmt: skip
    assert not list((jupyter.parent / "runtime").iterdir())
    say(file, show=["x"])
    write_again = jupyter / "kernels" / "mine" / "kernel.json"
    write_again.unlink()
    write_again.parent.rmdir()
    write(jupyter, "mine")
    with kernel(name="mine") as session:
        assert session.run("1").results == ["1"]


def test_a_file_that_is_wrong_at_a_restart_keeps_the_last_good_answer(
    jupyter: Path, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(jupyter, "mine")
    say(file, backend="torch", hide=["one"])
    with kernel(name="mine") as session:
        file.write_text("{")
        session.restart()
        session.run("pass")
        cell = session.run(WRITE)
        assert (cell.stdout, cell.stderr) == ("torch\n", "two\nthree\n")
        assert f"{file} is ignored: cannot be read: " in caplog.text
        assert "the kernel restarts with the last good answer" in caplog.text
        file.unlink()
        session.restart()
        session.run("pass")
        assert session.run(WRITE).stderr == "one\ntwo\nthree\n"
