"""What goes wrong at a start, as JupyterLab (over REST), nbclient and `jupyter console` see it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from keras_quiet.server.argv import INSIDE
from keras_quiet.server.start_errors import SettingsError
from kernels import PACKAGES, environment, jupyter, write
from nbclient import NotebookClient
from processes import wait
from servers import Server, server
from sessions import kernel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["jupyter"]
ARGUMENTS = ["-f", "{connection_file}"]
PRINT = "import os; print(os.environ['KERAS_BACKEND'])"
PROJECT = '[tool.keras-quiet]\nbackend = "torch"\n'


def stanza(config: object) -> dict[str, Any]:
    return {"kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": config}}


@pytest.fixture
def running(jupyter: Path, tmp_path: Path) -> Iterator[Server]:
    assert jupyter
    with server(tmp_path) as one:
        yield one


@pytest.fixture
def broken(jupyter: Path) -> dict[str, tuple[str, str]]:
    """Two kernels that cannot start: by name, their files' path and the whole text of the error."""
    settings = write(jupyter, "wrong", metadata=stanza({"backnd": "jax", "backend": 3}))
    gone = write(jupyter, "gone", argv=["/gone/bin/python", "-m", "keras_quiet.inside", *ARGUMENTS])
    place = "metadata.kernel_provisioner.config"
    known = "auto, none, tensorflow, jax, torch, openvino, numpy, theano, cntk"
    return {
        "wrong": (
            str(settings),
            (
                f"This kernel cannot start: {settings}\n"
                f"- {place}.backnd: unknown key; did you mean 'backend'?\n"
                f"- {place}.backend: must be a string, not int: one of {known}\n"
                "Correct this and start the kernel again."
            ),
        ),
        "gone": (
            str(gone),
            (
                f"This kernel cannot start: {gone}\n"
                "- there is no /gone/bin/python, which its argv starts\n"
                "Install it again: jupyter keras-quiet install --name gone --replace --python PATH_OF_A_PYTHON --user"
            ),
        ),
    }


def notebook(code: str = "1") -> Any:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])


def test_jupyterlab_shows_the_whole_text(running: Server, broken: dict[str, tuple[str, str]]) -> None:
    for name, (_, text) in broken.items():
        status, told = running.open_notebook(name)
        assert (status, told["message"].splitlines()) == (500, _sorted(text, told["message"]))
    assert running.ask("GET", "/api/kernels") == (200, [])


def _sorted(text: str, like: str) -> list[str]:
    """Return the text's lines, problems in the order of the other: keys come in the order of a set."""
    lines = text.splitlines()
    return like.splitlines() if sorted(lines) == sorted(like.splitlines()) else lines


@pytest.mark.parametrize("name", ["wrong", "gone"])
def test_nbclient_raises_it(broken: dict[str, tuple[str, str]], name: str) -> None:
    with pytest.raises(Exception, match="This kernel cannot start") as caught:
        NotebookClient(notebook(), kernel_name=name).execute()
    assert str(caught.value).splitlines() == _sorted(broken[name][1], str(caught.value))


@pytest.mark.parametrize("name", ["wrong", "gone"])
def test_jupyter_console_ends_with_it(broken: dict[str, tuple[str, str]], name: str) -> None:
    command = [sys.executable, "-m", "jupyter_console", "--kernel", name]
    told = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert told.returncode == 1
    for line in broken[name][1].splitlines():
        assert line in told.stdout + told.stderr


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with a stand-in for PyTorch, which would be 900 MB, as a wheel."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    with ZipFile(folder / "torch-2.9.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("torch/__init__.py", "__version__ = '2.9.0'\n")
        info = "torch-2.9.0.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: torch\nVersion: 2.9.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return folder


def test_a_missing_backend_is_told_once_and_the_line_told_helps_without_a_restart(
    jupyter: Path, tmp_path: Path, wheels: Path
) -> None:
    python = environment(tmp_path / "env", "keras", keras="3.15.1")
    keras = "import importlib, os\nbackend = importlib.import_module(os.environ['KERAS_BACKEND'])\n"
    (tmp_path / "env" / PACKAGES / "keras" / "__init__.py").write_text(keras)
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    write(
        jupyter,
        "torchy",
        argv=[str(python), str(INSIDE), *ARGUMENTS],
        metadata=stanza({"backend": "torch"}),
        env=offline,
    )
    with kernel(name="torchy") as session:
        first = session.run("import keras")
        assert first.error == "ModuleNotFoundError: No module named 'torch'"
        assert first.stderr == (
            "[keras-quiet] KERAS_BACKEND is torch (the kernel's configuration says so), "
            f"but {python} does not have it. Run %pip install torch\n"
        )
        mended = session.run(first.stderr.strip().split("Run ")[1])
        assert "Successfully installed torch-2.9.0" in mended.stdout
        again = session.run("import keras; print(keras.backend.__version__)")
        assert (again.stdout, again.stderr, again.error) == ("2.9.0\n", "", "")
        session.restart()
        assert session.run("import keras; print(keras.backend.__version__)").stdout == "2.9.0\n"


def test_a_wrong_project_file_starts_and_is_told_in_the_log_and_once_in_the_notebook(
    jupyter: Path, running: Server
) -> None:
    write(jupyter, "mine", metadata=stanza({"backend": "auto"}))
    (running.folder / "pyproject.toml").write_text(PROJECT + 'env = {LD_PRELOAD = "x"}\n')
    (running.folder / "below").mkdir()
    status, told = running.open_notebook("mine", "below/a.ipynb")
    assert status == 201
    text = f"{running.folder}/pyproject.toml is ignored: tool.keras-quiet.env: unknown key"
    first = running.run(told["kernel"]["id"], PRINT)
    assert first["stdout"] in ("tensorflow\n", "jax\n")
    assert first["stderr"] == f"[keras-quiet] {text}\n"
    assert running.run(told["kernel"]["id"], "print('more')") == {"stdout": "more\n", "stderr": ""}
    assert f"keras-quiet: {text}" in running.log()


