"""Runs a notebook in the plain kernel and in ours, and prints what a reader sees in each, one under the other."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

KERNELS = {"python3": "the plain kernel, Python 3", "keras-quiet": "our kernel, Python (Keras quiet)"}


def run(notebook: Path, kernel: str) -> tuple[Any, str]:
    """Run every cell; return the notebook with its outputs, and what the kernel wrote to its terminal."""
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            nbformat.read(notebook, as_version=4), kernel_name=kernel, resources={"metadata": {"path": folder}}
        )
        terminal = Path(folder) / "terminal"
        with terminal.open("wb") as file:
            ran = client.execute(stdout=file, stderr=file)
        return ran, terminal.read_text("utf-8", "replace")


def on_screen(text: str) -> str:
    """Return text as a screen shows it: without colours, and each line as its last overwriting left it."""
    text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
    return "\n".join(re.split(r"[\r\x08]+", line.rstrip("\r\x08"))[-1] for line in text.split("\n"))


def streams(cell: Any) -> str:
    return on_screen("".join(output.text for output in cell.get("outputs", ()) if output.output_type == "stream"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", nargs="?", type=Path, default=Path(__file__).parent / "quickstart.ipynb")
    parser.add_argument("--width", type=int, default=150, help="cut longer lines, in characters (default: 150)")
    asked = parser.parse_args()
    counts = []
    for kernel, title in KERNELS.items():
        print(f"\n{'=' * 78}\n  {asked.notebook.name} in {title}\n{'=' * 78}")
        ran, terminal = run(asked.notebook, kernel)
        shown = 0
        for cell in (cell for cell in ran.cells if cell.cell_type == "code"):
            first, *rest = cell.source.splitlines()
            print(f"\nIn [{cell.execution_count}]: {first}{' …' if rest else ''}")
            for line in streams(cell).rstrip("\n").splitlines():
                shown += 1
                print(f"    {line[: asked.width]}{'…' if len(line) > asked.width else ''}")
        counts.append((title, shown, len(terminal.splitlines())))
    print()
    for title, shown, terminal_lines in counts:
        print(f"{title}: {shown} lines in the notebook, {terminal_lines} in the terminal")
    return 0


if __name__ == "__main__":
    sys.exit(main())
