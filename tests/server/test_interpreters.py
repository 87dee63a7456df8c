"""What interpreters have: this one, real ones of other versions, and ones that do not answer."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import environments
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras_quiet.server import interpreters
from keras_quiet.server.interpreters import Interpreter, Memory, examine, interpreter_of
from processes import wait

SITE = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """An environment of its own with an empty site-packages; its folder."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "other")], check=True)
    return tmp_path / "other"


def put(folder: Path, *modules: str, **versions: str) -> None:
    """Put modules, and the metadata of distributions, into a folder of packages."""
    for module in modules:
        (folder / module).mkdir(parents=True)
        (folder / module / "__init__.py").write_text("raise SystemExit('imported')")
    for name, version in versions.items():
        (folder / f"{name}-{version}.dist-info").mkdir(parents=True)


def test_this_interpreter_is_looked_at_without_a_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put(tmp_path, "jax", keras="3.15.1")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(interpreters, "TIME_LIMIT", 0)  # a process would not answer in time
    for argv in (["python"], [sys.executable], [str(Path(sys.executable).with_name("python3"))]):
        found = interpreter_of(argv)
        assert found.backends is not None
        assert "jax" in found.backends
        assert (found.keras, found.version) == ("3.15.1", "{}.{}.{}".format(*sys.version_info[:3]))
        assert found.ipykernel
        assert "jax" not in sys.modules


def test_another_environment_of_the_same_file_is_another_interpreter(other: Path) -> None:
    put(other / SITE, "jax", "scipy", "numpy", keras="3.9.0", ipykernel="7.4.0", tensorflow_cpu="2.19.0")
    assert interpreter_of([str(other / "bin" / "python")], memory=Memory()) == Interpreter(
        str(other / "bin" / "python"),
        frozenset({"jax", "numpy"}),
        version="{}.{}.{}".format(*sys.version_info[:3]),
        keras="3.9.0",
        ipykernel="7.4.0",
        tensorflow="2.19.0",
        own=str(other),
    )


def test_a_folder_that_pip_left_behind_is_not_a_backend(other: Path) -> None:
    (other / SITE / "tensorflow" / "python").mkdir(parents=True)
    assert examine(str(other / "bin" / "python"), memory=Memory()).backends == frozenset()


def test_an_answer_is_remembered_until_its_packages_change(other: Path) -> None:
    python, memory = str(other / "bin" / "python"), Memory()
    assert examine(python, memory=memory).backends == frozenset()
    before = time.thread_time()
    assert examine(python, memory=memory).backends == frozenset()
    assert time.thread_time() - before < 0.01
    put(other / SITE, "torch")
    assert examine(python, memory=memory).backends == frozenset({"torch"})


def test_pythonpath_counts_and_has_its_own_answer(other: Path, tmp_path: Path) -> None:
    python, memory = str(other / "bin" / "python"), Memory()
    put(tmp_path / "more", "jax")
    assert examine(python, {**os.environ, "PYTHONPATH": str(tmp_path / "more")}, memory).backends == {"jax"}
    assert examine(python, dict(os.environ), memory).backends == frozenset()


def test_the_users_own_packages_count_only_outside_of_environments(other: Path, tmp_path: Path) -> None:
    put(tmp_path / "user" / SITE, "jax")
    env = {**os.environ, "PYTHONUSERBASE": str(tmp_path / "user")}
    base = str(Path(sys.base_prefix) / "bin" / "python3")
    assert "jax" in (examine(base, env, Memory()).backends or ())
    assert "jax" not in (examine(base, {**env, "PYTHONNOUSERSITE": "1"}, Memory()).backends or ())
    assert examine(str(other / "bin" / "python"), env, Memory()).backends == frozenset()
    config = other / "pyvenv.cfg"
    config.write_text(config.read_text().replace("packages = false", "packages = true"))
    assert "jax" in (examine(str(other / "bin" / "python"), env, Memory()).backends or ())


def test_what_a_package_prints_at_start_does_not_disturb(other: Path) -> None:
    (other / SITE / "loud.pth").write_text("import sys; print('hello'); sys.stderr.write('hello')\n")
    assert examine(str(other / "bin" / "python"), memory=Memory()).backends == frozenset()


