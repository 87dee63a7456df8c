"""The command's texts and exit statuses, on kernels that are there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_core import paths
from keras_quiet import __version__
from keras_quiet.command.main import main
from keras_quiet.command.verbs import VERBS
from kernels import environment, jupyter, write

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["jupyter"]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("envs") / "mine", "jax", keras="3.15.1", ipykernel="7.4.0")


@pytest.fixture
def installed(jupyter: Path, python: Path, capsys: Captured) -> Path:
    """Two kernels that `install` wrote: `keras-quiet-mine`, and `torchy` whose backend is missing; the data folder."""
    assert main(["install", "--python", str(python)]) == 0
    assert main(["install", "--python", str(python), "--backend", "torch", "--name", "torchy"]) == 0
    capsys.readouterr()
    return jupyter


def own(text: str) -> list[dict[str, object]]:
    """Return the rows of this test's kernels: the environment that runs the tests may have some too."""
    return [row for row in json.loads(text) if row.get("name", row.get("kernel")) in ("keras-quiet-mine", "torchy", "")]


def test_list(installed: Path, python: Path, capsys: Captured) -> None:
    assert main(["list"]) == 0
    version = "{}.{}.{}".format(*sys.version_info[:3])
    told = capsys.readouterr().out
    assert (
        "keras-quiet-mine  (Python (Keras quiet, mine))  ok\n"
        f"  {python}: Python {version}, ipykernel 7.4.0\n"
        f"  Keras 3.15.1 on jax: nothing was chosen, and {python} has it\n"
        f"  {installed}/kernels/keras-quiet-mine\n"
    ) in told
    assert "torchy  (Python (Keras quiet, mine, PyTorch))  1 problem: jupyter keras-quiet doctor torchy\n" in told


def test_list_as_json(installed: Path, python: Path, capsys: Captured) -> None:
    assert main(["list", "--json"]) == 0
    row, other = own(capsys.readouterr().out)
    assert row == {
        "name": "keras-quiet-mine",
        "display_name": "Python (Keras quiet, mine)",
        "folder": f"{installed}/kernels/keras-quiet-mine",
        "interpreter": str(python),
        "python": "{}.{}.{}".format(*sys.version_info[:3]),
        "ipykernel": "7.4.0",
        "keras": "3.15.1",
        "backend": "jax",
        "reason": f"nothing was chosen, and {python} has it",
        "files": {},
        "limits": {},
        "state": "ok",
        "findings": [],
    }
    assert (other["backend"], other["state"], other["findings"]) == ("torch", "wrong", ["has_its_backend"])


def test_show_says_what_would_be_injected_here_and_now(
    installed: Path, python: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["show", "keras-quiet-mine"]) == 0
    assert capsys.readouterr() == (f"KERAS_BACKEND=jax\n  nothing was chosen, and {python} has it\n", "")
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    assert main(["show", "KERAS-quiet-mine"]) == 1
    told = capsys.readouterr()
    assert told.out == "KERAS_BACKEND=torch\n  KERAS_BACKEND is exported\n"
    assert told.err.endswith(f"Run {python} -m pip install torch\n")
    project = installed.parent / "pyproject.toml"
    project.write_text('[tool.keras-quiet]\nbackend = "jax"\n')
    assert main(["show", "keras-quiet-mine"]) == 0
    assert capsys.readouterr() == (f"KERAS_BACKEND=jax\n  {project} says so\n", "")


def configure(jupyter: Path, text: str) -> None:
    (jupyter.parent / "config").mkdir(exist_ok=True)
    (jupyter.parent / "config" / "jupyter_server_config.py").write_text(text)


