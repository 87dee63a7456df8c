"""`install`: for each option the kernel.json that it writes, and the kernels that start from it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from keras_quiet import __version__
from keras_quiet.command.kernel_json import content
from keras_quiet.command.main import main
from keras_quiet.command.plan import Plan
from keras_quiet.command.planning import interpreter_path, suggest
from keras_quiet.command.refusals import problems
from keras_quiet.server.argv import INSIDE
from keras_quiet.server.interpreters import Interpreter
from kernels import environment, jupyter, write
from sessions import kernel

__all__ = ["jupyter"]
VERSIONS = {"keras": "3.15.1", "ipykernel": "7.4.0"}


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with Keras and JAX, so to say, in a folder with spaces and letters of another language."""
    return environment(tmp_path_factory.mktemp("envs") / "Übung eins", "jax", **VERSIONS)


def written(data: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((data / "kernels" / name / "kernel.json").read_text())
    return found


def test_the_defaults(jupyter: Path, python: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["install", "--python", str(python)]) == 0
    folder = jupyter / "kernels" / "keras-quiet-ubung-eins"
    assert written(jupyter, "keras-quiet-ubung-eins") == {
        "argv": [
            str(python),
            *(["-Xfrozen_modules=off"] if sys.version_info >= (3, 11) else []),
            str(INSIDE),
            "-f",
            "{connection_file}",
        ],
        "display_name": "Python (Keras quiet, Übung eins)",
        "language": "python",
        "env": {},
        "metadata": {
            "debugger": True,
            "supported_encryption": ["curve"],
            "kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": {"backend": "auto"}},
            "keras-quiet": {"version": __version__},
        },
    }
    assert sorted(path.name for path in folder.iterdir()) == [
        "help.html",
        "kernel.json",
        "logo-32x32.png",
        "logo-64x64.png",
        "logo-svg.svg",
    ]
    version = "{}.{}.{}".format(*sys.version_info[:3])
    assert capsys.readouterr().out == (
        f"Installed keras-quiet-ubung-eins in {folder}\n"
        f"  {python}: Python {version}, ipykernel 7.4.0, Keras 3.15.1\n"
        'Pick "Python (Keras quiet, Übung eins)" in the launcher, or type:\n'
        "  jupyter console --kernel keras-quiet-ubung-eins\n"
    )


def test_the_kernel_starts_from_a_folder_with_spaces_and_other_letters(
    jupyter: Path, python: Path, tmp_path: Path
) -> None:
    assert main(["install", "--python", str(python), "--prefix", str(tmp_path / "Ein Präfix")]) == 0
    (jupyter / "kernels").parent.mkdir(parents=True)
    (jupyter / "kernels").symlink_to(tmp_path / "Ein Präfix" / "share" / "jupyter" / "kernels")
    with kernel(name="keras-quiet-ubung-eins") as session:
        cell = session.run("import os, sys; print(sys.executable, os.environ['KERAS_BACKEND'])")
        assert (cell.stdout, cell.stderr) == (f"{python} jax\n", "")


def test_a_backend_is_in_the_name_the_configuration_and_the_env(jupyter: Path, python: Path) -> None:
    assert main(["install", "--python", str(python), "--backend", "jax", "--name", "mine"]) == 0
    found = written(jupyter, "mine")
    assert found["env"] == {"KERAS_BACKEND": "jax", "KERAS_QUIET_BACKEND": "jax"}
    assert found["metadata"]["kernel_provisioner"]["config"] == {"backend": "jax"}
    assert found["display_name"] == "Python (Keras quiet, Übung eins, JAX)"
    with kernel(name="mine") as session:
        assert session.run("import os; print(os.environ['KERAS_BACKEND'])").stdout == "jax\n"


def test_a_display_name_and_variables(jupyter: Path, python: Path) -> None:
    line = ["--name", "mine", "--display-name", "Mine, ürgh", "--env", "A=1=2", "--env", "B="]
    assert main(["install", "--python", str(python), *line]) == 0
    found = written(jupyter, "mine")
    assert (found["display_name"], found["env"]) == ("Mine, ürgh", {"A": "1=2", "B": ""})
    with kernel(name="mine") as session:
        assert session.run("import os; print(os.environ['A'], repr(os.environ['B']))").stdout == "1=2 ''\n"


