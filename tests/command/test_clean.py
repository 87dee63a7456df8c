"""`jupyter keras-quiet clean`: files, folders and pipes, what it says, and its exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from keras_quiet.command.cleaning import files
from keras_quiet.command.main import main
from noise import NOTICE, OLDER_NOTICE
from stored import FORMS, cell, notebook, stream, texts

COMMAND = [sys.executable, "-m", "keras_quiet", "clean"]
NOISY = FORMS["Jupyter"](notebook(cell(stream(f"mine\n{OLDER_NOTICE}\n{NOTICE}\n")), cell(stream(f"{NOTICE}\n"))))
CLEAN = FORMS["Jupyter"](notebook(cell(stream("mine\n")), cell()))
CONVERT = "jupyter nbconvert --to notebook --inplace NOTEBOOK"
TOLD = "3 lines removed: onednn-notice 3\n"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def noisy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notebook with known noise, in the current folder."""
    monkeypatch.chdir(tmp_path)
    file = Path("noisy.ipynb")
    file.write_text(NOISY, "utf-8")
    return file


def names() -> list[str]:
    """Return what is in the current folder."""
    return sorted(path.name for path in Path().iterdir())


def run(*words: object, given: str = "", **more: Any) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False, **more)


def test_a_notebook_is_cleaned_in_place_and_it_is_said_what_went(noisy: Path, capsys: Captured) -> None:
    assert main(["clean", str(noisy)]) == 0
    assert capsys.readouterr() == (f"noisy.ipynb: {TOLD}", "")
    assert noisy.read_text("utf-8") == CLEAN
    before = noisy.stat()
    assert main(["clean", str(noisy)]) == 0
    assert capsys.readouterr() == ("no known noise in 1 notebook\n", "")
    assert noisy.stat() == before  # not written at all


def test_check_writes_nothing_and_says_what_would_go(noisy: Path, capsys: Captured) -> None:
    before = noisy.stat()
    assert main(["clean", "--check", str(noisy)]) == 1
    assert capsys.readouterr() == ("noisy.ipynb: 3 lines would be removed: onednn-notice 3\n", "")
    assert noisy.stat() == before
    noisy.write_text(CLEAN, "utf-8")
    assert main(["clean", "--check", str(noisy)]) == 0


