"""The file that counts in every program: which folder wins, and what is wrong with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from keras_quiet.inside.configuring import configuration
from keras_quiet.inside.configuring.configuration import FILE, LONGEST, Configured, folders, read
from keras_quiet.inside.configuring.values import LONGEST_PATTERNS, MOST_PATTERNS

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, section: Any) -> str:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(json.dumps({"KerasQuietProvisioner": section}))
    return str(folder / FILE)


def test_the_first_folder_that_has_a_key_decides_about_it(tmp_path: Path) -> None:
    near = write(tmp_path / "near", {"backend": "jax", "hide": []})
    far = write(tmp_path / "far", {"backend": "torch", "hide": ["x*"], "show": ["y*"]})
    places = [str(tmp_path / name) for name in ("gone", "near", "far")]
    values = {"backend": "jax", "hide": [], "show": ["y*"]}
    assert read(places) == Configured(values, {"backend": near, "hide": near, "show": far}, [])
    assert read([]) == Configured({}, {}, [])


WRONG_VALUES = {"backnd": "jax", "backend": 3, "hide": "x", "show": [".*a"]}
WRONG: dict[str, tuple[str, list[str]]] = {
    "no JSON": ("{", ["cannot be read: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"]),
    "no text": ("\udcff", ["cannot be read: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"]),
    "nested": ("[" * 60000, ["cannot be read: nested too deeply"]),
    "too long": (" " * (LONGEST + 1), ["is longer than 256 KiB"]),
    "a list": ("[]", ['must be {"KerasQuietProvisioner": {...}}']),
    "no section": ('{"KerasQuietProvisioner": []}', ['must be {"KerasQuietProvisioner": {...}}']),
    "two sections": ('{"ServerApp": {}}', ["ServerApp: only KerasQuietProvisioner counts in this file"]),
    "everything at once": (
        json.dumps({"X": 1, "KerasQuietProvisioner": {**WRONG_VALUES, "everywhere": True}}),
        [
            "X: only KerasQuietProvisioner counts in this file",
            "KerasQuietProvisioner.backnd: unknown key; did you mean 'backend'?; here count backend, hide, show",
            "KerasQuietProvisioner.backend: must be a string, not int: one of ",
            "KerasQuietProvisioner.hide: must be a list of patterns, not str",
            "KerasQuietProvisioner.show: pattern 1: '.*a' is meant as a regular expression: write '*a*'",
            "KerasQuietProvisioner.everywhere: unknown key; here count backend, hide, show",
        ],
    ),
    "many": (
        json.dumps({"KerasQuietProvisioner": {"hide": ["x"] * (MOST_PATTERNS + 1)}}),
        ["KerasQuietProvisioner.hide: has 201 patterns, but the limit is 200"],
    ),
    "large": (
        json.dumps({"KerasQuietProvisioner": {"show": ["x" * 1000] * (LONGEST_PATTERNS // 1000)}}),
        ["KerasQuietProvisioner.show: all patterns together take more than 100 KiB: use fewer"],
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_says_everything_that_is_wrong_and_counts_for_nothing(what: str, tmp_path: Path) -> None:
    text, expected = WRONG[what]
    right = write(tmp_path / "right", {"backend": "jax"})
    (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    found = read([str(tmp_path), str(tmp_path / "right")])
    assert (found.values, found.files) == ({"backend": "jax"}, {"backend": right})
    assert {file for file, _ in found.problems} == {str(tmp_path / FILE)}
    assert len(found.problems) == len(expected)
    for (_, told), start in zip(found.problems, expected, strict=True):
        assert told.startswith(start)
    assert found.lines() == [f"{tmp_path / FILE} is ignored: {'; '.join(text for _, text in found.problems)}"]


def test_a_pipe_and_a_folder_in_its_place_hold_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "folder" / FILE).mkdir(parents=True)
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / FILE)
    found = read([str(tmp_path / "folder"), str(tmp_path / "pipe")])
    assert [text for _, text in found.problems] == ["cannot be read: not a regular file"] * 2


def test_the_folders_are_those_of_jupyter_and_none_of_the_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", os.pathsep.join([str(tmp_path / "more"), "", "relative"]))
    listed = json.loads(subprocess.check_output([sys.executable, "-m", "jupyter", "--paths", "--json"], text=True))
    assert folders() == [folder for folder in listed["config"] if folder.startswith("/")]
    assert folders()[0] == str(tmp_path / "more")
    assert str(tmp_path / "own") in folders()


def test_where_there_is_no_jupyter_there_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jupyter_core.paths", None)
    assert configuration.folders() == []
