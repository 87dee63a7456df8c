"""Kernels of ours in a folder of one test, and environments that have just enough to be asked about."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PACKAGES = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


@pytest.fixture
def jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Jupyter and IPython look in this test, and nowhere else of the user's: the data folder's path."""
    data = tmp_path / "data"
    for name, value in {
        "JUPYTER_DATA_DIR": str(data),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "KERAS_HOME": str(tmp_path / "keras"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "PATH": "/usr/bin:/bin",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runtime").mkdir()
    return data


def environment(folder: Path, *modules: str, **versions: str) -> Path:
    """Make an environment that seems to have these modules and distributions; return its interpreter.

    Its ipykernel is the real one of this environment, so that its kernels start.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = folder / PACKAGES
    here = next(path for path in map(Path, sys.path) if (path / "ipykernel").is_dir())
    (packages / "real.pth").write_text(f"{here}\n")
    for module in modules:
        (packages / module).mkdir()
        (packages / module / "__init__.py").touch()
    for name, version in versions.items():
        (packages / f"{name}-{version}.dist-info").mkdir()
    return folder / "bin" / "python"


def write(data: Path, name: str, **changes: Any) -> Path:
    """Write a kernel.json below a data folder as `install` writes it, with these changes; None takes a key out."""
    content: dict[str, Any] = {
        "argv": [sys.executable, "-m", "keras_quiet.inside", "-f", "{connection_file}"],
        "display_name": name,
        "language": "python",
        "metadata": {
            "kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": {"backend": "auto"}},
            "keras-quiet": {"version": "0.1.0"},
        },
        **changes,
    }
    file = data / "kernels" / name / "kernel.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({key: value for key, value in content.items() if value is not None}))
    return file
