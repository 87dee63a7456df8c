"""Every way to run a notebook without a browser: no noise in its outputs or on the terminal, the same exit code."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from consoles import kill_console, run_console
from front_ends import PLAIN, QUIET
from noise import OLDER_NOTICE
from processes import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from front_ends import FrontEnds

pytestmark = pytest.mark.live

FIT = """model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile(loss="mse")
history = model.fit(np.ones((64, 3)), np.ones((64, 1)))"""
CELLS = ["import keras, warnings, numpy as np", FIT, "warnings.warn('my warning')\nprint('my', 'print')"]
RAISES = ["print('my', 'print')", "raise ValueError('my' + ' error')"]
NOISE = re.compile(r"oneDNN custom|cpu_feature_guard|cudart_stub|failed call to cuInit|\bE0000 |\bI0000 |\bW0000 ")
NBCLIENT = """
import sys, nbformat, nbclient
notebook = nbformat.read("n.ipynb", 4)
try:
    nbclient.NotebookClient(notebook, kernel_name=sys.argv[1]).execute()
finally:
    nbformat.write(notebook, "out.ipynb")
"""
NBCONVERT = ["--ExecutePreprocessor.kernel_name=KERNEL", "--output=out.ipynb"]
# How each is told the kernel; all write out.ipynb, but for `run`, which writes what it runs to the terminal.
COMMANDS = {
    "nbclient": ["python", "-c", NBCLIENT, "KERNEL"],
    "nbconvert": ["jupyter", "nbconvert", "--to=notebook", "--execute", *NBCONVERT, "n.ipynb"],
    "execute": ["jupyter", "execute", "--kernel_name=KERNEL", "--output=out", "n.ipynb"],
    "run": ["jupyter", "run", "--kernel=KERNEL", "n.py"],
    "papermill": ["papermill", "--kernel=KERNEL", "--no-progress-bar", "--log-output", "n.ipynb", "out.ipynb"],
}


class Ran(NamedTuple):
    """What one run gave: the exit code, the text of the outputs, what stood on the terminal."""

    code: int
    outputs: str
    terminal: str


def run(front_ends: FrontEnds, folder: Path, front_end: str, kernel: str, cells: list[str]) -> Ran:
    folder.mkdir()
    write(folder, kernel, cells)
    (folder / "n.py").write_text("\n".join(cells))
    command, *words = [word.replace("KERNEL", kernel) for word in COMMANDS[front_end]]
    done = front_ends.run(command, *words, cwd=folder, check=False)
    out = folder / "out.ipynb"
    return Ran(done.returncode, outputs(out) if out.exists() else "", done.stdout + done.stderr)


def write(folder: Path, kernel: str, cells: list[str]) -> None:
    shown = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for i, source in enumerate(cells)
    ]
    metadata = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
    content = {"cells": shown, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    (folder / "n.ipynb").write_text(json.dumps(content))


def outputs(file: Path) -> str:
    cells = json.loads(file.read_text())["cells"]
    return "".join("".join(each.get("text", ())) for cell in cells for each in cell.get("outputs", ()))


@pytest.mark.parametrize("front_end", COMMANDS)
def test_outputs_and_terminal_are_free_of_noise(front_ends: FrontEnds, tmp_path: Path, front_end: str) -> None:
    plain = run(front_ends, tmp_path / "plain", front_end, PLAIN, CELLS)
    quiet = run(front_ends, tmp_path / "quiet", front_end, QUIET, CELLS)
    assert NOISE.search(plain.outputs + plain.terminal)
    assert not NOISE.search(quiet.outputs + quiet.terminal), quiet.outputs + quiet.terminal
    assert (plain.code, quiet.code) == (0, 0), quiet.terminal
    for word in ("my print", "UserWarning: my warning", "2/2"):
        assert word in quiet.outputs + quiet.terminal


@pytest.mark.parametrize("front_end", COMMANDS)
def test_a_notebook_that_raises_ends_as_in_the_plain_kernel(
    front_ends: FrontEnds, tmp_path: Path, front_end: str
) -> None:
    plain = run(front_ends, tmp_path / "plain", front_end, PLAIN, RAISES)
    quiet = run(front_ends, tmp_path / "quiet", front_end, QUIET, RAISES)
    assert quiet.code == plain.code
    assert quiet.outputs == plain.outputs
    for ran in (plain, quiet):
        assert "ValueError" in ran.terminal
        assert "my error" in ran.terminal


LAST = "F0000 00:00:1795355631.823008 4242 graph.cc:41] Check failed: node != nullptr"
DIES = [
    f"""import ctypes
def convert():
    c = ctypes.PyDLL(None)
    c.write(2, {f"{LAST}{chr(10)}".encode()!r}, {len(LAST) + 1})
    c.abort()
convert()"""
]
# What is told right before the error of each, which gives no reason.
TOLD = f"""the kernel died: SIGABRT (abort). Its last lines:
    {LAST}
    Fatal Python error: Aborted
      line 5 of the cell, in convert
      line 6 of the cell, in <module>