@pytest.mark.parametrize("form", FORMS)
def test_the_difference_can_be_applied(form: str, noisy: Path) -> None:
    noisy.write_bytes(FORMS[form](json.loads(NOISY)).encode())
    done = subprocess.run([*COMMAND, "--diff", str(noisy)], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert done.stderr == b"noisy.ipynb: 3 lines would be removed: onednn-notice 3\n"
    subprocess.run(["git", "apply", "-p0"], input=done.stdout, capture_output=True, check=True)
    assert noisy.read_bytes() == FORMS[form](json.loads(CLEAN)).encode()


def test_diff_alone_is_no_failure_and_with_check_it_is(noisy: Path, capsys: Captured) -> None:
    assert main(["clean", "--diff", str(noisy)]) == 0
    assert main(["clean", "--diff", "--check", str(noisy)]) == 1
    assert noisy.read_text("utf-8") == NOISY
    capsys.readouterr()


def test_quiet_says_nothing_but_what_is_wrong(noisy: Path, capsys: Captured) -> None:
    assert main(["clean", "-q", str(noisy), "gone.ipynb"]) == 2
    assert capsys.readouterr() == ("", "gone.ipynb: cannot be read: No such file or directory\n")


# Standard input and output.


def test_a_pipe_is_cleaned() -> None:
    done = run("-", given=NOISY)
    assert (done.returncode, done.stdout) == (0, CLEAN)
    assert done.stderr == f"standard input: {TOLD}"
    done = run("-q", "-", given=CLEAN)
    assert (done.returncode, done.stdout, done.stderr) == (0, CLEAN, "")


def test_of_a_pipe_that_is_checked_nothing_is_written() -> None:
    done = run("--check", "-", given=NOISY)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "standard input: 3 lines would be removed: onednn-notice 3\n"
    assert run("--diff", "-", given=NOISY).stdout.startswith("--- standard input\n+++ standard input\n@@ ")


def test_what_cannot_be_cleaned_in_a_pipe_is_passed_on() -> None:
    done = run("-", given="{not JSON")
    assert (done.returncode, done.stdout) == (2, "{not JSON")
    assert done.stderr.startswith("standard input: is no JSON: ")


def test_a_pipe_stands_alone(noisy: Path) -> None:
    done = run("-", noisy, given=NOISY)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "- is the notebook on standard input: name no other beside it\n"


# Several notebooks, and what is wrong with some.


@pytest.mark.usefixtures("noisy")
def test_folders_are_searched(capsys: Captured) -> None:
    shown, hidden = ["a/b/1.ipynb", "a/2.ipynb"], [".ipynb_checkpoints/3.ipynb", "a/.hidden/4.ipynb", "env/lib/5.ipynb"]
    places = [*shown, *hidden, "a/6.txt"]
    for place in map(Path, places):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(NOISY, "utf-8")
    Path("env/pyvenv.cfg").touch()
    Path("a/folder.ipynb").mkdir()
    assert main(["clean", "."]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [f"{place}: {TOLD[:-1]}" for place in ("noisy.ipynb", "a/2.ipynb", "a/b/1.ipynb")]
    assert [Path(place).read_text("utf-8") == CLEAN for place in places] == [True, True, False, False, False, False]
    assert main(["clean", "a/.hidden", "a/6.txt"]) == 0  # who names them means them
    assert all(Path(place).read_text("utf-8") == CLEAN for place in ("a/.hidden/4.ipynb", "a/6.txt"))
    assert main(["clean", "a/folder.ipynb"]) == 0
    assert capsys.readouterr().out.endswith("no known noise in 0 notebooks\n")


def test_a_folder_that_cannot_be_searched_is_said(
    noisy: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As without permission, which root does not meet."""
    Path("closed").mkdir()
    really = os.scandir

    def refuse(place: str) -> Any:
        if str(place).endswith("closed"):
            raise PermissionError(13, "Permission denied", place)
        return really(place)

    monkeypatch.setattr(os, "scandir", refuse)
    assert main(["clean", "."]) == 2
    assert capsys.readouterr().err == "closed: cannot be searched for notebooks: permission denied\n"
    assert noisy.read_text("utf-8") == CLEAN


def test_what_is_wrong_with_some_is_said_and_the_others_are_cleaned(noisy: Path, capsys: Captured) -> None:
    Path("broken.ipynb").write_text('{"cells": [')
    Path("old.ipynb").write_text('{"nbformat": 3, "worksheets": []}')
    names = ["gone.ipynb", "broken.ipynb", "old.ipynb"]
    assert main(["clean", "--check", *names, str(noisy)]) == 2
    capsys.readouterr()
    assert main(["clean", *names, str(noisy)]) == 2
    told = capsys.readouterr()
    assert told.out == f"noisy.ipynb: {TOLD}"
    assert told.err.splitlines() == [
        "gone.ipynb: cannot be read: No such file or directory",
        "broken.ipynb: is no JSON: Expecting value: line 1 column 12 (char 11)",
        f"old.ipynb: has nbformat 3, and clean reads 4 alone. For an older notebook: {CONVERT}",
    ]
    assert noisy.read_text("utf-8") == CLEAN


def test_a_name_forges_no_line(noisy: Path, capsys: Captured) -> None:
    evil = noisy.rename("a\n\x1b[31mb.ipynb")
    assert main(["clean", "--diff", str(evil)]) == 0
    told = capsys.readouterr()
    assert told.err == "a??[31mb.ipynb: 3 lines would be removed: onednn-notice 3\n"
    assert told.out.startswith("--- a??[31mb.ipynb\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_without_permission_a_notebook_is_left_and_it_is_said(noisy: Path, capsys: Captured) -> None:
    noisy.chmod(0o444)
    assert main(["clean", str(noisy)]) == 2
    assert capsys.readouterr().err == "noisy.ipynb: cannot be written: it is read-only\n"
    noisy.chmod(0o000)
    assert main(["clean", str(noisy)]) == 2
    assert capsys.readouterr().err == "noisy.ipynb: cannot be read: Permission denied\n"


def test_a_folder_that_takes_no_file_leaves_the_notebook(
    noisy: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a folder without permission, which root does not meet."""

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.tempfile, "mkstemp", refuse)
    assert main(["clean", str(noisy)]) == 2
    assert capsys.readouterr().err == "noisy.ipynb: cannot be written: Permission denied\n"
    assert noisy.read_text("utf-8") == NOISY


# Files.


def test_permissions_and_links_stay(noisy: Path) -> None:
    noisy.chmod(0o640)
    Path("link.ipynb").symlink_to(noisy)
    assert main(["clean", "link.ipynb"]) == 0
    assert Path("link.ipynb").is_symlink()
    assert noisy.read_text("utf-8") == CLEAN
    assert noisy.stat().st_mode & 0o777 == 0o640
    assert names() == ["link.ipynb", "noisy.ipynb"]


@pytest.mark.parametrize(("module", "name"), [(os, "fsync"), (Path, "replace")])
def test_a_crash_leaves_the_old_file_and_nothing_beside_it(noisy: Path, module: object, name: str) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, crash)
        with pytest.raises(KeyboardInterrupt):
            main(["clean", str(noisy)])
    assert noisy.read_text("utf-8") == NOISY
    assert names() == ["noisy.ipynb"]


def test_what_is_saved_meanwhile_is_not_overwritten(
    noisy: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    really = os.fsync

    def save(number: int) -> None:
        really(number)
        noisy.write_text(NOISY.replace("mine", "more of mine"), "utf-8")

    monkeypatch.setattr(os, "fsync", save)
    assert main(["clean", str(noisy)]) == 2
    told = "noisy.ipynb: was changed meanwhile, and is left as it is: run this command again\n"
    assert capsys.readouterr().err == told
    assert "more of mine" in noisy.read_text("utf-8")
    assert names() == ["noisy.ipynb"]


# What goes is kept where it is asked for.


def test_the_log_has_notebook_cell_rule_and_line(noisy: Path, capsys: Captured) -> None:
    Path("log").write_text("before\n")
    assert main(["clean", "--check", "--log", "log", str(noisy)]) == 1
    assert Path("log").read_text() == "before\n"  # nothing went
    assert main(["clean", "--log", "log", str(noisy)]) == 0
    rows = [line.split("\t") for line in Path("log").read_text().splitlines()[1:]]
    assert rows == [
        ["noisy.ipynb", "2", "onednn-notice", OLDER_NOTICE],
        ["noisy.ipynb", "2", "onednn-notice", NOTICE],
        ["noisy.ipynb", "3", "onednn-notice", NOTICE],
    ]
    assert run("--log", "log", "-", given=NOISY).stdout == CLEAN
    assert len(Path("log").read_text().splitlines()) == 7
    capsys.readouterr()


def test_a_log_that_takes_nothing_leaves_the_notebook(noisy: Path, capsys: Captured) -> None:
    assert main(["clean", "--log", "no/log", str(noisy)]) == 2
    assert capsys.readouterr().err == "no/log cannot keep the lines: No such file or directory\n"
    if sys.platform == "linux":
        assert main(["clean", "--log", "/dev/full", str(noisy)]) == 2
        assert capsys.readouterr().err == "noisy.ipynb: /dev/full cannot keep the lines: No space left on device\n"
    assert noisy.read_text("utf-8") == NOISY


# The user's own patterns.


def test_patterns_count(noisy: Path, capsys: Captured) -> None:
    data = notebook(cell(stream(f"mylib: loading 1\n{NOTICE}\n{OLDER_NOTICE}\nmylib: done\n")))
    noisy.write_text(FORMS["Jupyter"](data), "utf-8")
    assert main(["clean", "--hide", "mylib: loading*", "--hide", "nothing", "--show", "I0000*oneDNN*", str(noisy)]) == 0
    assert texts(json.loads(noisy.read_text("utf-8"))) == [f"{NOTICE}\nmylib: done\n"]
    assert capsys.readouterr().out == "noisy.ipynb: 2 lines removed: hide mylib: loading* 1, onednn-notice 1\n"


def test_a_pattern_that_is_none_is_refused_before_anything_goes(noisy: Path, capsys: Captured) -> None:
    assert main(["clean", "--hide", "mylib: .*", "--show", "", str(noisy)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(": pattern 1: ")[0] for line in told] == ["hide", "show"]
    assert noisy.read_text("utf-8") == NOISY


def test_no_configuration_of_a_person_counts(noisy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git filter must give the same everywhere."""
    own = {"KerasQuietProvisioner": {"show": ["*"], "hide": ["mine"]}}
    folder = tmp_path / "config"
    folder.mkdir()
    folder.joinpath("jupyter_keras_quiet_config.json").write_text(json.dumps(own))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(folder))
    monkeypatch.setenv("KERAS_QUIET_GPU", "1")
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "0")
    assert run(noisy).returncode == 0
    assert noisy.read_text("utf-8") == CLEAN