@pytest.mark.parametrize("option", ["--user", "--sys-prefix", "--prefix"])
def test_the_place(
    option: str, jupyter: Path, python: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = jupyter.parent
    monkeypatch.setattr(sys, "prefix", str(base / "sys"))
    words = [option, str(base / "p")] if option == "--prefix" else [option]
    place = {"--user": jupyter, "--sys-prefix": base / "sys/share/jupyter", "--prefix": base / "p/share/jupyter"}[
        option
    ]
    assert main(["install", "--python", str(python), "--name", "mine", *words]) == 0
    assert (place / "kernels" / "mine" / "kernel.json").is_file()
    elsewhere = "" if option == "--user" else f"JUPYTER_PATH={place} "
    assert capsys.readouterr().out.endswith(f"  {elsewhere}jupyter console --kernel mine\n")


def test_nothing_is_overwritten_without_replace(
    jupyter: Path, python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["install", "--python", str(python), "--name", "mine"]
    assert main([*line, "--env", "A=1", "--backend", "jax", "--display-name", "Mine"]) == 0
    capsys.readouterr()
    assert main(line) == 1
    folder = jupyter / "kernels" / "mine"
    assert capsys.readouterr().err == f"{folder} exists: --replace rewrites this kernel, --name writes another kernel\n"
    assert main(["install", "--name", "mine", "--replace", "--env", "B=2"]) == 0
    found = written(jupyter, "mine")
    assert found["argv"][0] == str(python)
    assert found["display_name"] == "Mine"
    assert found["env"] == {"A": "1", "B": "2", "KERAS_BACKEND": "jax", "KERAS_QUIET_BACKEND": "jax"}
    file = folder / "kernel.json"
    found["metadata"]["kernel_provisioner"]["config"]["hide"] = ["x"]
    file.write_text(json.dumps(found))
    assert main(["install", "--name", "mine", "--replace", "--backend", "auto"]) == 0
    assert written(jupyter, "mine")["metadata"]["kernel_provisioner"]["config"] == {"backend": "auto", "hide": ["x"]}
    assert written(jupyter, "mine")["env"] == {"A": "1", "B": "2"}


def test_what_we_did_not_write_is_never_overwritten(
    jupyter: Path, python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    file = write(jupyter, "theirs", metadata={}, argv=plain)
    shipped = write(jupyter, "shipped", metadata={})
    before = file.read_text()
    assert main(["install", "--python", str(python), "--name", "theirs", "--replace"]) == 1
    assert capsys.readouterr().err == (
        f"{file.parent} exists and was not written by this command: choose another --name\n"
    )
    assert main(["install", "--python", str(python), "--name", "shipped", "--replace"]) == 1
    assert capsys.readouterr().err == (
        f"{shipped.parent} exists: pip wrote it with keras-quiet. To write another kernel, choose another --name\n"
    )
    assert file.read_text() == before


def test_every_problem_is_told_at_once(jupyter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = environment(tmp_path / "a b")
    line = ["--name", "Bad Name", "--env", "A=$HOME", "--env", "1=2", "--env", "KERAS_BACKEND=jax"]
    assert main(["install", "--python", str(bare), *line]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Bad Name cannot be a kernel's name: only a-z, 0-9, dot, hyphen and underscore can",
        "--env A: a value cannot have a $, because only some front ends fill in variables there",
        "--env 1: a variable's name has letters, digits and underscores",
        "--env KERAS_BACKEND: use --backend instead",
        f"{bare} has no Keras: '{bare}' -m pip install keras tensorflow",
    ]
    assert not jupyter.exists()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--python", "/gone/python"], "there is no /gone/python: choose another interpreter with --python"),
        (
            ["--python", "/etc"],
            "/etc is no Python 3.6 or newer (Permission denied): choose another interpreter with --python",
        ),
        (["--env", "A"], "--env A: write NAME=VALUE"),
    ],
)
def test_other_mistakes(words: list[str], text: str, jupyter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["install", *words]) == 1
    assert capsys.readouterr().err == f"{text}\n"
    assert not jupyter.exists()


def test_a_backend_that_is_not_there_yet_is_told(
    jupyter: Path, python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["install", "--python", str(python), "--backend", "torch"]) == 0
    told = capsys.readouterr()
    assert told.err == f"Its backend is not installed yet: '{python}' -m pip install torch\n"
    assert "keras-quiet-ubung-eins-torch" in told.out
    assert written(jupyter, "keras-quiet-ubung-eins-torch")["env"] == {
        "KERAS_BACKEND": "torch",
        "KERAS_QUIET_BACKEND": "torch",
    }


def test_a_folder_that_cannot_be_written_is_told(
    jupyter: Path, python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jupyter.touch()
    assert main(["install", "--python", str(python)]) == 1
    assert "cannot be written: Not a directory. Try --user or --sys-prefix or --prefix\n" in capsys.readouterr().err
    (jupyter.parent / "p").touch()
    assert main(["install", "--python", str(python), "--prefix", str(jupyter.parent / "p")]) == 1
    assert "cannot be written: Not a directory. Try --user or --sys-prefix\n" in capsys.readouterr().err


OLD = Interpreter("/env/bin/python", frozenset(["tensorflow"]), version="3.6.15", keras="2.2.4", ipykernel="5.5.6")
NEW = Interpreter("/env/bin/python", frozenset(["jax"]), version="3.13.0", keras="3.15.1", ipykernel="7.4.0")


@pytest.mark.parametrize(
    ("interpreter", "backend", "expected"),
    [
        (OLD, "auto", []),
        (OLD, "jax", ["Keras 2.2.4 in /env/bin/python does not know jax: choose one of tensorflow, theano, cntk"]),
        (
            Interpreter("/p", frozenset(), version="3.6.15", ipykernel="5.1.4"),
            "theano",
            [
                "/p has ipykernel 5.1.4, and the filter needs 5.5 or newer: /p -m pip install -U ipykernel",
                "/p has no Keras: /p -m pip install keras theano",
            ],
        ),
        (
            Interpreter("/p", frozenset(["jax"]), version="3.13.0"),
            "auto",
            ["/p has no ipykernel: /p -m pip install ipykernel", "/p has no Keras: /p -m pip install keras"],
        ),
        (
            Interpreter("/{p}", frozenset(["jax"]), version="3.13.0", keras="3.1", ipykernel="7"),
            "auto",
            ["/{p} has a brace, and Jupyter fills in values at braces: move or link the file to another path"],
        ),
        (
            Interpreter("/p", unknown="/p did not say what it has in 5 s"),
            "auto",
            ["/p did not say what it has in 5 s: choose another interpreter with --python"],
        ),
        (Interpreter("/p", frozenset(["tensorflow"]), tensorflow="2.3.0", ipykernel="6.0"), "auto", []),
    ],
)
def test_an_interpreter_is_checked_first(interpreter: Interpreter, backend: str, expected: list[str]) -> None:
    assert problems(Plan(Path("/nowhere/mine"), interpreter, backend, "Mine")) == expected


@pytest.mark.parametrize(
    ("ipykernel", "version", "metadata", "arguments"),
    [
        ("5.5.6", "3.6.15", set(), 4),
        ("6.29.5", "3.8.18", {"debugger"}, 4),
        ("7.2.0", "3.11.7", {"debugger"}, 5),
        ("7.3.0", "3.13.0", {"debugger", "supported_encryption"}, 5),
    ],
)
def test_what_an_ipykernel_can_do_is_said(ipykernel: str, version: str, metadata: set[str], arguments: int) -> None:
    there = Interpreter("/p", frozenset(), version=version, ipykernel=ipykernel)
    found = content(Plan(Path("/nowhere/mine"), there, "auto", "Mine"))
    assert set(found["metadata"]) - {"kernel_provisioner", "keras-quiet"} == metadata
    assert len(found["argv"]) == arguments


@pytest.mark.parametrize(
    ("folder", "backend", "own", "expected"),
    [
        ("/env", "auto", True, ("keras-quiet", "Python (Keras quiet)")),
        ("/env", "jax", True, ("keras-quiet-jax", "Python (Keras quiet, JAX)")),
        ("/envs/Old TF", "auto", False, ("keras-quiet-old-tf", "Python (Keras quiet, Old TF)")),
        ("/srv/thesis/.venv", "torch", False, ("keras-quiet-thesis-torch", "Python (Keras quiet, thesis, PyTorch)")),
        ("/envs/環境", "auto", False, ("keras-quiet-python-3.13", "Python (Keras quiet, 環境)")),
        ("", "auto", False, ("keras-quiet-python-3.13", "Python (Keras quiet, Python 3.13)")),
    ],
)
def test_names_say_which_environment_and_backend(
    folder: str, backend: str, own: bool, expected: tuple[str, str]
) -> None:
    assert suggest(Interpreter("/p", frozenset(), version="3.13.0", own=folder), backend, own=own) == expected


def test_python_may_be_a_folder_a_command_or_a_link(python: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert interpreter_path(None) == sys.executable
    assert interpreter_path(str(python)) == str(python)
    assert interpreter_path(str(python.parents[1])) == str(python)
    monkeypatch.setenv("PATH", str(python.parent))
    assert interpreter_path("python3") == str(python.with_name("python3"))
    monkeypatch.chdir(python.parent)
    assert interpreter_path("./python") == str(python)


def test_a_suggested_display_name_goes_with_the_backend(jupyter: Path, python: Path) -> None:
    assert main(["install", "--python", str(python), "--name", "mine"]) == 0
    assert main(["install", "--name", "mine", "--replace", "--backend", "jax"]) == 0
    assert written(jupyter, "mine")["display_name"] == "Python (Keras quiet, Übung eins, JAX)"


@pytest.mark.parametrize("inside", ["bin/python", "python.exe", "Scripts/python.exe"])
def test_an_environments_folder_has_its_interpreter_where_the_system_puts_it(tmp_path: Path, inside: str) -> None:
    (tmp_path / inside).parent.mkdir(exist_ok=True)
    (tmp_path / inside).touch(0o755)
    assert interpreter_path(str(tmp_path)) == str(tmp_path / inside)
