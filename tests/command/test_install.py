"""What `install` says and decides for its user: nothing to do, display names, variables that go, paths."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from keras_quiet.command.main import main
from keras_quiet.command.places import whole
from kernels import environment, jupyter, write

__all__ = ["jupyter"]
Captured = pytest.CaptureFixture[str]
SHIPPED = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "keras-quiet"


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("envs") / "mine", "jax", keras="3.15.1", ipykernel="7.4.0")


def written(data: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((data / "kernels" / name / "kernel.json").read_text())
    return found


def test_bare_where_the_shipped_kernel_is_there_nothing_is_to_do(jupyter: Path, capsys: Captured) -> None:
    assert main(["install"]) == 0
    told = capsys.readouterr()
    assert told.out == (
        f"Nothing is to do: pip installed the kernel keras-quiet for this environment, in {SHIPPED}\n"
        'Pick "Python (Keras quiet)" in the launcher, or type:\n'
        "  jupyter console --kernel keras-quiet\n"
        "For another environment:\n"
        "  jupyter keras-quiet install --python PATH\n"
        "To make your Python 3 notebooks quiet:\n"
        "  jupyter keras-quiet install --default\n"
    )
    assert f"{sys.executable} has no Keras: " in told.err  # as it is in the environment of the tests
    assert not jupyter.exists()


def test_bare_where_another_kernel_of_that_name_is_first_it_is_not_said(jupyter: Path, capsys: Captured) -> None:
    folder = write(jupyter, "keras-quiet").parent
    assert main(["install"]) == 1
    assert f"{folder} exists: --replace rewrites this kernel" in capsys.readouterr().err


def test_a_second_kernel_never_has_a_name_that_the_launcher_shows(
    jupyter: Path, python: Path, capsys: Captured
) -> None:
    line = ["install", "--python", str(python)]
    for name in ("one", "two"):
        assert main([*line, "--name", name]) == 0
    assert written(jupyter, "one")["display_name"] == "Python (Keras quiet, mine)"
    assert written(jupyter, "two")["display_name"] == "Python (Keras quiet, mine, two)"
    # It is a suggestion still, which goes with the backend.
    assert main(["install", "--name", "two", "--replace", "--backend", "jax"]) == 0
    assert written(jupyter, "two")["display_name"] == "Python (Keras quiet, mine, JAX)"
    capsys.readouterr()
    assert main([*line, "--name", "three", "--display-name", "Python (Keras quiet, mine)"]) == 1
    assert capsys.readouterr().err == (
        "The launcher shows 'Python (Keras quiet, mine)' already, for one: choose another --display-name\n"
    )
    # A kernel that is written again has its own name, and so has its second copy elsewhere.
    assert main([*line, "--name", "one", "--replace"]) == 0
    assert main([*line, "--name", "one", "--prefix", str(jupyter.parent / "p")]) == 0
    assert written(jupyter, "one")["display_name"] == "Python (Keras quiet, mine)"


def test_a_name_of_an_older_version_that_stands_there_twice_is_made_another(jupyter: Path, python: Path) -> None:
    write(jupyter, "other", display_name="Mine")
    assert main(["install", "--python", str(python), "--name", "mine"]) == 0
    file = jupyter / "kernels" / "mine" / "kernel.json"
    file.write_text(json.dumps({**written(jupyter, "mine"), "display_name": "Mine"}))
    assert main(["install", "--name", "mine", "--replace"]) == 0
    assert written(jupyter, "mine")["display_name"] == "Mine (mine)"


def test_a_variable_is_taken_away(jupyter: Path, python: Path, capsys: Captured) -> None:
    line = ["install", "--name", "mine", "--replace"]
    assert main([*line, "--python", str(python), "--env", "A=1", "--env", "B=2", "--backend", "jax"]) == 0
    assert main([*line, "--unset", "A"]) == 0
    assert written(jupyter, "mine")["env"] == {"B": "2", "KERAS_BACKEND": "jax", "KERAS_QUIET_BACKEND": "jax"}
    capsys.readouterr()
    assert main([*line, "--unset", "A", "--unset", "KERAS_BACKEND", "--unset", "C", "--env", "C=1"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "--unset A: the kernel does not set it, it has B",
        "--unset KERAS_BACKEND: use --backend auto instead",
        "--unset C: --env sets it. Choose one of the two",
    ]
    assert main(["install", "--python", str(python), "--name", "new", "--unset", "A"]) == 1
    assert "--unset A: only with --replace, of a kernel that has the variable" in capsys.readouterr().err


def test_no_path_needs_a_folder_that_it_leaves_again(
    jupyter: Path, python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "env").symlink_to(python.parents[1])
    monkeypatch.chdir(tmp_path / "here")
    assert main(["install", "--python", "../env", "--name", "mine", "--prefix", "../p"]) == 0
    shutil.rmtree(tmp_path / "here")
    monkeypatch.chdir(tmp_path)
    found = written(tmp_path / "p" / "share" / "jupyter", "mine")
    assert found["argv"][0] == f"{tmp_path}/env/bin/python"  # the link of the user stays
    assert Path(found["argv"][0]).is_file()
    assert not jupyter.exists()


def test_a_link_that_is_left_again_is_followed(tmp_path: Path) -> None:
    (tmp_path / "far" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "far" / "deep")
    for path, expected in {
        "link/../x": "far/x",
        "link/more/../x": "link/x",
        "far/../link/x": "link/x",
        "./far/deep/../../x": "x",
    }.items():
        assert whole(tmp_path / path) == tmp_path / expected
