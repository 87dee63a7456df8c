"""A kernel of ours that no provisioner started chooses the backend as the server would, and says why."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from keras_quiet.command.kernel_json import with_ours
from keras_quiet.command.main import main
from keras_quiet.server.environment import decide
from keras_quiet.server.gathering import gather
from keras_quiet.server.settings import Settings
from kernels import environment
from noise import NOTICE
from sessions import kernel, package_alone, plain_argv, quiet_argv

if TYPE_CHECKING:
    from pathlib import Path

    from sessions import Session

NOW = "__import__('os').environ.get('KERAS_BACKEND')"


class Place(NamedTuple):
    """What an environment has, what keras.json says, what is exported; and the backend, None where it is not set."""

    modules: tuple[str, ...]
    keras: str
    keras_json: str | None
    export: dict[str, str]
    backend: str | None


PLACES = {
    "the first that is there": Place(("jax", "torch"), "3.15.1", None, {}, "jax"),
    "keras.json": Place(("jax", "torch"), "3.15.1", '{"backend": "torch"}', {}, "torch"),
    "keras.json, which Keras itself wrote": Place(("jax",), "3.15.1", '{"backend": "tensorflow"}', {}, "jax"),
    "a broken keras.json": Place(("torch",), "3.15.1", "{", {}, "torch"),
    "an export": Place(("jax", "torch"), "3.15.1", '{"backend": "jax"}', {"KERAS_BACKEND": "torch"}, "torch"),
    "an export of a gateway's client": Place(("jax",), "3.15.1", None, {"KERNEL_KERAS_BACKEND": "jax"}, "jax"),
    "an export of what is missing": Place(("jax",), "3.15.1", None, {"KERAS_BACKEND": "torch"}, "torch"),
    "no backend at all": Place((), "3.15.1", None, {}, "tensorflow"),
    "Keras 2.14": Place(("tensorflow",), "2.14.0", None, {}, None),
    "Keras 2.14, keras.json": Place(("tensorflow",), "2.14.0", '{"backend": "tensorflow"}', {}, None),
    "Keras 2.14, an export": Place(("tensorflow",), "2.14.0", None, {"KERAS_BACKEND": "jax"}, "jax"),
}


def told(session: Session) -> str:
    """Return the magic's line about the backend."""
    line = next(line for line in session.run("%keras_quiet").results[0].splitlines() if line.startswith("backend"))
    return line.partition(" ")[2].strip()


@pytest.mark.parametrize("row", PLACES)
def test_the_backend_the_reason_and_the_notices_are_those_of_the_server(
    row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = PLACES[row]
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    if place.keras_json is not None:
        (tmp_path / "keras.json").write_text(place.keras_json)
    python = environment(tmp_path / "environment", *place.modules, keras=place.keras)
    found = gather(quiet_argv(python), {**os.environ, **place.export}, {}, str(tmp_path))
    decision = decide(Settings(), place.export, {}, found)
    assert [each.value for each in decision.variables] == ([place.backend] if place.backend else [])
    with kernel(quiet_argv(python), env=place.export, cwd=tmp_path) as session:
        assert session.run(NOW).results == ([repr(place.backend)] if place.backend else [])
        if place.backend:
            shown = "tensorflow" if place.keras == "2.14.0" else place.backend
            assert told(session).startswith(f"{shown}  (")
            assert decision.variables[0].reason in told(session)
        else:
            assert told(session) == "tensorflow  (Keras 2.14.0 runs on nothing else)"
    with kernel(quiet_argv(python), env=place.export, cwd=tmp_path) as session:
        assert session.run("pass").stderr == "".join(f"[keras-quiet] {text}\n" for text in decision.notices)


def test_it_is_set_before_the_first_line_of_the_user_and_a_restart_decides_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "a.py").write_text("import os; first = os.environ['KERAS_BACKEND']")
    python = environment(tmp_path / "environment", "jax", "torch", keras="3.15.1")
    with kernel(quiet_argv(python)) as session:
        assert session.run("first").results == ["'jax'"]
        assert session.run("import sys; [name for name in ('jax', 'torch') if name in sys.modules]").results == ["[]"]
        (tmp_path / "keras.json").write_text(json.dumps({"backend": "torch"}))
        session.restart()
        assert session.run("first").results == ["'torch'"]
        assert told(session) == f"torch  ({tmp_path}/keras.json says so)"