"""


@pytest.mark.parametrize("front_end", [each for each in COMMANDS if each != "run"])
def test_the_reason_of_a_death_is_told_right_before_the_error(
    front_ends: FrontEnds, tmp_path: Path, front_end: str
) -> None:
    plain = run(front_ends, tmp_path / "plain", front_end, PLAIN, DIES)
    quiet = run(front_ends, tmp_path / "quiet", front_end, QUIET, DIES)
    assert plain.code == quiet.code != 0
    assert "DeadKernelError" in plain.terminal
    told, _, error = quiet.terminal.partition(TOLD)
    assert told.count(LAST) == 1  # as it is, like every native line
    assert "DeadKernelError" in error
    assert LAST not in plain.terminal


@pytest.mark.parametrize("kernel", [PLAIN, QUIET])
def test_the_console_in_a_terminal(front_ends: FrontEnds, tmp_path: Path, kernel: str) -> None:
    words = [f"--kernel={kernel}", "--simple-prompt"]
    lines = [*"\n".join(CELLS).splitlines(), "breakdown"]
    shown = run_console(front_ends.programs / "jupyter-console", words, lines, tmp_path, front_ends.env)
    for word in ("my print", "UserWarning: my warning", "2/2", "NameError"):
        assert word in shown
    assert bool(NOISE.search(shown)) == (kernel == PLAIN)


NOISY = f"import os; _ = os.write(2, {OLDER_NOTICE.encode()!r} + b'\\n')"


def test_consoles_that_ended_leave_no_private_file_once_a_kernel_has_started(
    front_ends: FrontEnds, tmp_path: Path
) -> None:
    def left() -> list[Path]:
        return list(Path(front_ends.env["JUPYTER_RUNTIME_DIR"]).glob("*.keras-quiet.log*"))

    console = front_ends.programs / "jupyter-console", [f"--kernel={QUIET}", "--simple-prompt"], [NOISY]
    for _ in range(10):
        run_console(*console, tmp_path, front_ends.env)
    kill_console(*console, tmp_path, front_ends.env)
    assert left()
    # ipykernel looks for its parent once a second (ipykernel/parentpoller.py); a kernel that runs keeps its file.
    time.sleep(3)
    (tmp_path / "n.py").write_text("print('mine')")
    front_ends.run("jupyter", "run", f"--kernel={QUIET}", "n.py", cwd=tmp_path)
    assert left() == []


CONFIGURED = """import os, sys
_ = os.write(2, b"mylib: loading\\nmylib: failed\\n")
sys.stderr.flush()
print("it is", os.environ["KERAS_BACKEND"])"""
SECTION = {"backend": "jax", "hide": ["mylib: *"], "show": ["*failed"]}


@pytest.fixture
def configured(front_ends: FrontEnds, tmp_path: Path) -> FrontEnds:
    """The front ends, with the file that counts in every program."""
    folder = tmp_path / "configuration"
    folder.mkdir()
    (folder / "jupyter_keras_quiet_config.json").write_text(json.dumps({"KerasQuietProvisioner": SECTION}))
    return replace(front_ends, env={**front_ends.env, "JUPYTER_CONFIG_PATH": str(folder)})


@pytest.mark.parametrize("front_end", [*COMMANDS, "console"])
def test_one_configuration_counts_everywhere(configured: FrontEnds, tmp_path: Path, front_end: str) -> None:
    if front_end == "console":
        words, lines = [f"--kernel={QUIET}", "--simple-prompt"], [*CONFIGURED.splitlines(), "breakdown"]
        shown = run_console(configured.programs / "jupyter-console", words, lines, tmp_path, configured.env)
        shown = shown.replace('b"mylib: loading', "")  # what was typed
    else:
        ran = run(configured, tmp_path / "quiet", front_end, QUIET, [CONFIGURED])
        assert ran.code == 0, ran.terminal
        shown = ran.outputs + ran.terminal
    assert "it is jax" in shown
    assert "mylib: failed\n" in shown.replace("\r", "")
    assert not re.search(r"^mylib: loading", shown, re.MULTILINE)


QT = """
import sys
from qtconsole.manager import QtKernelManager
manager = QtKernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.blocking_client()
client.start_channels()
client.wait_for_ready(timeout=60)
for code in sys.argv[2:]:
    client.execute_interactive(code, timeout=120, output_hook=lambda m: print(m["content"].get("text", "")))
client.stop_channels()
manager.shutdown_kernel()
"""


@pytest.mark.parametrize("kernel", [PLAIN, QUIET])
def test_the_kernel_manager_of_qtconsole(front_ends: FrontEnds, kernel: str) -> None:
    done = front_ends.run("python", "-c", QT, kernel, *CELLS)
    assert "my print" in done.stdout
    assert bool(NOISE.search(done.stdout + done.stderr)) == (kernel == PLAIN)


@pytest.fixture(params=[PLAIN, QUIET])
def voila(front_ends: FrontEnds, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """The kernel's name, Voila's address, and its terminal."""
    write(tmp_path, request.param, CELLS)
    port, log = free_port(), tmp_path / "terminal"
    command = [front_ends.programs / "voila", "n.ipynb", "--no-browser", f"--port={port}"]

    def answers() -> bool:
        return f":{port}" in log.read_text("utf-8", "replace")

    with running(command, log, answers, cwd=tmp_path, env=front_ends.env):
        yield request.param, f"http://127.0.0.1:{port}/", log


def test_voila(voila: tuple[str, str, Path]) -> None:
    kernel, address, log = voila
    with urllib.request.urlopen(address, timeout=120) as reply:  # noqa: S310 - http, our own server
        page = reply.read().decode()
    assert "my print" in page
    assert bool(NOISE.search(page + log.read_text("utf-8", "replace"))) == (kernel == PLAIN)
