"""Jupyter's front ends in an environment of theirs, our wheel in it, and two kernels of a live environment."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import environments
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

# The shipped kernel's interpreter is the server's, which has no Keras: this one takes its place and its name.
QUIET, QUIET_TITLE = "keras-quiet", "Python (Keras quiet)"
PLAIN, PLAIN_TITLE = "python3", "Python 3 (ipykernel)"


@dataclass(frozen=True)
class FrontEnds:
    """Where the commands of Jupyter are, and the variables that let them find the kernels of this test alone."""

    programs: Path
    env: dict[str, str]

    def run(self, command: str, *words: object, check: bool = True, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run one of the environment's commands and collect what it writes."""
        line = [str(self.programs / command), *map(str, words)]
        done = subprocess.run(line, capture_output=True, text=True, env=self.env, check=False, timeout=300, **more)
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done

    @property
    def data(self) -> Path:
        return Path(self.env["JUPYTER_DATA_DIR"])

    def write_kernel(self, name: str, content: dict[str, Any]) -> Path:
        file = self.data / "kernels" / name / "kernel.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content))
        return file


def make(folder: Path, python: Path, jupyter: str = "browser") -> FrontEnds:
    """Install the built wheel into a copy of the environment `jupyter`; write our kernel and the plain one."""
    programs = environments.with_wheel(jupyter, folder)
    made = FrontEnds(programs, _variables(folder, programs))
    words = [f"--python={python}", f"--name={QUIET}", f"--display-name={QUIET_TITLE}", "--user"]
    made.run("jupyter", "keras-quiet", "install", *words)
    argv = [str(python), "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    plain = {"argv": argv, "display_name": PLAIN_TITLE, "language": "python", "metadata": {"debugger": True}}
    made.write_kernel(PLAIN, plain)
    # JupyterLab asks at its first start whether it may fetch news.
    config = Path(made.env["JUPYTER_CONFIG_DIR"]) / "labconfig" / "page_config.json"
    config.parent.mkdir()
    config.write_text(json.dumps({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}))
    return made


def _variables(folder: Path, programs: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    folders = {name: str(folder / name.lower()) for name in ("HOME", "KERAS_HOME", "IPYTHONDIR")}
    jupyter = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("DATA", "CONFIG", "RUNTIME")}
    for place in (*folders.values(), *jupyter.values()):
        Path(place).mkdir()
    # Kernels of the user before those of the environment: jupyter_core/paths.py:295
    more = {"JUPYTER_PREFER_ENV_PATH": "0", "PATH": f"{programs}:/usr/bin:/bin"}
    return {**kept, **folders, **jupyter, **more}


@pytest.fixture(scope="session")
def environment() -> Callable[[str], Path]:
    """Return the function that gives the interpreter of a live environment: a missing one fails under CI."""

    def interpreter_of(name: str) -> Path:
        why = environments.missing(name)
        if why and os.environ.get("CI"):
            pytest.fail(why)
        if why:
            pytest.skip(why)
        return environments.python_of(name)

    return interpreter_of


@pytest.fixture(scope="session")
def front_ends(environment: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> FrontEnds:
    """Return the front ends, with the kernels of the environment tf-2.21."""
    environment("browser")
    return make(tmp_path_factory.mktemp("fronts"), environment("tf-2.21"))
