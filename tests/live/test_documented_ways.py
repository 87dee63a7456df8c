"""The three ways in which the filter goes along: the very lines of docs/other-machines.md, run."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from environments import copy, with_wheel
from far_sessions import distributed, variables
from ssh_servers import ssh_server

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.live

REPOSITORY = Path(__file__).parents[2]
HARNESS = REPOSITORY / "tests" / "harness"
PAGE = (REPOSITORY / "docs" / "other-machines.md").read_text()
INSTALLED, IN_AN_IMAGE, BY_A_PATH = (
    dedent(block) for block in re.findall(r"^   ```\n(.*?)^   ```", PAGE, re.MULTILINE | re.DOTALL)
)
NATIVE = (
    "import os, time; _ = os.write(2, b'2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom "
    "operations are on. You may see slightly different numerical results due to floating-point round-off errors from "
    "different computation orders.\\nreal\\n'); time.sleep(1)"
)


@pytest.fixture
def machine(environment: Callable[[str], Path], tmp_path: Path) -> dict[str, str]:
    """Return the environment of a shell on a machine that has Jupyter, and pip's index here, and nothing of ours."""
    environment("engines")
    programs = copy("engines", tmp_path / "there")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "index"), str(REPOSITORY)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    places = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "index"), "HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    return {"PATH": f"{programs}:/usr/bin:/bin", **places}


def run(lines: str, env: dict[str, str]) -> None:
    subprocess.run(["bash", "-euxc", lines], env=env, check=True)


def shown(kernel: str, env: dict[str, str]) -> str:
    """Return what a kernel shows of a noise line and a real one, started as a front end on that machine would."""
    command = ["python", str(HARNESS / "far_kernels.py"), kernel, json.dumps([["run", NATIVE], ["shutdown"]])]
    told = subprocess.run(["env", *command], env=env, capture_output=True, text=True, check=False, timeout=200)
    print(told.stdout, told.stderr[-2000:])
    return str(json.loads(told.stdout.splitlines()[1])["answer"])


def test_keras_quiet_and_its_kernels_are_installed_there(
    machine: dict[str, str], environment: Callable[[str], Path]
) -> None:
    assert "oneDNN" in shown("python3", machine)
    assert "/opt/env/bin/python" in INSTALLED
    run(INSTALLED.replace("/opt/env/bin/python", str(environment("tf-2.21"))), machine)
    assert [shown(name, machine) for name in ("keras-quiet", "keras-env")] == ["real\n", "real\n"]


def test_the_two_lines_of_the_dockerfile_filter_the_plain_kernel(machine: dict[str, str]) -> None:
    assert "oneDNN" in shown("python3", machine)
    lines = IN_AN_IMAGE.splitlines()
    assert all(line.startswith("RUN ") for line in lines)
    run("\n".join(line.removeprefix("RUN ") for line in lines), machine)
    assert shown("python3", machine) == "real\n"


def test_a_copied_folder_at_a_path_of_argv(environment: Callable[[str], Path], tmp_path: Path) -> None:
    environment("engines")
    environment("tf-2.21")
    programs, far = with_wheel("engines", tmp_path / "engines"), tmp_path / "opt"
    copying, argv = BY_A_PATH.splitlines()
    documented = json.loads((REPOSITORY / "docs" / "kernels" / "ssh-distributed" / "kernel.json").read_text())["argv"]
    assert json.loads(f"{{{argv.replace(', ...', '')}}}")["argv"] == documented[:3]
    far.mkdir()
    with ssh_server(tmp_path / "ssh") as server:
        # ssh finds its configuration by the user's entry in the system, not by $HOME.
        (tmp_path / "bin").mkdir()
        scp = tmp_path / "bin" / "scp"
        scp.write_text(f'#!/bin/sh\nexec /usr/bin/scp -F {shlex.quote(str(server.home))}/.ssh/config "$@"\n')
        scp.chmod(0o755)
        run(copying.replace(":/opt/", f":{far}/"), {**os.environ, "PATH": f"{tmp_path}/bin:{programs}:/usr/bin:/bin"})
        inside = far / "keras_quiet" / "inside"
        data = distributed(tmp_path / "data", server, environment("tf-2.21"), inside=inside)
        assert shown("far", variables(programs, server, data)) == "real\n"