def test_the_servers_configuration_files_count_as_at_a_launch(installed: Path, capsys: Captured) -> None:
    """The two kernels say "auto" and "torch": what a kernel says wins."""
    configure(
        installed, "print('noise')\nc.KerasQuietProvisioner.backend = 'jax'\nc.KerasQuietProvisioner.hide = ['x']\n"
    )
    file = installed.parent / "config" / "jupyter_server_config.py"
    reach = "  Only a Jupyter server reads this file. To reach nbconvert, papermill, "
    assert main(["show", "keras-quiet-mine"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["KERAS_BACKEND=jax", f"  c.KerasQuietProvisioner.backend in {file} says so"]
    assert lines[3:5] == ["hide: 'x'", f"  {file}"]
    assert [line[: len(reach)] for line in (lines[2], *lines[5:])] == [reach, reach]
    assert main(["list", "--json"]) == 0
    rows = own(capsys.readouterr().out)
    assert [row["backend"] for row in rows] == ["jax", "torch"]
    assert rows[0]["files"] == {"backend": str(file), "hide": str(file)}
    assert rows[1]["files"] == {"backend": f"{rows[1]['folder']}/kernel.json", "hide": str(file)}
    assert [sorted(row["limits"]) for row in rows] == [["backend", "hide"], ["hide"]]
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert told.count(f"\n{file}\n{reach}") == 1  # once for all kernels
    assert main(["doctor", "keras-quiet-mine"]) == 0
    told = capsys.readouterr()
    assert told.err.startswith(f"c.KerasQuietProvisioner.backend, c.KerasQuietProvisioner.hide in {file}: Only a ")


def test_the_file_of_all_programs_counts_below_the_servers_and_names_itself(installed: Path, capsys: Captured) -> None:
    configure(installed, "c.KerasQuietProvisioner.show = ['shown*']\n")
    file = installed.parent / "config" / "jupyter_keras_quiet_config.json"
    section = {"backend": "jax", "hide": ["mylib: *", "x*"], "show": ["y*"]}
    file.write_text(json.dumps({"KerasQuietProvisioner": section}))
    assert main(["show", "keras-quiet-mine"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["KERAS_BACKEND=jax", f"  {file} says so", "hide: 'mylib: *', 'x*'", f"  {file}"]
    assert lines[4:6] == ["show: 'shown*'", f"  {installed.parent}/config/jupyter_server_config.py"]
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert f"jax: {file} says so\n" in told
    assert f"hide: 2 of {file}\n" in told
    file.write_text('{"KerasQuietProvisioner": {"backnd": "jax", "show": ".*"}}')
    assert main(["doctor", "keras-quiet-mine"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0::2][:2] == ["all kernels: configuration files are right: NO"] * 2
    assert lines[1].startswith(f"  {file}: KerasQuietProvisioner.backnd: unknown key; did you mean 'backend'?")
    assert lines[3] == f"  {file}: KerasQuietProvisioner.show: must be a list of patterns, not str. Correct it there"


def test_the_file_of_an_environment_says_whose_it_is(
    installed: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = installed.parent / "prefix"
    (prefix / "etc" / "jupyter").mkdir(parents=True)
    file = prefix / "etc" / "jupyter" / "jupyter_keras_quiet_config.json"
    file.write_text('{"KerasQuietProvisioner": {"backend": "jax"}}')
    monkeypatch.setattr(sys, "prefix", str(prefix))
    monkeypatch.setattr(paths, "ENV_CONFIG_PATH", [str(file.parent)])
    assert main(["show", "keras-quiet-mine"]) == 0
    assert capsys.readouterr().out == (
        f"KERAS_BACKEND=jax\n  {file} says so\n  Only programs of {prefix} read this file: a kernel of another "
        "environment that no provisioner starts does not\n"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "c.KerasQuietProvisioner.backend = 'jaxx'",
            "c.KerasQuietProvisioner.backend in {}: unknown backend 'jaxx'; did ",
        ),
        ("c.KerasQuietProvisioner.hide = ['^x']", "c.KerasQuietProvisioner.hide in {}: pattern 1: "),
        (
            "c.KerasQuietProvisioner.backnd = 'jax'",
            "c.KerasQuietProvisioner.backnd in {}: unknown key; did you mean 'backend'?",
        ),
        (
            "import nix",
            "{} cannot be read (ModuleNotFoundError: No module named 'nix'). Correct ",
        ),
        ("c.KerasQuietProvisioner.hide = [", "{} cannot be read (SyntaxError: "),
        ("import sys; sys.exit(3)", "{} cannot be read (SystemExit: 3)"),
    ],
)
def test_the_doctor_says_what_is_wrong_with_the_servers_configuration(
    text: str, told: str, installed: Path, capsys: Captured
) -> None:
    configure(installed, text)
    assert main(["doctor", "keras-quiet-mine"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "all kernels: configuration files are right: NO"
    assert lines[1].startswith(f"  {told.format(installed.parent / 'config' / 'jupyter_server_config.py')}")
    assert main(["list"]) == 0


Change = dict[str, str]
LACKS: dict[str, tuple[tuple[str, ...], Change, Change, str, str]] = {
    "no Keras and no backend": (
        (),
        {"ipykernel": "7.4.0"},
        {},
        "no Keras",
        "{python} has no Keras: {python} -m pip install keras tensorflow",
    ),
    "no Keras": (
        ("jax",),
        {"ipykernel": "7.4.0"},
        {},
        "no Keras",
        "{python} has no Keras: {python} -m pip install keras",
    ),
    "no backend": (
        (),
        {"ipykernel": "7.4.0", "keras": "3.15.1"},
        {},
        "Keras 3.15.1, but without tensorflow: nothing was chosen, and {python} has no backend",
        (
            "KERAS_BACKEND is tensorflow (nothing was chosen, and {python} has no backend). "
            "Run {python} -m pip install tensorflow"
        ),
    ),
    "an exported backend that is none": (
        ("tensorflow",),
        {"ipykernel": "7.4.0", "tensorflow": "2.3.0"},
        {"KERAS_BACKEND": "tensorflw"},
        (
            "Keras of TensorFlow 2.3.0 on tensorflow, though KERAS_BACKEND is tensorflw: KERAS_BACKEND is exported; "
            "Keras of TensorFlow 2.3.0 ignores it and runs on TensorFlow"
        ),
        (
            "KERAS_BACKEND is tensorflw (KERAS_BACKEND is exported; Keras of TensorFlow 2.3.0 ignores it and runs on "
            "TensorFlow), but no Keras knows it. Choose tensorflow"
        ),
    ),
    "another backend than the one that this Keras knows": (
        ("tensorflow", "jax"),
        {"ipykernel": "7.4.0", "keras": "2.15.0"},
        {"KERAS_BACKEND": "jax"},
        (
            "Keras 2.15.0 on tensorflow, though KERAS_BACKEND is jax: KERAS_BACKEND is exported; "
            "Keras 2.15.0 ignores it and runs on TensorFlow"
        ),
        (
            "KERAS_BACKEND is jax (KERAS_BACKEND is exported; Keras 2.15.0 ignores it and runs on TensorFlow). "
            "For jax: {python} -m pip install -U keras"
        ),
    ),
}


@pytest.mark.parametrize("what", LACKS)
def test_an_environment_that_lacks_keras_or_its_backend_is_wrong(
    what: str, jupyter: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules, versions, exported, line, text = LACKS[what]
    python = environment(tmp_path / "bare", *modules, **versions)
    write(jupyter, "bare", argv=[str(python), "-m", "keras_quiet.inside"])
    for name, value in exported.items():
        monkeypatch.setenv(name, value)
    assert main(["doctor", "bare"]) == 1
    assert text.format(python=python) in capsys.readouterr().out.splitlines()[1]
    assert main(["show", "bare"]) == 1
    assert capsys.readouterr().err == text.format(python=python) + "\n"
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert "bare  (bare)  1 problem: jupyter keras-quiet doctor bare\n" in told
    assert f"  {line.format(python=python)}\n" in told


def test_remove(installed: Path, capsys: Captured) -> None:
    assert main(["remove", "torchy"]) == 0
    assert capsys.readouterr() == (f"Removed {installed}/kernels/torchy\n", "")
    assert not (installed / "kernels" / "torchy").exists()
    assert main(["remove", "torchy"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("There is no quiet kernel torchy. There are: ")


@pytest.mark.parametrize("verb", ["show", "doctor", "remove"])
def test_a_kernel_that_is_not_there(verb: str, installed: Path, capsys: Captured) -> None:
    assert installed.exists()
    assert main([verb, "nix"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("There is no quiet kernel nix. There are: ")
    assert "keras-quiet-mine, torchy" in told.err


def test_the_doctor_says_what_is_wrong_and_exits_with_1(installed: Path, python: Path, capsys: Captured) -> None:
    assert installed.exists()
    text = (
        f"KERAS_BACKEND is torch (the kernel's configuration says so), but {python} does not have it. "
        f"Run {python} -m pip install torch"
    )
    assert main(["doctor", "torchy"]) == 1
    assert capsys.readouterr() == (f"torchy: has its backend: NO\n  {text}\n1 problem in 1 kernel\n", "")
    assert main(["doctor", "torchy", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [{"check": "has_its_backend", "kernel": "torchy", "text": text}]


def test_the_doctor_exits_with_0_where_all_is_well(installed: Path, capsys: Captured) -> None:
    assert installed.exists()
    assert main(["doctor", "keras-quiet-mine"]) == 0
    assert capsys.readouterr() == ("Nothing is wrong in 1 kernel\n", "")
    assert main(["doctor", "keras-quiet-mine", "--json"]) == 0
    assert capsys.readouterr() == ("[]\n", "")


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "config null": (
        {"metadata": {"kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": None}}},
        "has_our_provisioner",
    ),
    "a string": ({"metadata": {"kernel_provisioner": "keras-quiet-provisioner"}}, "has_our_provisioner"),
    "no interpreter": ({"argv": ["/gone/python", "-m", "keras_quiet.inside"]}, "argv_exists"),
    "no filter": ({"argv": ["PYTHON", "/gone/keras_quiet/inside/__main__.py"]}, "argv_exists"),
    "a number as a variable": ({"env": {"A": 1}}, "readable"),
    "an unknown backend": (
        {
            "metadata": {
                "kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": {"backend": "x"}}
            }
        },
        "configuration_is_right",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_doctor_finds_what_is_wrong_with_files(fault: str, jupyter: Path, python: Path, capsys: Captured) -> None:
    changes, check = FAULTS[fault]
    argv = [
        str(python) if part == "PYTHON" else part
        for part in changes.get("argv", ("PYTHON", "-m", "keras_quiet.inside"))
    ]
    write(jupyter, "torchy", **{**changes, "argv": argv})
    assert main(["doctor", "torchy", "--json"]) == 1
    assert [row["check"] for row in json.loads(capsys.readouterr().out)] == [check]


REPAIRABLE: dict[str, Callable[[dict[str, Any]], None]] = {
    "a string": lambda content: content["metadata"].update(kernel_provisioner="keras-quiet-provisioner"),
    "no stanza": lambda content: content["metadata"].pop("kernel_provisioner"),
    "config null": lambda content: content["metadata"]["kernel_provisioner"].update(config=None),
    "no filter": lambda content: content["argv"].__setitem__(-3, "/gone/keras_quiet/inside/__main__.py"),
    "no interpreter": lambda content: content["argv"].__setitem__(0, f"{content['argv'][0]}9.9"),
    "a number as a variable": lambda content: content["env"].update(A=1),
}


@pytest.mark.parametrize("fault", REPAIRABLE)
def test_the_command_that_the_doctor_names_helps(fault: str, installed: Path, capsys: Captured) -> None:
    file = installed / "kernels" / "keras-quiet-mine" / "kernel.json"
    content = json.loads(file.read_text())
    REPAIRABLE[fault](content)
    file.write_text(json.dumps(content))
    assert main(["doctor", "keras-quiet-mine"]) == 1
    (command,) = re.findall(r"again: jupyter keras-quiet (install .*)", capsys.readouterr().out)
    assert main(shlex.split(command)) == 0
    assert main(["doctor", "keras-quiet-mine"]) == 0


def test_a_kernel_that_install_did_not_write_is_to_be_removed_first(jupyter: Path, capsys: Captured) -> None:
    write(jupyter, "torchy", metadata={"kernel_provisioner": "keras-quiet-provisioner"})
    assert main(["doctor", "torchy"]) == 1
    fix = "jupyter kernelspec remove -f torchy && jupyter keras-quiet install --name torchy --user"
    assert f"Write it again: {fix}\n" in capsys.readouterr().out


def test_the_doctor_finds_the_hidden_one_of_two(
    jupyter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "more"))
    plain = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    first = write(tmp_path / "more", "torchy", argv=plain, metadata={}).parent
    hidden = write(jupyter, "torchy").parent
    assert main(["doctor", "torchy"]) == 1
    assert f"{hidden} is hidden by {first}, which Jupyter finds first." in capsys.readouterr().out


def test_the_doctor_finds_the_filter_of_another_version(jupyter: Path, tmp_path: Path, capsys: Captured) -> None:
    inside = tmp_path / "old" / "keras_quiet" / "inside" / "__main__.py"
    inside.parent.mkdir(parents=True)
    inside.touch()
    (inside.parents[1] / "__init__.py").write_text('"""x"""\n\n__version__ = "0.0.1"\n')
    write(jupyter, "torchy", argv=[sys.executable, str(inside)])
    assert main(["doctor", "torchy"]) == 1
    assert f"The filter in the kernel's argv has version 0.0.1, not {__version__}. " in capsys.readouterr().out


def test_the_doctor_finds_a_jupyter_server_without_us(
    installed: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    command = installed.parent / "bin" / "jupyter-lab"
    command.parent.mkdir()
    command.write_text(f"#!{Path(sys.base_prefix) / 'bin' / 'python3'}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent), prepend=os.pathsep)
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "2")
    assert main(["doctor", "keras-quiet-mine", "--json"]) == 1
    checks = [row["check"] for row in json.loads(capsys.readouterr().out)]
    assert checks == ["provisioner_is_known", "log_level_is_not_exported"]


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_no_percent_sign_twice(verb: str, capsys: Captured) -> None:
    """argparse replaces it in the help of an option, but not in a description."""
    with pytest.raises(SystemExit):
        main([verb, "--help"])
    assert "%%" not in capsys.readouterr().out


def test_the_command_is_jupyters_and_help_is_quick() -> None:
    command = [sys.executable, "-m", "jupyter", "keras-quiet", "--version"]
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    assert subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout == f"{__version__}\n"
    script = "import sys; from keras_quiet.command.main import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    script += "print([name for name in sys.modules if name.startswith(('jupyter', 'traitlets', 'zmq'))])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"
    for verb in ("install", "list", "remove", "show", "doctor"):
        assert f"    {verb} " in told


def test_a_reader_who_has_read_enough_gets_no_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "keras_quiet", "explain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stdin is not None
    process.stdin.write(b"a line\n" * 5000)
    process.stdin.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 1


@pytest.mark.parametrize(
    "words", [[], ["nix"], ["install", "--backend", "mxnet"], ["install", "--user", "--sys-prefix"]]
)
def test_words_that_are_not_understood_exit_with_2(words: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: jupyter keras-quiet")


@pytest.mark.parametrize(
    "words", [["list", "--nope"], ["show"], ["install", "--backend", "mxnet"], ["doctor", "a", "b", "-z"]]
)
def test_a_usage_error_prints_the_usage_of_the_verb(words: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    told = capsys.readouterr().err
    assert stopped.value.code == 2
    assert told.startswith(f"usage: jupyter keras-quiet {words[0]} [-h]")
    assert f"\njupyter keras-quiet {words[0]}: error: " in told
