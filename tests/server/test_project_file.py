"""The files that may choose a backend, the hostile ones with them."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

import pytest
from keras_quiet.inside.backend.keras_json import Choice
from keras_quiet.server.project_file import project_file

TABLE = '[tool.keras-quiet]\nbackend = "jax"\n'
DEEP = ".".join("a" for _ in range(15000)) + " = 1"


def test_the_nearest_project_file_decides_alone(tmp_path: Path) -> None:
    notebooks = tmp_path / "project" / "a" / "b"
    notebooks.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(TABLE.replace("jax", "torch"))
    assert project_file(notebooks).backend == "torch"
    nearest = tmp_path / "project" / "pyproject.toml"
    nearest.write_text("[project]\nname = 'x'\n")
    assert project_file(notebooks) == Choice(str(nearest))
    nearest.write_text(TABLE)
    assert project_file(notebooks) == Choice(str(nearest), "jax", names_us=True)


def test_a_relative_folder_and_one_that_is_gone_are_searched_upwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(TABLE)
    monkeypatch.chdir(tmp_path)
    assert project_file(Path("gone") / "too").backend == "jax"
    assert project_file(Path()).backend == "jax"


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        "[tool]\nkeras-quiet.backend = 'jax'\n",
        "[tool]\nkeras-quiet = { backend = 'jax' }\n",
        "[tool.'keras-quiet']\n'backend' = 'jax' # mine\n",
        "﻿" + TABLE,
        TABLE.replace("\n", "\r\n"),
        f"# {'.' * 99}\nversions = ['{'1.' * 99}0']\n{TABLE}",
    ],
)
def test_every_form_of_toml_is_understood(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode())
    assert project_file(tmp_path) == Choice(str(tmp_path / "pyproject.toml"), "jax", names_us=True)


WRONG = {
    "bad TOML": (TABLE + "=", "cannot be read: Invalid statement"),
    "an open table": ("[tool.keras-quiet", "cannot be read: Expected ']'"),
    "another encoding": (TABLE.encode() + b"x = '\xff'", "cannot be read: 'utf-8' codec can't decode"),
    "an unknown key": (TABLE + "env = {}", "tool.keras-quiet.env: unknown key"),
    "an unknown backend": (TABLE.replace("jax", "jaxx"), "tool.keras-quiet.backend: unknown backend 'jaxx'"),
    "two tables": (TABLE + TABLE, "cannot be read: Cannot declare"),
    "deep arrays": (TABLE + "x = " + "[" * 30000, "cannot be read: nested too deeply"),
    "deep tables": (TABLE + "x = " + "{a=" * 10000, "cannot be read: nested too deeply"),
    "a deep key": (TABLE + DEEP, "has a key of more than 20 parts"),
    "a deep quoted key": (TABLE + DEEP.replace("a", "'a b'")[:30000] + "=1", "has a key of more than 20 parts"),
    "a deep key behind a string": (TABLE + f'x = ["""\n " """, {{ {DEEP} }}, "]', "has a key of more than 20 parts"),
    "100 MB": (TABLE + "#" * 100_000_000, "is longer than 32 KiB"),
    "many keys": (TABLE + "".join(f"k{number}=1\n" for number in range(3500)), "more unknown keys"),
    "a long array": ("x = [" + "1," * 16300 + "]\n#keras-quiet", None),
    "escaped quotes": (TABLE + '"' + '\\"' * 16000, "cannot be read"),
    "open strings": (TABLE + '"""' + '\\"""' * 8000, "cannot be read"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_hostile_project_file_sets_nothing_and_takes_less_than_50_ms(tmp_path: Path, what: str) -> None:
    text, problem = WRONG[what]
    (tmp_path / "pyproject.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    found, seconds = timed(tmp_path)
    assert found.backend is None
    assert found.names_us
    assert (found.problem is None) if problem is None else (problem in (found.problem or ""))
    assert len(found.problem or "") < 400
    assert seconds < 0.05


def timed(folder: Path) -> tuple[Choice, float]:
    """Read a project file five times; the median in seconds of this thread, since the machine has other work."""
    times = []
    for _ in range(5):
        before = time.thread_time()
        found = project_file(folder)
        times.append(time.thread_time() - before)
    return found, statistics.median(times)


@pytest.mark.parametrize("text", ["=", "[" * 40000, "#" * 1_000_000])
def test_a_broken_file_that_does_not_speak_of_us_is_none_of_our_business(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert project_file(tmp_path) == Choice(str(tmp_path / "pyproject.toml"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs the special files of Unix")
@pytest.mark.parametrize("what", ["device", "fifo", "folder", "link to itself"])
def test_what_is_no_file_is_never_opened_for_long(tmp_path: Path, what: str) -> None:
    path = tmp_path / "pyproject.toml"
    if what == "device":
        path.symlink_to("/dev/zero")
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    else:
        path.symlink_to(path)
    found, seconds = timed(tmp_path)
    assert found.backend is None
    assert not found.names_us
    expected = "Too many levels of symbolic links" if what == "link to itself" else "not a regular file"
    assert found.problem == f"cannot be read: {expected}"
    assert seconds < 0.05


def test_a_link_to_nothing_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(TABLE)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "pyproject.toml").symlink_to("gone")
    assert project_file(tmp_path / "a").backend == "jax"


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs Unix's permissions")
def test_a_file_without_permission_is_told_of_in_the_log_only(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(TABLE)
    (tmp_path / "pyproject.toml").chmod(0o000)
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)  # root may read everything
        found = project_file(tmp_path)
    finally:
        os.seteuid(user)
    assert (found.backend, found.problem, found.names_us) == (None, "cannot be read: Permission denied", False)
