"""The user-wide switch: what it writes, what it never touches, and the kernels that it makes quiet."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from keras_quiet.command import doctor, everywhere
from keras_quiet.command.inspection import JupyterSetup
from keras_quiet.command.main import main
from sessions import kernel, plain_argv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOISE = (
    b"2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on. You may see "
    b"slightly different numerical results due to floating-point round-off errors from different computation orders. "
    b"To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.\n"
)
# The plain kernel's watcher may come after the end of the cell.
CELL = f"import os, time; os.write(2, {NOISE!r} + b'mine\\n'); time.sleep(0.5)"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def ipython(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return tmp_path / "ipython"


def startup(ipython: Path) -> Path:
    return ipython / "profile_default" / "startup" / "00-keras-quiet.py"


def test_it_is_written_once_told_and_removed(ipython: Path, capsys: Captured) -> None:
    assert main(["everywhere"]) == 0
    assert f"Wrote {startup(ipython)}" in capsys.readouterr().out
    before = startup(ipython).stat().st_mtime_ns
    assert main(["everywhere"]) == 0
    assert "Nothing to do" in capsys.readouterr().out
    assert startup(ipython).stat().st_mtime_ns == before
    assert main(["list"]) == 0
    assert str(startup(ipython)) in capsys.readouterr().out
    assert main(["everywhere", "--remove"]) == 0
    assert list(startup(ipython).parent.iterdir()) == []
    assert main(["everywhere", "--remove"]) == 0
    assert "does not load" in capsys.readouterr().out


def test_another_profile(ipython: Path, capsys: Captured) -> None:
    assert main(["everywhere", "--profile", "mine"]) == 1
    assert "ipython profile create mine" in capsys.readouterr().err
    (ipython / "profile_mine").mkdir(parents=True)
    assert main(["everywhere", "--profile", "mine"]) == 0
    assert [switch.profile for switch in everywhere.find_switches()] == ["mine"]
    assert main(["everywhere", "--profile", "../mine"]) == 1


def test_what_a_person_wrote_stays(ipython: Path, capsys: Captured) -> None:
    main(["everywhere"])
    changed = startup(ipython).read_text() + "import numpy\n"
    startup(ipython).write_text(changed)
    for words in (["everywhere"], ["everywhere", "--remove"]):
        assert main(words) == 1
        assert "by hand" in capsys.readouterr().err
    assert startup(ipython).read_text() == changed
    setup = JupyterSetup({}, switches=tuple(everywhere.find_switches()))
    assert "changed by hand" in next(doctor.everywhere_is_whole(setup))


def test_a_folder_that_cannot_be_written_is_one_line(ipython: Path, capsys: Captured) -> None:
    (ipython / "profile_default").mkdir(parents=True)
    (ipython / "profile_default" / "startup").write_text("")
    assert main(["everywhere"]) == 1
    told = capsys.readouterr().err
    assert (told.count("\n"), "Nothing was changed" in told) == (1, True)


def test_a_folder_that_only_its_owner_may_write(ipython: Path, capsys: Captured) -> None:
    main(["everywhere", "--remove"])  # imports what nobody else may read
    (ipython / "profile_default").mkdir(parents=True)
    for folder in (ipython / "profile_default", ipython, *ipython.parents[:2]):
        folder.chmod(0o555)
    capsys.readouterr()
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)  # root may write everywhere
        assert main(["everywhere"]) == 1
    finally:
        if root:
            os.seteuid(0)
        for folder in (ipython / "profile_default", ipython, *ipython.parents[:2]):
            folder.chmod(0o755)
    told = capsys.readouterr().err
    assert (told.count("\n"), "Permission denied. Nothing was changed" in told) == (1, True)
    assert not (ipython / "profile_default" / "startup").exists()


PERSONS = {
    "ipython_config.py": "c.InteractiveShellApp.extensions = ['autoreload']; "
    "c.InteractiveShellApp.exec_lines = ['mine = 1']",
    "ipython_kernel_config.py": "c.InteractiveShellApp.extensions = ['autoreload', 'keras_quiet']",
    "ipython_config.json": '{"InteractiveShellApp": {"extensions": ["autoreload"]}}',
    "ipython_kernel_config.json": '{"IPKernelApp": {"extensions": ["autoreload"]}}',
    "startup/10-mine.py": "%load_ext = no python",
}


@pytest.mark.parametrize("name", PERSONS)
def test_a_persons_own_configuration_goes_on(ipython: Path, name: str) -> None:
    file = ipython / "profile_default" / name
    file.parent.mkdir(parents=True)
    file.write_text(PERSONS[name])
    env = {"IPYTHONDIR": str(ipython)}
    ask = "print('autoreload' in get_ipython().extension_manager.loaded, 'mine' in dir())"
    with kernel(plain_argv(sys.executable), env=env) as session:
        before = session.run(ask).stdout
    assert main(["everywhere"]) == 0
    with kernel(plain_argv(sys.executable), env=env) as session:
        assert session.run(ask).stdout == before
        assert session.run(CELL).stderr == "mine\n"
    assert file.read_text() == PERSONS[name]
    assert main(["everywhere", "--remove"]) == 0
    assert file.read_text() == PERSONS[name]


def test_a_home_without_a_folder_of_ipythons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IPYTHONDIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    assert main(["everywhere"]) == 0
    with kernel(plain_argv(sys.executable)) as session:
        assert session.run(CELL).stderr == "mine\n"
    assert main(["everywhere", "--remove"]) == 0


def test_every_kernel_is_quiet_with_a_configuration_that_ipython_cannot_read(ipython: Path, capsys: Captured) -> None:
    (ipython / "profile_default").mkdir(parents=True)
    (ipython / "profile_default" / "ipython_config.py").write_text("c = = 1\n")
    assert main(["everywhere"]) == 0
    assert "ipython_config.py (line 1: invalid syntax). Correct it" in capsys.readouterr().err
    env = {"IPYTHONDIR": str(ipython)}
    with kernel(plain_argv(sys.executable), env=env) as session:
        assert session.run(CELL).stderr == "mine\n"
        assert session.run("print([name for name in dir() if 'keras' in name], In)").stdout.startswith("[] ['', ")
    main(["everywhere", "--remove"])
    with kernel(plain_argv(sys.executable), env=env) as session:
        assert session.run(CELL).stderr == NOISE.decode() + "mine\n"


@pytest.mark.live
def test_an_environment_without_it_starts_as_before_and_runs_nothing_of_the_notebooks_folder(
    ipython: Path, tmp_path: Path, environment: Callable[[str], Path]
) -> None:
    python = environment("ipykernel-6.29")
    main(["everywhere"])
    (tmp_path / "keras_quiet.py").write_text("print('ran')\ndef load_ipython_extension(_): print('loaded')\n")
    env = {"IPYTHONDIR": str(ipython)}
    with kernel(plain_argv(python), env=env, cwd=tmp_path) as session:
        assert session.run(CELL).stderr == NOISE.decode() + "mine\n"
        assert session.run("import sys; print('keras_quiet' in sys.modules)").stdout == "False\n"
        assert "keras" not in session.terminal().replace(NOISE.decode(), "")