@pytest.mark.timed
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 3", "is no Python 3.6 or newer (it ended with exit status 3)"),
        ("sleep 30", "did not say what it has in 1 s"),
        ("echo hello", "is no Python 3.6 or newer (its answer cannot be read)"),
        ("echo '[1]'", "is no Python 3.6 or newer (its answer cannot be read)"),
        ("exit 0", "is no Python 3.6 or newer (its answer cannot be read)"),
    ],
)
def test_an_interpreter_that_does_not_answer_is_not_known(
    tmp_path: Path, script: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interpreters, "TIME_LIMIT", 1.0)
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    before = time.perf_counter()
    found = interpreter_of([str(python)], memory=Memory())
    assert found == Interpreter(str(python), unknown=f"{python} {reason}")
    assert time.perf_counter() - before < 3


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["/gone/python"], "there is no /gone/python"),
        (["bash", "-c", "python"], "what bash starts is not known"),
    ],
)
def test_what_is_not_named_is_not_known(argv: list[str], reason: str) -> None:
    assert interpreter_of(argv) == Interpreter(argv[0], unknown=reason)


@pytest.mark.parametrize("version", ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"])
def test_every_python_from_3_6_answers(version: str, tmp_path: Path) -> None:
    try:
        python = environments.interpreter(version)
    except RuntimeError as error:
        pytest.skip(str(error))
    put(tmp_path, "tensorflow", Keras="2.3.1")
    (tmp_path / "theano").mkdir()
    (tmp_path / f"ipykernel-5.5.6-py{version}.egg-info").touch()
    found = examine(python, {**os.environ, "PYTHONPATH": str(tmp_path)}, Memory())
    assert found.version.startswith(f"{version}.")
    assert found.backends is not None
    assert "tensorflow" in found.backends
    assert "theano" not in found.backends
    assert (found.keras, found.ipykernel) == ("2.3.1", "5.5.6")


PROBE = f'exec "{sys.executable}" "$@"'
HOSTILE = {
    "hangs with a child": ("sleep 31.7 & sleep 31.7", "did not say what it has in 1 s"),
    "hangs when it has answered": ("echo '{}'; exec 1>&-; sleep 31.7", "did not say what it has in 1 s"),
    "prints 1 GB": ("head -c 1000000000 /dev/zero", "is no Python 3.6 or newer (its answer cannot be read)"),
    "prints for ever": ("yes", "is no Python 3.6 or newer (its answer cannot be read)"),
    "prints 1 GB in a child": ("yes & exit 0", "is no Python 3.6 or newer (its answer cannot be read)"),
    "prints garbage": ("head -c 60000 /dev/urandom", "is no Python 3.6 or newer (its answer cannot be read)"),
    "nests": ("head -c 60000 /dev/zero | tr '\\0' '['", "is no Python 3.6 or newer (its answer cannot be read)"),
    "dies": ("kill -9 $$", "is no Python 3.6 or newer (it ended with exit status -9)"),
    "is no program": ("", ""),
    "waits for a word": ("read word; exit 4", "is no Python 3.6 or newer (it ended with exit status 4)"),
}


def script(folder: Path, text: str) -> str:
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\n{text}\n")
    python.chmod(0o755)
    return str(python)


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def left_behind() -> list[str]:
    return subprocess.run(["pgrep", "-f", "sleep 31.7"], capture_output=True, text=True, check=False).stdout.split()


@pytest.mark.timed
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_interpreter_costs_its_time_limit_and_no_memory(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interpreters, "TIME_LIMIT", 1.0)
    text, reason = HOSTILE[what]
    python = script(tmp_path, text)
    if not text:
        Path(python).write_bytes(b"\x7fELF garbage")
        reason = "is no Python 3.6 or newer (Exec format error)"
    threads, opened = threading.active_count(), descriptors()
    before, memory = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert examine(python, memory=Memory()) == Interpreter(python, unknown=f"{python} {reason}")
    assert time.perf_counter() - before < 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 20 << 10  # in KiB
    wait(lambda: threading.active_count() == threads and descriptors() == opened, 5)
    assert not left_behind()


@pytest.mark.timed
def test_a_child_that_outlives_the_answer_does_not_delay_it(tmp_path: Path) -> None:
    began = time.perf_counter()
    found = examine(script(tmp_path, f"sleep 31.7 & {PROBE}"), memory=Memory())
    assert found.backends is not None
    assert time.perf_counter() - began < 3
    wait(lambda: not left_behind(), 5)


ANSWER = {"version": "3", "prefix": "/", "own": True, "modules": ["jax"], "versions": {}, "folders": ["/"]}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*ANSWER, "more"]), JSON, max_size=3), st.binary(max_size=30))
def test_whatever_an_interpreter_answers_is_an_answer_or_is_not_known(wrong: dict[str, object], noise: bytes) -> None:
    said = [noise + b"\n" + json.dumps({**ANSWER, **wrong}).encode(), noise]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpreters, "ask", lambda *_: said[0])
        first = examine("/bin/sh", memory=Memory())
        said.pop(0)
        second = examine("/bin/sh", memory=Memory())
    assert bool(first.unknown) == (first.backends is None)
    assert second.unknown
