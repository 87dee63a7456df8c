"""The provisioner with real kernels: the environment it injects, and that all else is LocalProvisioner's."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_client.provisioning import LocalProvisioner
from keras_quiet.server.start_errors import SettingsError
from sessions import Session, kernel
from traitlets.config import Config

ENVIRON = "import os; print(os.environ.get({!r}))"


def write_kernel(folder: Path, config: object, **extra: Any) -> Path:
    """Write a kernel of ours named `mine` for this interpreter, with this provisioner configuration."""
    spec = {
        "argv": [sys.executable, "-m", "keras_quiet.inside", "-f", "{connection_file}"],
        "display_name": "mine",
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": config}},
        **extra,
    }
    file = folder / "kernels" / "mine" / "kernel.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(spec))
    return file


@pytest.fixture
def jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder and a runtime folder of Jupyter for one test; the folder's path."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    (tmp_path / "runtime").mkdir()
    return tmp_path


@pytest.fixture
def keras_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    (tmp_path / "keras").mkdir()
    return tmp_path / "keras" / "keras.json"


def printed(session: Session, name: str) -> str:
    return session.run(ENVIRON.format(name)).stdout.strip()


def test_the_shipped_kernel_has_a_backend_and_our_provisioner() -> None:
    with kernel() as session:
        assert printed(session, "KERAS_BACKEND") == "tensorflow"
        assert printed(session, "KERAS_QUIET_LAUNCH") == "None"
        assert isinstance(session.manager.provisioner, LocalProvisioner)


def test_the_kernels_own_configuration_beats_an_export(jupyter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_kernel(jupyter, {"backend": "torch"})
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    with kernel(name="mine") as session:
        assert printed(session, "KERAS_BACKEND") == "torch"


@pytest.mark.parametrize("config", [{}, {"backend": "auto"}, None], ids=["nothing", "auto", "the shipped kernel"])
def test_the_servers_configuration_chooses_where_the_kernel_names_no_backend(
    config: dict[str, str] | None, jupyter: Path
) -> None:
    if config is not None:
        write_kernel(jupyter, config)
    name = "keras-quiet" if config is None else "mine"
    manager = KernelManager(kernel_name=name, config=Config({"KerasQuietProvisioner": {"backend": "jax"}}))
    manager.start_kernel(stderr=-3)
    try:
        environ = Path(f"/proc/{manager.provisioner.pid}/environ")
        if environ.exists():
            assert b"KERAS_BACKEND=jax" in environ.read_bytes().split(b"\0")
        assert [each.reason for each in manager.provisioner._decision.variables] == [
            "c.KerasQuietProvisioner.backend says so"
        ]
    finally:
        manager.shutdown_kernel(now=True)


def test_a_passed_environment_is_the_base_and_is_never_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    passed = {**os.environ, "KERAS_BACKEND": "jax"}
    before = dict(passed)
    with kernel(env_passed=passed) as session:
        assert printed(session, "KERAS_BACKEND") == "jax"
        session.restart()
        assert printed(session, "KERAS_BACKEND") == "jax"
    assert passed == before
    assert os.environ["KERAS_BACKEND"] == "torch"


def test_an_empty_export_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "")
    with kernel() as session:
        assert printed(session, "KERAS_BACKEND") == "tensorflow"


def test_nothing_but_the_backend_is_injected_where_the_filter_runs(jupyter: Path) -> None:
    write_kernel(jupyter, {"backend": "jax"})
    names = "import os; print(*sorted(os.environ), sep='\\n')"
    with kernel(name="mine") as ours, kernel(name="python3") as plain:
        assert set(ours.run(names).stdout.split()) - set(plain.run(names).stdout.split()) == {"KERAS_BACKEND"}


BAD = {
    "an unknown key": (
        {"backnd": "jax"},
        ["metadata.kernel_provisioner.config.backnd: unknown key; did you mean 'backend'?"],
    ),
    "a wrong type": ({"backend": 3}, ["metadata.kernel_provisioner.config.backend: must be a string, not int"]),
    "an unknown backend": (
        {"backend": "tensorflw"},
        ["config.backend: unknown backend 'tensorflw'; did you mean 'tensorflow'?"],
    ),
    "traitlets' own names": ({"log": 3, "config": {}}, ["config.log: unknown key", "config.config: unknown key"]),
    "bad patterns": (
        {"hide": ["", ".*oneDNN", "mylib: *"], "show": "x"},
        [
            "config.hide: pattern 1: '' names no text: write the words of the message, and `*` for what varies",
            "config.hide: pattern 2: '.*oneDNN' is meant as a regular expression: write '*oneDNN*'",
            "config.show: must be a list of patterns, not str",
        ],
    ),
    "everything at once": ({"bakend": 1, "backend": "x", "env": {}}, ["bakend", "unknown backend 'x'", "env"]),
}


def test_the_users_rules_reach_the_kernel_and_show_wins(jupyter: Path) -> None:
    write_kernel(jupyter, {"hide": ["mylib: *"], "show": ["mylib: bad"]})
    with kernel(name="mine") as session:
        code = "import sys\nfor word in ('loading', 'bad', 'done'): print('mylib:', word, file=sys.stderr)"
        assert session.run(code).stderr == "mylib: bad\n"
        assert session.run("%keras_quiet log").stdout == "hide mylib: *  mylib: loading\nhide mylib: *  mylib: done\n"


@pytest.mark.parametrize("what", BAD)
def test_a_wrong_configuration_starts_nothing_and_one_error_names_it_all(jupyter: Path, what: str) -> None:
    config, texts = BAD[what]
    file = write_kernel(jupyter, config)
    manager = KernelManager(kernel_name="mine", connection_file=str(jupyter / "runtime" / "kernel-1.json"))
    with pytest.raises(SettingsError) as caught:
        manager.start_kernel()
    for text in [*texts, str(file), "Correct this and start the kernel again."]:
        assert text in str(caught.value)
    assert not list((jupyter / "runtime").iterdir())
    assert not manager.provisioner.ports_cached
    assert not manager.has_kernel


@pytest.mark.parametrize("loss", ["gone", "broken", "a folder", "unreadable json"])
def test_a_lost_keras_json_keeps_the_last_good_answer_at_a_restart(
    keras_home: Path, loss: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # A stand-in for JAX, which would be 600 MB: keras.json counts only where the interpreter has what it names.
    (tmp_path / "site" / "jax").mkdir(parents=True)
    (tmp_path / "site" / "jax" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    keras_home.write_text('{"backend": "jax"}')
    with kernel() as session:
        assert printed(session, "KERAS_BACKEND") == "jax"
        keras_home.unlink()
        if loss == "broken":
            keras_home.write_text("{")
        elif loss == "a folder":
            keras_home.mkdir()
        elif loss == "unreadable json":
            keras_home.write_text("[" * 60000)
        session.restart()
        assert printed(session, "KERAS_BACKEND") == "jax"
    assert str(keras_home) in caplog.text
    assert "last good answer" in caplog.text


def test_interrupt_restart_and_shutdown_are_the_local_provisioners() -> None:
    with kernel() as session:
        session.run("import time")
        request = session.client.execute("time.sleep(60)")
        time.sleep(0.5)
        session.manager.interrupt_kernel()
        reply = session.client._recv_reply(request, timeout=20)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        ports, pid = session.manager.provisioner.ports_cached, session.manager.provisioner.pid
        file = Path(session.manager.connection_file)
        session.restart()
        assert session.manager.provisioner.pid != pid
        assert session.manager.provisioner.ports_cached == ports
        assert file.exists()
    assert not file.exists()
    assert not session.manager.provisioner.has_process


def test_kill_ends_the_process() -> None:
    with kernel() as session:
        session.manager.shutdown_kernel(now=True)
        assert not session.manager.has_kernel


def test_provisioner_info_round_trips() -> None:
    async def run() -> tuple[dict[str, Any], dict[str, Any]]:
        manager = AsyncKernelManager(kernel_name="keras-quiet")
        await manager.start_kernel(stderr=-3)
        info = await manager.provisioner.get_provisioner_info()
        await manager.provisioner.load_provisioner_info(info)
        again = await manager.provisioner.get_provisioner_info()
        await manager.shutdown_kernel(now=True)
        return info, again

    info, again = asyncio.run(run())
    assert info == again
    assert info["pid"] > 0


def test_curve_encryption_works_with_the_shipped_kernel() -> None:
    spec = KernelSpecManager().get_kernel_spec("keras-quiet")
    assert spec.metadata["supported_encryption"] == ["curve"]
    manager = KernelManager(kernel_name="keras-quiet", transport_encryption="required")
    manager.start_kernel(stderr=-3)
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        assert json.loads(Path(manager.connection_file).read_text())["curve_publickey"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
