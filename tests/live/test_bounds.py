"""A kernel starts with the oldest versions that pyproject names, on Python 3.10, and with the newest pre-releases."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import environments
import pytest

pytestmark = pytest.mark.live
ROOT = Path(__file__).parents[2]
START = ROOT / "tests" / "harness" / "start_once.py"


def lowest() -> list[str]:
    """Return the bounds of pyproject's dependencies as exact pins."""
    text = (ROOT / "pyproject.toml").read_text("utf-8").partition("\ndependencies = [")[2].partition("\n]")[0]
    return [f"{name}=={bound}" for name, bound in re.findall(r'"([a-z_]+)>=([\d.]+)"', text)]


def start(folder: Path, python: str, *words: str) -> None:
    """Install the wheel beside these in a fresh environment, and start its kernel there."""
    subprocess.run([python, "-m", "venv", str(folder / "env")], check=True)
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    inside = str(folder / "env" / "bin" / "python")
    subprocess.run([inside, "-m", "pip", "install", "-q", str(next(folder.glob("*.whl"))), *words], check=True)
    # ipykernel watches no file descriptor where this variable is set (ipykernel/iostream.py).
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    done = subprocess.run([inside, str(START)], capture_output=True, text=True, env=env, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_oldest_versions_that_pyproject_names(tmp_path: Path) -> None:
    pins = lowest()
    assert [pin.partition("==")[0] for pin in pins] == ["ipykernel", "jupyter_client", "jupyter_core", "traitlets"]
    start(tmp_path, environments.interpreter("3.10"), *pins)


@pytest.mark.xfail(reason="a pre-release may be broken: this run shows it early", strict=False)
def test_the_newest_pre_releases(tmp_path: Path) -> None:
    start(tmp_path, sys.executable, "--pre", "--upgrade", "ipykernel", "jupyter_client", "jupyter_core", "traitlets")
