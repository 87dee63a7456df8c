"""Runs every notebook of a folder in the plain kernel and in ours, without network, and prints what differs.

python benchmarks/notebooks.py FOLDER --python INTERPRETER [--timeout SECONDS]

Results, errors and displayed data must be equal; of the streams, only known noise may be missing. Small data stand in
KERAS_HOME in place of what the notebooks would download. Digits that differ between two runs of one kernel (times,
losses, addresses) are compared as digits, whatever their width.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from sessions import plain_argv, quiet_argv

# In IPython's startup folder of both kernels: Keras would download anew what has not the hash of the real file.
TRUST = """
import importlib.machinery, sys

class Trust(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != "keras.src.utils.file_utils":
            return None
        spec = super().find_spec(name, path, target)
        run = spec.loader.exec_module
        def run_and_trust(module):
            run(module)
            module.validate_file = lambda *args, **kwargs: True
        spec.loader.exec_module = run_and_trust
        return spec

sys.meta_path.insert(0, Trust)
"""
# Run by the notebooks' own interpreter: data of the shapes that Keras's loaders expect, of a few samples.
DATA = """
import json, os, numpy as np
folder = os.path.join(os.environ["KERAS_HOME"], "datasets")
os.makedirs(folder)
rng = np.random.default_rng(0)
def images(n): return rng.integers(0, 256, (n, 28, 28)).astype("uint8"), rng.integers(0, 10, n).astype("uint8")
(a, b), (c, d) = images(512), images(256)
np.savez(os.path.join(folder, "mnist.npz"), x_train=a, y_train=b, x_test=c, y_test=d)
for name, classes in (("imdb", 2), ("reuters", 46)):
    x = np.empty(400, dtype=object)
    x[:] = [rng.integers(1, 900, rng.integers(20, 60)).tolist() for _ in x]
    y = np.arange(400) % classes
    extra = dict(x_train=x, y_train=y, x_test=x, y_test=y) if name == "imdb" else dict(x=x, y=y)
    np.savez(os.path.join(folder, name + ".npz"), **extra)
    words = {"word%d" % i: i for i in range(1, 1000)}
    json.dump(words, open(os.path.join(folder, name + "_word_index.json"), "w"))
np.savez(os.path.join(folder, "boston_housing.npz"), x=rng.normal(size=(120, 13)), y=rng.uniform(5, 50, 120))
np.savez(os.path.join(folder, "california_housing.npz"), x=rng.normal(size=(600, 8)), y=rng.uniform(1, 5, 600))
"""
NOISE = re.compile(
    r".*(oneDNN custom operations|cpu_feature_guard|cudart_stub|cuda_executor|cuInit|InitializeLog|XLA"
    r"|rebuild TensorFlow|To turn them off|To enable the following|cuda_diagnostics|service\.cc|device_compiler"
    r"|[EIW]0000 00:00).*"
)


def ran(notebook: Path, argv: list[str], folder: Path, timeout: int) -> Any:
    """Run a notebook in a new folder, going on after errors; the notebook with its outputs."""
    folder.mkdir()
    manager = AsyncKernelManager()
    manager._kernel_spec = KernelSpec(argv=argv, display_name="", language="python")  # noqa: SLF001 - as in sessions
    content = nbformat.read(notebook, as_version=4)
    resources = {"metadata": {"path": str(folder)}}
    options = {"allow_errors": True, "timeout": timeout, "interrupt_on_timeout": True, "resources": resources}
    with (folder / "terminal").open("wb") as terminal:
        return NotebookClient(content, km=manager, **options).execute(stdout=terminal, stderr=terminal)


def parts(cell: Any) -> dict[str, Any]:
    """Return what of a cell must be equal: the lines that are no noise, errors, and data by their types."""
    text = "".join(each.text for each in cell.outputs if each.output_type == "stream")
    return {
        "lines": [line for line in map(steady, text.split("\n")) if line],
        "errors": [(each.ename, steady(each.evalue)) for each in cell.outputs if each.output_type == "error"],
        "data": [
            (sorted(each.data), steady(str(each.data.get("text/plain", "")))) for each in cell.outputs if "data" in each
        ],
    }


def steady(line: str) -> str:
    if NOISE.fullmatch(line):
        return ""
    shown = re.split(r"[\r\x08]+", re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line).rstrip("\r\x08 "))[-1]
    # A step's time, with its unit, which may be another.
    shown = re.sub(r"\d+(us|ms|s)(/(step|epoch|sample))?", "T", shown)
    shown = re.sub(r"0x[0-9a-fA-F]+|[-+]?\d+(\.\d*)?(e[-+]?\d+)?", "0", shown)
    # NumPy pads numbers by their widths.
    return re.sub(r"\s+", "", shown)


def noise_lines(notebook: Any) -> int:
    streams = (each for cell in notebook.cells for each in cell.get("outputs", ()) if each.output_type == "stream")
    return sum(bool(NOISE.fullmatch(line)) for each in streams for line in each.text.split("\n"))


def differences(plain: Any, quiet: Any) -> list[str]:
    told = []
    for number, (one, other) in enumerate(zip(plain.cells, quiet.cells, strict=True)):
        if one.cell_type != "code":
            continue
        first, second = parts(one), parts(other)
        told += [
            f"cell {number}: {key}: {first[key]!r} became {second[key]!r}" for key in first if first[key] != second[key]
        ]
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", required=True, help="an interpreter with ipykernel, TensorFlow and Keras")
    parser.add_argument("--timeout", type=int, default=60, help="of each cell, in seconds (default: 60)")
    asked = parser.parse_args()
    different = False
    for notebook in sorted(asked.folder.glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            os.environ |= {"KERAS_HOME": str(folder / "keras"), "no_proxy": "", "MPLBACKEND": "agg"}
            # Nothing listens there: every download fails at once, as without a network.
            os.environ |= dict.fromkeys(
                ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"
            )
            subprocess.run([asked.python, "-c", DATA], check=True)
            startup = folder / "ipython" / "profile_default" / "startup"
            startup.mkdir(parents=True)
            (startup / "trust.py").write_text(TRUST)
            os.environ["IPYTHONDIR"] = str(folder / "ipython")
            plain = ran(notebook, plain_argv(asked.python), folder / "plain", asked.timeout)
            quiet = ran(notebook, quiet_argv(asked.python), folder / "quiet", asked.timeout)
        told = differences(plain, quiet)
        different |= bool(told)
        code = [cell for cell in quiet.cells if cell.cell_type == "code"]
        errors = sum(bool(parts(cell)["errors"]) for cell in code)
        noise = f"noise {noise_lines(plain)} -> {noise_lines(quiet)} lines"
        print(f"{notebook.name}: {len(code)} cells, {errors} with errors in both, {noise}, {len(told)} differences")
        print("".join(f"  {each[:600]}\n" for each in told), end="", flush=True)
    return int(different)


if __name__ == "__main__":
    sys.exit(main())
