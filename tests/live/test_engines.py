"""Provisioners of projects' environments and of Slurm, composed: the kernel.json of the documentation, started."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from environments import with_wheel
from kernels import environment as small_environment
from sessions import INSIDE

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.live

HARNESS = Path(__file__).parents[1] / "harness"
KERNELS = Path(__file__).parents[2] / "docs" / "kernels"
ASK = "import os, sys; print(os.environ.get('KERAS_BACKEND'), '_keras_quiet' in sys.modules, sys.prefix)"
# Stands for pixi, which is no Python package: it knows one project with one environment, this one.
PIXI = """#!{python}
import json, os, sys
words = sys.argv[1:]
if words[0] == "--version":
    print("pixi 0.70.0")
elif words[0] == "info":
    print(json.dumps({{"project_info": {{"name": "p", "manifest_path": "x"}}, "environments_info": [
        {{"name": "default", "dependencies": ["ipykernel"], "pypi_dependencies": [], "prefix": sys.prefix}}]}}))
elif words[0] == "run":
    os.execv({python!r}, [{python!r}, *words[words.index("python") + 1:]])
"""


@pytest.fixture(scope="module")
def programs(environment: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that has the provisioners and our wheel."""
    environment("engines")
    return with_wheel("engines", tmp_path_factory.mktemp("engines"))


def start(programs: Path, folder: Path, name: str, steps: list[list[str]], **env: str) -> list[str]:
    """Start the documentation's kernel in a folder, with the paths of this machine; what each step answered."""
    text = (KERNELS / name / "kernel.json").read_text()
    text = text.replace("/opt/keras_quiet/inside", str(INSIDE)).replace("/opt/env/bin/python", str(programs / "python"))
    content: dict[str, Any] = json.loads(text)
    if name == "slurm":
        content["metadata"]["kernel_provisioner"]["config"]["jobid"] = "7"
    file = folder / "kernels" / "mine" / "kernel.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(content))
    command = [programs / "python", HARNESS / "far_kernels.py", "mine", json.dumps(steps)]
    env = {"PATH": f"{folder}/bin:{programs}:/usr/bin:/bin", "HOME": str(folder), "JUPYTER_PATH": str(folder), **env}
    told = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    print(told.stdout, told.stderr[-3000:])
    return [json.loads(line)["answer"] for line in told.stdout.splitlines()]


def test_pyproject_local_the_environments_own_backend_is_found(programs: Path, tmp_path: Path) -> None:
    small_environment(tmp_path / ".venv", "jax", "keras", keras="3.15.1", jax="0.8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "p"\nversion = "1"\n')
    answers = start(programs, tmp_path, "pyproject-local", [["run", ASK], ["restart"], ["run", ASK], ["shutdown"]])
    expected = f"jax True {tmp_path}/.venv\n"
    assert answers == ["ready", expected, "ready", expected, "False"]


def test_pixis_edit_of_argv_survives(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pixi").write_text(PIXI.format(python=str(programs / "python")))
    (tmp_path / "bin" / "pixi").chmod(0o755)
    answers = start(programs, tmp_path, "pixi", [["run", ASK], ["restart"], ["run", ASK], ["shutdown"]])
    expected = f"tensorflow True {programs.parent}\n"
    assert answers == ["ready", expected, "ready", expected, "False"]


def test_slurm_gets_the_backend_by_argv(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("srun", "sacct", "squeue", "scancel", "salloc"):
        program = tmp_path / "bin" / name
        program.write_text(f"#!{sys.executable}\n" + (HARNESS / "slurm_commands.py").read_text())
        program.chmod(0o755)
    env = {"SLURM_STAND_IN": str(tmp_path), "FAR_CONNECTION_FILE": str(tmp_path / "kernel-7.json")}
    answers = start(programs, tmp_path, "slurm", [["run", ASK], ["kill"]], **env)
    assert answers[:2] == ["ready", f"jax True {programs.parent}\n"]
