"""The server-wide switch behind real hatch, poetry and pdm, which run a Python of this machine.

uv is in tests/server/test_default_provisioner.py. conda, micromamba and pixi are in no registry of Python packages: of
them only the argv is tested (tests/server/test_rewriting.py).
"""

from __future__ import annotations

import sysconfig
import venv
from typing import TYPE_CHECKING

import pytest
from keras_quiet.server.argv import INSIDE
from noise import NOTICE
from sessions import kernel
from workload.measure import SWITCH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.live

SPEAK = f"import os, sys; _ = os.write(2, b'{NOTICE}\\nmine\\n'); sys.stderr.flush()"
PROJECT = """[project]
name = "thing"
version = "1"
requires-python = ">=3.10"
[tool.hatch.envs.default]
path = "{environment}"
skip-install = true
[tool.poetry]
package-mode = false
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose environment is there already, so that nobody installs anything."""
    made = tmp_path / "made"
    venv.create(made)
    packages = sysconfig.get_path("purelib", vars={"base": str(made), "platbase": str(made)})
    (made / packages / "kernel.pth").write_text(sysconfig.get_path("purelib"))  # ipykernel is here
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(PROJECT.format(environment=made))
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["hatch", "run", "python"],
        ["hatch", "run", "default:python"],
        ["hatch", "-e", "default", "run", "python"],
        ["poetry", "run", "python"],
        ["pdm", "run", "python"],
        ["pdm", "run", "-p", ".", "python"],
    ],
    ids=" ".join,
)
def test_a_kernel_behind_a_runner_is_filtered(
    environment: Callable[[str], Path], project: Path, command: list[str]
) -> None:
    runner = environment("runners").with_name(command[0])
    argv = [str(runner), *command[1:], "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    made = str(project.with_name("made"))
    with kernel(argv, cwd=project, env={"VIRTUAL_ENV": made}, server=SWITCH) as session:
        started = session.manager.provisioner.process.args  # type: ignore[union-attr]  # LocalProvisioner's
        assert started[: len(command) + 1] == [str(runner), *command[1:], str(INSIDE)]
        for _ in range(2):
            assert session.run("import sys; print(sys.prefix)").stdout == f"{made}\n"
            assert session.run(SPEAK).stderr == "mine\n"
            session.restart()
