"""What is gathered at a launch: kernel.json's env counts for the files and for the interpreter."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from keras_quiet.inside.backend.keras_json import Choice
from keras_quiet.server import gathering
from keras_quiet.server.environment import decide
from keras_quiet.server.gathering import gather
from keras_quiet.server.interpreters import Memory, interpreter_of
from keras_quiet.server.settings import Settings
from kernels import environment

ARGV = [sys.executable, "-m", "keras_quiet.inside", "-f", "{connection_file}"]


def test_the_folder_the_env_and_the_argv_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "keras.json").write_text('{"backend": "torch"}')
    (tmp_path / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jax"\n')
    (tmp_path / "a").mkdir()
    base = {"HOME": str(tmp_path), "KERAS_HOME": "/nowhere"}
    found = gather(ARGV, base, {"KERAS_HOME": "${HOME}"}, str(tmp_path / "a"))
    assert found.keras_json == Choice(str(tmp_path / "keras.json"), "torch")
    assert found.project == Choice(str(tmp_path / "pyproject.toml"), "jax", names_us=True)
    assert found.interpreter.python == sys.executable
    assert found.filtered
    assert not gather([sys.executable, "-m", "ipykernel_launcher"], base, {}, str(tmp_path)).filtered


def test_pythonpath_of_kernel_json_is_the_kernels(tmp_path: Path) -> None:
    (tmp_path / "jax").mkdir()
    (tmp_path / "jax" / "__init__.py").touch()
    found = gather(ARGV, {"HOME": "/nowhere"}, {"PYTHONPATH": str(tmp_path)}, str(tmp_path))
    assert "jax" in (found.interpreter.backends or ())


def test_without_a_folder_the_kernel_starts_in_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jax"\n')
    monkeypatch.chdir(tmp_path)
    assert gather(ARGV, {"HOME": "/nowhere"}, {}, None).project.backend == "jax"


def chosen(settings: Settings, base: dict[str, str], folder: Path) -> str:
    found = gather(ARGV, base, {}, str(folder))
    return decide(settings, base, {}, found).variables[0].value


def test_without_a_home_and_a_password_entry_every_other_fact_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_uid: int) -> NoReturn:
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    with pytest.raises(RuntimeError):
        Path.home()
    assert chosen(Settings("torch"), {}, tmp_path) == "torch"
    assert chosen(Settings(), {"KERAS_BACKEND": "jax"}, tmp_path) == "jax"
    (tmp_path / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "openvino"\n')
    assert chosen(Settings(), {}, tmp_path) == "openvino"
    conda = gather(["conda", "run", "-n", "x", "python"], {}, {}, str(tmp_path)).interpreter
    assert conda.unknown == "where conda keeps its environment x is not known"


@pytest.mark.parametrize("fact", ["keras_json", "interpreter_of", "project_file"])
@pytest.mark.parametrize("error", [RuntimeError("x"), OSError(5, "x"), RecursionError("x"), KeyError("x")])
def test_a_fact_that_cannot_be_found_costs_that_fact_alone(
    fact: str, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object, **_more: object) -> NoReturn:
        raise error

    (tmp_path / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jax"\n')
    (tmp_path / "keras.json").write_text('{"backend": "torch"}')
    whole = gather(ARGV, {"KERAS_HOME": str(tmp_path)}, {}, str(tmp_path))
    monkeypatch.setattr(gathering, fact, fails)
    found = gather(ARGV, {"KERAS_HOME": str(tmp_path)}, {}, str(tmp_path))
    parts = {"keras_json": "keras_json", "interpreter_of": "interpreter", "project_file": "project"}
    for name, part in parts.items():
        assert (getattr(found, part) == getattr(whole, part)) == (name != fact)
    assert chosen(Settings("torch"), {}, tmp_path) == "torch"


def test_a_server_whose_folder_is_gone_still_starts_kernels(tmp_path: Path) -> None:
    code = """
import os, sys
from keras_quiet.server.gathering import gather
os.mkdir("gone"); os.chdir("gone"); os.rmdir("../gone")
found = gather([sys.executable], dict(os.environ), {}, None)
print(found.interpreter.python == sys.executable, found.project.backend)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "True None\n", done.stderr


def test_the_interpreter_is_the_one_that_the_launch_will_find(tmp_path: Path) -> None:
    python = environment(tmp_path / "own", "jax")
    name = "python3.99"  # not the names that Jupyter replaces by its own interpreter
    (python.parent / name).symlink_to(python.resolve())
    kernels_path = {"PATH": f"{python.parent}:${{PATH}}"}
    on_path = gather([name], dict(os.environ), kernels_path, None).interpreter
    assert on_path.python == str(python.parent / name)
    assert on_path.backends == frozenset({"jax"})
    for relative in (f"./own/bin/{name}", f"own/bin/{name}"):
        found = gather([relative], dict(os.environ), {}, str(tmp_path)).interpreter
        assert found.backends == frozenset({"jax"})
    assert interpreter_of([name], dict(os.environ), Memory()).unknown == f"there is no {name}"