def test_what_is_in_the_notebooks_folder_is_neither_run_nor_taken_for_a_backend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    for name in ("jax", "json", "site"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit")
    python = environment(tmp_path / "environment", "torch", keras="3.15.1")
    with kernel(quiet_argv(python), cwd=tmp_path) as session:
        assert session.run(NOW).results == ["'torch'"]


BROKEN_FINDER = """
import sys
class Finder:
    def find_spec(self, name, *_more):
        if name == "jax":
            raise RuntimeError("a finder that is broken")
sys.meta_path.insert(0, Finder())
"""


def test_where_it_cannot_decide_the_filter_works_all_the_same(tmp_path: Path) -> None:
    python = environment(tmp_path / "environment", "jax", keras="3.15.1")
    (tmp_path / "sitecustomize.py").write_text(BROKEN_FINDER)
    with kernel(quiet_argv(python), env={"PYTHONPATH": str(tmp_path)}) as session:
        assert session.run(NOW).results == []
        assert (
            session.run(f"import os, sys; _ = os.write(2, b'{NOTICE}\\nmine\\n'); sys.stderr.flush()").stderr
            == "mine\n"
        )
        assert "no backend was chosen: RuntimeError" in session.terminal()


@pytest.mark.parametrize(("backend", "value"), [("torch", "'torch'"), ("none", None)])
def test_the_backend_of_kernel_json_is_no_export(
    tmp_path: Path, backend: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    python = environment(tmp_path / "environment", "jax", keras="3.15.1")
    env = with_ours({}, backend, {})["env"]
    with kernel(quiet_argv(python), env=env) as session:
        assert session.run(NOW).results == ([value] if value else [])
        answer = "not set  (kernel.json says none)" if value is None else "torch  (kernel.json says so)"
        assert told(session) == answer
        assert session.run("__import__('os').environ.get('KERAS_QUIET_BACKEND')").results == []
        if value:
            session.restart()
            assert session.run("pass").stderr.endswith("Run %pip install torch\n")


FEW = "import os, sys; _ = os.write(2, b'one\\ntwo\\nthree\\n'); sys.stderr.flush()"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that counts in every program; it hides one line, shows another, and names a backend."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    (tmp_path / "config").mkdir()
    file = tmp_path / "config" / "jupyter_keras_quiet_config.json"
    section = {"backend": "torch", "hide": ["one", "two"], "show": ["two"]}
    file.write_text(json.dumps({"KerasQuietProvisioner": section}))
    return file


@pytest.mark.parametrize(
    ("env", "answer"),
    [
        ({}, "torch  ({} says so)"),
        ({"KERAS_BACKEND": "jax"}, "torch  ({} says so)"),
        (with_ours({}, "jax", {})["env"], "jax  (kernel.json says so)"),
    ],
)
def test_the_file_of_all_programs_counts_as_row_1(tmp_path: Path, file: Path, env: dict[str, str], answer: str) -> None:
    python = environment(tmp_path / "environment", "jax", "torch", keras="3.15.1")
    with kernel(quiet_argv(python), env=env) as session:
        assert session.run(FEW).stderr == "two\nthree\n"
        assert told(session) == answer.format(file)


@pytest.mark.usefixtures("file")
def test_under_load_ext_and_everywhere_its_patterns_count_alone(tmp_path: Path) -> None:
    python = environment(tmp_path / "environment", "jax", "torch", keras="3.15.1")
    env = {"PYTHONPATH": package_alone(tmp_path / "alone")}
    with kernel(plain_argv(python), env=env) as session:
        assert session.run(FEW).stderr == "one\ntwo\nthree\n"
        assert session.run("%load_ext keras_quiet").stderr == ""
        assert session.run(FEW).stderr == "two\nthree\n"
        assert session.run(NOW).results == []
    assert main(["everywhere"]) == 0
    with kernel(plain_argv(python), env=env) as session:
        assert session.run(FEW).stderr == "two\nthree\n"
        assert session.run(NOW).results == []


def test_a_wrong_file_is_told_in_one_line_and_the_kernel_goes_on_without_it(tmp_path: Path, file: Path) -> None:
    file.write_text('{"KerasQuietProvisioner": {"hide": ["one", ".*two"], "backend": "jaxx"}}')
    python = environment(tmp_path / "environment", "jax", "torch", keras="3.15.1")
    expected = (
        f"[keras-quiet] {file} is ignored: KerasQuietProvisioner.hide: pattern 2: '.*two' is meant as a regular "
        "expression: write '*two*' (`*` is any text, and case counts); KerasQuietProvisioner.backend: unknown backend "
    )
    with kernel(quiet_argv(python)) as session:
        first = session.run(FEW).stderr
        assert first.startswith(expected)
        assert first.count("\n") == 4
        assert first.endswith("one\ntwo\nthree\n")
        assert told(session) == f"jax  (nothing was chosen, and {python} has it)"
    with kernel(plain_argv(python), env={"PYTHONPATH": package_alone(tmp_path / "alone")}) as session:
        session.run("%load_ext keras_quiet")
        assert session.run("1").stderr.startswith(expected)


def test_load_ext_chooses_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    python = environment(tmp_path / "environment", "jax", keras="3.15.1")
    with kernel(plain_argv(python), env={"PYTHONPATH": package_alone(tmp_path / "alone")}) as session:
        assert session.run("%load_ext keras_quiet").error == ""
        assert session.run(NOW).results == []
        assert told(session) == "not set  (nothing was injected, Keras finds out when it is imported)"


def test_a_kernel_that_a_provisioner_started_is_asked_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    with kernel() as session:
        assert session.run("import sys; sys.modules.get('_keras_quiet.without_provisioner')").results == []
        assert sys.executable in told(session)
