"""Runs a notebook in the plain kernel and in ours, and prints the difference: ours hides what begins with a minus.

python examples/demo.py [NOTEBOOK] [--width 118]
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from collections.abc import Iterator

KERNELS = {"python3": "the plain kernel, Python 3", "keras-quiet": "our kernel, Python (Keras quiet)"}
# What differs in each run and is no difference of the kernels: times.
_TIMES = re.compile(r"\d+m?s(?:/step)?|\d{2}:\d\d:\d\d")


def run(notebook: Path, kernel: str) -> Any:
    """Run every cell and return the notebook with its outputs."""
    with tempfile.TemporaryDirectory() as folder:
        content = nbformat.read(notebook, as_version=4)
        client = NotebookClient(content, kernel_name=kernel, resources={"metadata": {"path": folder}})
        with (Path(folder) / "terminal").open("wb") as terminal:
            return client.execute(stdout=terminal, stderr=terminal)


def on_screen(text: str) -> list[str]:
    """Return the lines of a text as a screen shows them: without colours, each as its last overwriting left it."""
    text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
    return [re.split(r"[\r\x08]+", line.rstrip("\r\x08"))[-1] for line in text.rstrip("\n").split("\n") if line.strip()]


def lines(cell: Any) -> list[str]:
    """Return what a cell shows: stdout first, then stderr, so that no progress bar sticks to a warning."""
    streams = [output for output in cell.get("outputs", ()) if output.output_type == "stream"]
    texts = ("".join(each.text for each in streams if each.name == name) for name in ("stdout", "stderr"))
    return [line for text in texts if text for line in on_screen(text)]


def difference(plain: list[str], ours: list[str]) -> Iterator[str]:
    """Yield the lines of both kernels: "- " before what the plain one alone shows, "+ " before what ours adds."""
    alike = difflib.SequenceMatcher(None, *([_TIMES.sub("", line) for line in each] for each in (plain, ours)), False)
    for _, first, last, begin, end in alike.get_opcodes():
        same = [_TIMES.sub("", line) for line in plain[first:last]] == [
            _TIMES.sub("", line) for line in ours[begin:end]
        ]
        yield from (f"  {line}" for line in ours[begin:end] if same)
        yield from (f"- {line}" for line in plain[first:last] if not same)
        yield from (f"+ {line}" for line in ours[begin:end] if not same)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebook", nargs="?", type=Path, default=Path(__file__).parent / "quickstart.ipynb")
    parser.add_argument("--width", type=int, default=118, help="cut longer lines, in characters (default: 118)")
    asked = parser.parse_args()
    ran = []
    for kernel, title in KERNELS.items():
        print(f"Running {asked.notebook.name} in {title} ...", flush=True)
        began = time.monotonic()
        ran.append(run(asked.notebook, kernel).cells)
        print(f"  {time.monotonic() - began:.0f} s", flush=True)
    print("\nA minus stands before the lines that our kernel leaves out:\n")
    counts = [0, 0]
    for plain, ours in zip(*ran, strict=True):
        if plain.cell_type != "code":
            continue
        first, *rest = plain.source.splitlines()
        print(f"In [{plain.execution_count}]: {first}{' …' if rest else ''}")
        for number, cell in enumerate((plain, ours)):
            counts[number] += len(lines(cell))
        for line in difference(lines(plain), lines(ours)):
            print(f"    {line[: asked.width]}{'…' if len(line) > asked.width else ''}")
    print("\n" + "\n".join(f"{title}: {count} lines" for title, count in zip(KERNELS.values(), counts, strict=True)))
    print(
        "\nTo open this notebook in JupyterLab, with both kernels in its launcher:\n"
        f"  {sys.executable} -m pip install jupyterlab && {sys.executable} -m jupyterlab {asked.notebook}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
