"""Takes docs/before.png and docs/after.png: the same notebook in the plain kernel and in ours, in Notebook 7.

python docs/screenshots.py     needs the environments browser and tf-2.21 of tests/live, and Debian's chromium
"""

from __future__ import annotations

import json
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

import environments
import front_ends as fronts
from pages import Notebook, chromium
from PIL import Image
from playwright.sync_api import expect
from servers import server

if TYPE_CHECKING:
    from playwright.sync_api import Page

IMPORT = "import keras\nimport numpy as np"
FIT = """model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
history = model.fit(np.ones((256, 3)), np.ones((256, 1)), epochs=2)"""
PICTURES = {"before": fronts.PLAIN, "after": fronts.QUIET}
HERE = Path(__file__).parent
WIDTH = 800


def content(kernel: str) -> str:
    spec = {"name": kernel, "display_name": kernel, "language": "python"}
    cell = {"cell_type": "code", "id": "c", "metadata": {}, "execution_count": None, "outputs": [], "source": ""}
    return json.dumps({"cells": [cell], "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5})


def take(page: Page, file: Path) -> None:
    """Run the two cells and keep the page from the toolbar, where the kernel's name stands, to the last output."""
    notebook = Notebook(page).ready()
    notebook.run(IMPORT)
    notebook.run(FIT)
    page.locator(".jp-Notebook").evaluate("panel => panel.scrollTo(0, 0)")
    expect(notebook.cells.nth(1)).to_contain_text("Epoch 2/2")
    top = page.locator(".jp-NotebookPanel-toolbar").bounding_box()
    last = notebook.cells.nth(1).bounding_box()
    assert top is not None
    assert last is not None
    height = last["y"] + last["height"] - top["y"] + 4
    taken = page.screenshot(clip={"x": 0, "y": top["y"], "width": WIDTH, "height": height})
    # Few colours make a small file.
    Image.open(BytesIO(taken)).convert("RGB").quantize(160).save(file, optimize=True)


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        front_ends = fronts.make(folder, environments.build("tf-2.21"))
        python = front_ends.programs / "python"
        with server(folder, python=python, **front_ends.env) as running, chromium() as browser:
            for name, kernel in PICTURES.items():
                (running.folder / f"{name}.ipynb").write_text(content(kernel))
                page = browser.new_page()
                page.set_viewport_size({"width": WIDTH, "height": 1000})
                page.goto(f"{running.address}/notebooks/{name}.ipynb?token=secret")
                file = HERE / f"{name}.png"
                take(page, file)
                print(f"{file.name}: {file.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
