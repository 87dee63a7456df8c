"""Which interpreter an argv names, and whether our filter is in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from keras_quiet.server.argv import inside_path, missing, name_interpreter, reinstall, starts_filter

INSIDE = str(Path(__file__).parents[2] / "provisioner" / "keras_quiet" / "inside" / "__main__.py")
OWN = f"python{sys.version_info[0]}.{sys.version_info[1]}"


def which(command: str) -> str | None:
    """Stand in for the PATH of a machine with conda and two Pythons."""
    known = {"conda": "/opt/conda/bin/conda", "python3.6": "/usr/bin/python3.6", "env": "/usr/bin/env"}
    return command if command.startswith(("/", "C:")) else known.get(command)


@pytest.mark.parametrize(
    ("argv", "python", "unknown"),
    [
        (["python", "-m", "ipykernel_launcher"], sys.executable, ""),
        (["python3"], sys.executable, ""),
        ([OWN], sys.executable, ""),
        (["python3.6", "-m", "x"], "/usr/bin/python3.6", ""),
        (["python3.5"], None, "there is no python3.5"),
        (["/env/bin/python", "x"], "/env/bin/python", ""),
        (["/env/bin/pypy3.10"], "/env/bin/pypy3.10", ""),
        (["C:\\env\\Scripts\\python.exe"], "C:\\env\\Scripts\\python.exe", ""),
        (["env", "A=1", "python3.6", "-m", "x"], "/usr/bin/python3.6", ""),
        (["/usr/bin/env", "-i", "-u", "HOME", "A=1", "/env/bin/python"], "/env/bin/python", ""),
        (["env", "-S", "python3.6 -u"], None, "what env starts is not known"),
        (["env"], None, "what env starts is not known"),
        (["bash", "-c", "exec python3.6"], None, "what bash starts is not known"),
        (["uv", "run", "python"], None, "what uv starts is not known"),
        (["/env/bin/ipython", "kernel"], None, "what /env/bin/ipython starts is not known"),
        (["conda", "run", "-n", "x", "/env/bin/python"], "/env/bin/python", ""),
        (["conda", "run", "-n", "x", "bash"], None, "what conda starts is not known"),
        (["conda", "run", "-n", "gone", "python"], None, "where conda keeps its environment gone is not known"),
        ([], None, "what an empty argv starts is not known"),
    ],
)
def test_an_interpreter_is_named_or_the_reason_says_why_not(argv: list[str], python: str | None, unknown: str) -> None:
    assert name_interpreter(argv, which) == (python, unknown)


@pytest.mark.parametrize(
    "words",
    [
        ["run", "-n", "mine", "python"],
        ["run", "--name=mine", "--no-capture-output", "python"],
        ["run", "--live-stream", "--cwd", "/x", "-n", "mine", "python", "-m", "ipykernel_launcher"],
        ["run", "-p", "{root}/envs/mine", "python"],
    ],
)
def test_conda_run_names_the_interpreter_of_its_environment(tmp_path: Path, words: list[str]) -> None:
    python = tmp_path / "envs" / "mine" / "bin" / "python"
    for file in (tmp_path / "condabin" / "conda", python):
        file.parent.mkdir(parents=True)
        file.touch(0o755)
    argv = [str(tmp_path / "condabin" / "conda"), *(word.format(root=tmp_path) for word in words)]
    assert name_interpreter(argv).python == str(python)


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["python", "-m", "keras_quiet.inside", "-f", "x"], True),
        (["python", "-c", "import sys; from keras_quiet.inside.__main__ import start; start(0)", "-f", "x"], True),
        (["python", "-c", "print('keras_quiet.inside')"], False),
        (["/p", INSIDE, "-f", "x"], True),
        (["C:\\p.exe", "C:\\a b\\keras_quiet\\inside\\__main__.py"], True),
        (["conda", "run", "python", INSIDE], True),
        (["python", "-m", "ipykernel_launcher"], False),
        (["python", "/other/inside/__main__.py"], False),
        ([], False),
    ],
)
def test_the_filter_is_started_by_name_or_by_path(argv: list[str], expected: bool) -> None:
    assert starts_filter(argv) is expected


def test_the_filters_path_is_found() -> None:
    assert inside_path(["python", INSIDE]) == INSIDE
    assert inside_path(["python", "-m", "keras_quiet.inside"]) is None


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["python", INSIDE], []),
        ([sys.executable, INSIDE], []),
        (["{prefix}/bin/python", INSIDE], []),
        (["/gone/bin/python", INSIDE], ["there is no /gone/bin/python, which its argv starts"]),
        (
            ["no-such-python", "/gone/keras_quiet/inside/__main__.py"],
            [
                "there is no no-such-python, which its argv starts",
                "there is no /gone/keras_quiet/inside/__main__.py, the filter that its argv names",
            ],
        ),
    ],
)
def test_everything_that_argv_names_and_is_gone_is_told(argv: list[str], expected: list[str]) -> None:
    assert missing(argv, "/bin:/usr/bin") == expected


def test_the_kernels_own_path_counts(tmp_path: Path) -> None:
    (tmp_path / "wrapper").touch(0o755)
    assert missing(["wrapper"], str(tmp_path)) == []
    assert missing(["wrapper"], "/bin") == ["there is no wrapper, which its argv starts"]


@pytest.mark.parametrize(
    ("folder", "argv", "expected"),
    [
        ("/p/share/jupyter/kernels/mine", ["python"], "--name mine --replace --prefix /p"),
        ("/a b/share/jupyter/kernels/mine", ["python"], "--name mine --replace --prefix '/a b'"),
        ("/home/me/Library/Jupyter/kernels/mine", ["python"], "--name mine --replace --user"),
        (
            "/p/share/jupyter/kernels/mine",
            ["/gone/python"],
            "--name mine --replace --python PATH_OF_A_PYTHON --prefix /p",
        ),
    ],
)
def test_the_command_that_writes_a_kernel_again(folder: str, argv: list[str], expected: str) -> None:
    assert reinstall(Path(folder), argv) == f"jupyter keras-quiet install {expected}"


def test_an_interpreter_beside_the_one_that_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "python3").touch(0o755)
    command = reinstall(Path("/p/share/jupyter/kernels/mine"), [str(tmp_path / "python3.11")])
    assert f"--python {tmp_path / 'python3'}" in command


def test_what_cannot_be_told_for_sure_is_left_to_the_launch(tmp_path: Path) -> None:
    for argv in (["./wrapper"], ["bin/wrapper"], ["../gone/python"], ["{resource_dir}/wrapper"], ["~/bin/wrapper"]):
        assert missing(argv, "/bin") == []
    assert missing(["wrapper"], "/bin:bin") == []
    assert missing(["wrapper"], "/bin:") == []  # an empty part is the kernel's folder
    (tmp_path / "wrapper").touch(0o644)
    assert missing(["wrapper"], str(tmp_path)) == []
    assert missing([str(tmp_path / "wrapper")], "") == []
    assert missing([str(tmp_path / "wrapper" / "python")], "") != []
    assert missing(["python\0x"], "/bin") == []
    assert missing(["wrapper"], None) == ["there is no wrapper, which its argv starts"]
