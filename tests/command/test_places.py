"""Where `install` writes, where --replace finds what it replaces, and that no kernel is written which never starts."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from keras_quiet.command.main import main
from keras_quiet.command.places import kernels_folder
from keras_quiet.inside.keeping.leftovers import first_line, hold
from kernels import PACKAGES, environment, jupyter, write

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
    assert capsys.readouterr().err == "There was no quiet kernel mine to replace: this kernel is new\n"
    assert backend(jupyter, "mine") == "auto"


def test_a_kernel_that_would_never_start_is_not_written(
    jupyter: Path, more: Path, python: Path, capsys: Captured
) -> None:
    first = write(more, "Mine", argv=PLAIN, metadata={}).parent
    assert main(["install", "--python", str(python), "--name", "mine", "--user"]) == 1
    assert capsys.readouterr().err == (
        f"Jupyter would never start {jupyter}/kernels/mine: it first finds {first}, which has the same name. "
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
        f"Jupyter would never start {jupyter}/kernels/python3: it first finds {plain}, which has the same name. "
    )
    advice = "To make your Python 3 notebooks quiet: jupyter keras-quiet install --default\n"
    assert advice in told
    assert main(["install", "--python", str(python), "--name", "python3"]) == 1
    told = capsys.readouterr().err
    assert told == f"{plain} exists and was not written by this command. {advice}"
    assert main(["install", "--wrap", "python3", "--name", "python3", "--user"]) == 1
    assert capsys.readouterr().err.startswith(f"Jupyter would never start {jupyter}/kernels/python3: ")
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


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home, in which an environment has nothing but this environment's packages, and its own kernel python3."""
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_PATH", "JUPYTER_PREFER_ENV_PATH", "IPYTHONDIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def files(*folders: Path) -> list[str]:
    """Return every file below some folders that has a word of ours in its path or in its text."""
    below = [
        path for folder in folders for path in folder.rglob("*") if path.is_file() and "site-packages" not in path.parts
    ]
    return [str(path) for path in below if "keras" in str(path).partition("home")[2] or b"keras" in path.read_bytes()]


def test_remove_all_leaves_nothing_in_a_home_and_an_environment(home: Path, python: Path, tmp_path: Path) -> None:
    """As a user would, before pip uninstall: kernels in every place, the default kernel, IPython's profiles."""
    env = environment(tmp_path / "env", "jax", keras="3.15.1", ipykernel="7.4.0")
    here = next(path for path in map(Path, sys.path) if (path / "keras_quiet").is_dir())
    assert (tmp_path / "env" / PACKAGES / "real.pth").read_text() == f"{here}\n"
    own = tmp_path / "env" / "share" / "jupyter"
    shutil.copytree(Path(sys.prefix) / "share" / "jupyter" / "kernels" / "python3", own / "kernels" / "python3")

    def run(*words: str, status: int = 0) -> str:
        done = subprocess.run([env, "-m", "keras_quiet", *words], capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def default() -> list[str]:
        code = "from jupyter_client.kernelspec import get_kernel_spec; print(*get_kernel_spec('python3').argv)"
        return subprocess.run([env, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    for place in (("--user",), ("--sys-prefix",), ("--prefix", str(tmp_path / "p"))):
        run("install", "--python", str(python), "--name", "mine", *place)
    run("install", "--wrap", "python3", "--name", "twin")
    monkey = {**os.environ, "JUPYTER_PREFER_ENV_PATH": "0"}
    words = [env, "-m", "keras_quiet", "install", "--python", str(python), "--name", "python3", "--user"]
    subprocess.run(words, check=True, env=monkey, stdout=subprocess.DEVNULL)
    (home / ".ipython" / "profile_other").mkdir(parents=True)
    run("everywhere")
    run("everywhere", "--profile", "other")
    for place in ((), ("--user",), ("--prefix", str(tmp_path / "p"))):
        run("install", "--default", *place)
    assert len(files(home, tmp_path / "env", tmp_path / "p")) > 10
    told = run("remove", "--all")
    assert len([line for line in told.splitlines() if line.startswith("Removed ")]) == 8
    assert "jupyter keras-quiet remove --all --prefix P" in told
    assert files(home, tmp_path / "env") == []
    assert default()[1:3] == ["-m", "ipykernel_launcher"]
    below = tmp_path / "p" / "share" / "jupyter" / "kernels" / "mine"
    default_of = tmp_path / "p" / "etc" / "jupyter" / "jupyter_server_config.d" / "keras-quiet.json"
    assert run("remove", "--all", "--prefix", str(tmp_path / "p")) == f"Removed {below}\nRemoved {default_of}\n"
    assert files(tmp_path / "p") == []


def test_what_remove_all_cannot_remove_costs_nothing_else_its_removal(
    home: Path, python: Path, capsys: Captured
) -> None:
    assert main(["everywhere"]) == 0
    switch = next(home.rglob("00-keras-quiet.py"))
    switch.write_text(switch.read_text() + "mine = 1\n")
    assert main(["install", "--python", str(python), "--name", "mine", "--user"]) == 0
    capsys.readouterr()
    assert main(["remove", "--all"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith(f"Removed {home}/")
    assert told.err == f"{switch} was written or changed by hand, so it stays as it is. Delete it yourself\n"
    assert switch.exists()


def test_remove_all_takes_the_files_of_dead_kernels(jupyter: Path, tmp_path: Path, capsys: Captured) -> None:
    assert jupyter.parent == tmp_path
    runtime = tmp_path / "runtime"
    dead, unknown, held = (runtime / f"kernel-{number}.keras-quiet.log" for number in range(3))
    dead.write_bytes(first_line(""))
    unknown.write_bytes(first_line("another machine 1 1"))
    held.write_bytes(first_line(""))
    with held.open("rb") as kernels:
        hold(kernels.fileno())
        assert main(["remove", "--all"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert {line for line in told if line.startswith("Removed ")} == {f"Removed {dead}", f"Removed {unknown}"}
    assert list(runtime.iterdir()) == [held]


def test_remove_all_leaves_nothing_that_install_wrote(jupyter: Path, more: Path, capsys: Captured) -> None:
    ours = [write(more, "mine").parent, write(jupyter, "mine").parent, write(jupyter, "other").parent]
    theirs = write(jupyter, "theirs", argv=PLAIN, metadata={}).parent
    mine = jupyter.parent / "config" / "jupyter_keras_quiet_config.json"
    mine.parent.mkdir()
    mine.touch()
    assert main(["remove", "--all"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert f"Left: {mine} was written by a person. Delete it yourself" in told
    pips = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "keras-quiet"
    fix = "To remove it: pip uninstall keras-quiet"
    assert f"Left: {pips} was not written by `jupyter keras-quiet install`. {fix}" in told
    assert [line.split()[1].rstrip(",") for line in told if line.startswith("Removed ")] == list(map(str, ours))
    assert not [folder for folder in ours if folder.exists()]
    assert theirs.exists()
    assert main(["uninstall", "--all"]) == 0
    assert capsys.readouterr().out.startswith(
        "There is nothing that `jupyter keras-quiet install` or `everywhere` wrote\n"
    )
