"""The inside half before a program that makes its own ipykernel, as launchers for other machines do."""

from __future__ import annotations

import gc
import json
import sys
from typing import TYPE_CHECKING

from sessions import INSIDE, kernel

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import gc, json, sys
import beside
from ipykernel.kernelapp import IPKernelApp
if __name__ == "__main__":
    seen = json.dumps([sys.argv[1:], __file__, beside.__name__, gc.get_threshold()])
    del sys.argv[1]
    app = IPKernelApp.instance(user_ns={"seen": seen})
    app.initialize(sys.argv[1:])
    app.start()
"""
NOISE = (
    "import os; _ = os.write(2, b'2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom "
    "operations are on. You may see slightly different numerical results due to floating-point round-off errors.\\n"
    "mine\\n')"
)


def test_a_program_runs_as_python_runs_it_and_its_kernel_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "beside.py").touch()
    (tmp_path / "launch.py").write_text(PROGRAM)
    argv = [sys.executable, str(INSIDE / "__main__.py"), str(tmp_path / "launch.py"), "word", "-f", "{connection_file}"]
    with kernel(argv) as session:
        words, file, beside, collected = json.loads(session.run("print(seen)").stdout)
        assert (words[0], file, beside) == ("word", str(tmp_path / "launch.py"), "beside")
        assert tuple(collected) == gc.get_threshold()
        assert session.run(NOISE).stderr == "mine\n"
