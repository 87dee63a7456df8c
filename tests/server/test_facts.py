"""What is gathered at a launch: kernel.json's env counts for the files and for the interpreter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from keras_quiet.server.backend_files import Choice
from keras_quiet.server.facts import gather

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ARGV = [sys.executable, "-m", "keras_quiet.inside", "-f", "{connection_file}"]


def test_the_folder_the_env_and_the_argv_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "keras.json").write_text('{"backend": "torch"}')
    (tmp_path / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jax"\n')
    (tmp_path / "a").mkdir()
    base = {"HOME": str(tmp_path), "KERAS_HOME": "/nowhere"}
    found = gather(ARGV, base, {"KERAS_HOME": "${HOME}"}, str(tmp_path / "a"))
    assert found.keras_json == Choice(str(tmp_path / "keras.json"), "torch")
    assert found.project == Choice(str(tmp_path / "pyproject.toml"), "jax", names_us=True)
    assert found.interpreter.python == sys.executable
    assert found.filtered
    assert not gather([sys.executable, "-m", "ipykernel_launcher"], base, {}, str(tmp_path)).filtered


def test_pythonpath_of_kernel_json_is_the_kernels(tmp_path: Path) -> None:
    (tmp_path / "jax").mkdir()
    (tmp_path / "jax" / "__init__.py").touch()
    found = gather(ARGV, {"HOME": "/nowhere"}, {"PYTHONPATH": str(tmp_path)}, str(tmp_path))
    assert "jax" in (found.interpreter.backends or ())


def test_without_a_folder_the_kernel_starts_in_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jax"\n')
    monkeypatch.chdir(tmp_path)
    assert gather(ARGV, {"HOME": "/nowhere"}, {}, None).project.backend == "jax"