def test_restart_and_autorestart_keep_the_last_good_answer(jupyter: Path, running: Server) -> None:
    write(jupyter, "mine", metadata=stanza({"backend": "auto"}))
    project = running.folder / "pyproject.toml"
    project.write_text(PROJECT)
    _, told = running.open_notebook("mine")
    kernel = told["kernel"]["id"]
    assert running.run(kernel, PRINT)["stdout"] == "torch\n"
    project.write_text(PROJECT + "=")
    assert running.ask("POST", f"/api/kernels/{kernel}/restart")[0] == 200
    assert running.run(kernel, PRINT)["stdout"] == "torch\n"
    pid = int(running.run(kernel, "import os; print(os.getpid())")["stdout"])
    os.kill(pid, signal.SIGKILL)
    wait(lambda: "restarting kernel" in running.log().lower())
    wait(lambda: running.log().count("last good answer") == 2)
    assert running.run(kernel, PRINT)["stdout"] == "torch\n"
    text = f"keras-quiet: {project} cannot be read: Invalid statement (at line 3, column 1)"
    assert f"{text}; the kernel restarts with the last good answer" in running.log()


def test_an_interpreter_that_is_gone_at_a_restart_is_told_in_the_log_and_may_come_back(
    jupyter: Path, running: Server, tmp_path: Path
) -> None:
    python = environment(tmp_path / "env")
    file = write(jupyter, "mine", argv=[str(python), str(INSIDE), *ARGUMENTS])
    _, told = running.open_notebook("mine")
    kernel_id = told["kernel"]["id"]
    running.run(kernel_id, PRINT)
    python.rename(python.with_name("hidden"))
    assert running.ask("POST", f"/api/kernels/{kernel_id}/restart")[0] == 500
    beside = python.with_name("python3")
    other = beside if beside.is_file() else "PATH_OF_A_PYTHON"
    for text in (
        f"cannot start: {file}",
        f"- there is no {python}, which its argv starts",
        f"Install it again: jupyter keras-quiet install --name mine --replace --python {other} --user",
    ):
        assert text in running.log()
    python.with_name("hidden").rename(python)
    assert running.ask("POST", f"/api/kernels/{kernel_id}/restart")[0] == 200
    assert running.run(kernel_id, "print(1)")["stdout"] == "1\n"


def test_the_debug_log_says_which_variables_were_injected_and_no_other(jupyter: Path, running: Server) -> None:
    write(jupyter, "mine", metadata=stanza({"backend": "jax"}), env={"SECRET_OF_MINE": "hunter2"})
    assert running.open_notebook("mine")[0] == 201
    lines = [line.split("keras-quiet: ", 1)[1] for line in running.log().splitlines() if "keras-quiet: " in line]
    assert lines[0] == "KERAS_BACKEND=jax: the kernel's configuration says so"
    assert all(line.startswith("KERAS_BACKEND") for line in lines)
    assert "hunter2" not in running.log()


def test_an_interpreter_that_only_kernel_jsons_own_path_has_starts(jupyter: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "own")
    (python.parent / "python3.99").symlink_to(python.resolve())
    write(jupyter, "on-path", argv=["python3.99", str(INSIDE), *ARGUMENTS], env={"PATH": f"{python.parent}:${{PATH}}"})
    with kernel(name="on-path") as session:
        assert session.run("import sys; print(sys.prefix)").stdout.strip() == str(tmp_path / "own")


def test_an_interpreter_relative_to_the_notebook_starts(jupyter: Path, tmp_path: Path) -> None:
    environment(tmp_path / "notebooks" / "own")
    write(jupyter, "relative", argv=["./own/bin/python", str(INSIDE), *ARGUMENTS])
    with kernel(name="relative", cwd=tmp_path / "notebooks") as session:
        assert session.run("import sys; print(sys.prefix)").stdout.strip() == str(tmp_path / "notebooks" / "own")


@pytest.mark.parametrize(
    "config",
    [
        {"hide": ["x" * 700 + str(number) for number in range(150)]},
        {"hide": ["\u1234" * 120 + str(number) for number in range(150)], "show": ["x"]},
        {"hide": ["x"] * 201},
    ],
    ids=["long", "in JSON", "many"],
)
def test_patterns_that_no_variable_can_carry_are_a_wrong_configuration(
    jupyter: Path, tmp_path: Path, config: dict[str, list[str]]
) -> None:
    write(jupyter, "large", metadata=stanza(config))
    manager = KernelManager(kernel_name="large")
    with pytest.raises(
        SettingsError, match=r"all patterns together take more than 100 KiB|201 patterns, but the limit is 200"
    ):
        manager.start_kernel()
    assert not list((tmp_path / "runtime").iterdir())
    assert not manager.provisioner.ports_cached


def test_as_many_patterns_as_are_taken_reach_the_kernel(jupyter: Path) -> None:
    patterns = [f"library number {number:04}: " + "x" * 100 + "*" for number in range(200)]
    write(jupyter, "many", metadata=stanza({"hide": patterns}))
    with kernel(name="many") as session:
        code = "import sys; print('library number 0199: ' + 'x' * 101, file=sys.stderr); print('y', file=sys.stderr)"
        assert session.run(code).stderr == "y\n"
