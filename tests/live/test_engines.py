"""Provisioners of projects' environments and of Slurm, composed: the kernel.json of the documentation, started."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from environments import with_wheel
from kernels import environment as small_environment
from sessions import INSIDE
from slurm_clusters import SlurmCluster, slurm_cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.live

HARNESS = Path(__file__).parents[1] / "harness"
KERNELS = Path(__file__).parents[2] / "docs" / "kernels"
ASK = "import os, sys; print(os.environ.get('KERAS_BACKEND'), '_keras_quiet' in sys.modules, sys.prefix)"
# What a shell would change or run.
TRAP = "mine: \"'`touch {0}/trap`$(touch {0}/trap)"
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


def start(
    programs: Path,
    folder: Path,
    name: str,
    steps: list[list[str]],
    change: Callable[[dict[str, Any]], object] = dict,
    **env: str,
) -> list[str]:
    """Start the documentation's kernel in a folder, with the paths of this machine; what each step answered."""
    text = (KERNELS / name / "kernel.json").read_text()
    text = text.replace("/opt/keras_quiet/inside", str(INSIDE)).replace("/opt/env/bin/python", str(programs / "python"))
    content: dict[str, Any] = json.loads(text)
    change(content)
    file = folder / "kernels" / "mine" / "kernel.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(content))
    command = [programs / "python", HARNESS / "far_kernels.py", "mine", json.dumps(steps)]
    env = {"PATH": f"{folder}/bin:{programs}:/usr/bin:/bin", "HOME": str(folder), "JUPYTER_PATH": str(folder), **env}
    told = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    print(told.stdout, told.stderr[-3000:])
    return [json.loads(line)["answer"] for line in told.stdout.splitlines()]


def say(text: str) -> str:
    """Return code that writes a line as native code does."""
    return f"import os, time; _ = os.write(2, {text!r}.encode() + b'\\n'); time.sleep(1)"


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


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlurmCluster]:
    with slurm_cluster(tmp_path_factory.mktemp("slurm")) as one:
        yield one


@pytest.mark.parametrize("ours", [True, False], ids=["with us", "without us"])
def test_a_step_of_slurm_has_the_backend_and_the_filter(
    programs: Path, cluster: SlurmCluster, tmp_path: Path, ours: bool
) -> None:
    job, trap = cluster.allocate(f"{ours}"), TRAP.format(tmp_path)

    def change(content: dict[str, Any]) -> None:
        stanza = content["metadata"]["kernel_provisioner"]
        stanza["config"]["jobid"] = job
        if ours:
            stanza["config"]["hide"] = [trap]
        else:
            stanza["provisioner_name"] = stanza["config"].pop("provisioner")
            del stanza["config"]["backend"]
            stanza["config"]["kernel_argv"][1:2] = ["-m", "ipykernel_launcher"]

    env = {"SLURM_CONF": str(cluster.configuration), "FAR_CONNECTION_FILE": str(tmp_path / "kernel-7.json")}
    seen, hidden = f"{'jax True' if ours else 'None False'} {programs.parent}\n", "" if ours else f"{trap}\n"
    wanted = [["run", ASK], ["interrupt"], ["restart"], ["run", ASK], ["run", say(trap)], ["shutdown"]]
    answers = start(programs, tmp_path, "slurm", wanted, change, **env)
    assert answers == ["ready", seen, "KeyboardInterrupt", "ready", seen, hidden, "False"]
    assert not (tmp_path / "trap").exists()
