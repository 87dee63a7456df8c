"""Takes the pictures of the documents, all in Debian's chromium: the same cells in the plain kernel and in ours.

python docs/screenshots.py [NAME ...]     needs the environments browser and tf-2.21 of tests/live

before, after              two cells of Keras in Notebook 7
gpu-before, gpu-after      an out-of-memory report of a GPU, which a cell says again from its recording
status-bar                 JupyterLab's status bar, clicked
last-words                 the first cell after a crash
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "harness"))

import environments
import front_ends as fronts
from pages import SLOW, Notebook, chromium
from PIL import Image
from playwright.sync_api import expect
from servers import server

if TYPE_CHECKING:
    from collections.abc import Callable

    from front_ends import FrontEnds
    from playwright.sync_api import FloatRect, Page

# So that both kernels end with the same numbers.
IMPORT = "import keras\nimport numpy as np\n\nkeras.utils.set_random_seed(0)"
FIT = """model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
history = model.fit(np.ones((256, 3)), np.ones((256, 1)), epochs=2)"""
RECORDING = ROOT / "tests" / "corpus" / "gpu" / "tensorflow.jsonl"
# A module beside the notebook: writes what the plain kernel printed on the GPU, piece by piece, to the same places.
REPLAY = """import json, os, sys

def replay(name):
    cells = map(json.loads, open({recording!r}, encoding="utf-8"))
    for _kind, stream, text in next(cell["output"] for cell in cells if cell["cell"] == name):
        if stream == "stderr":
            os.write(2, text.encode())
        else:
            sys.stderr.flush()
            print(text, end="")
"""
OUT_OF_MEMORY = 'from recording import replay\n\nreplay("oom")  # a cell that asks a GPU for too much memory'
# Native code that reads where it may not, below two functions of the user's.
CRASH = """import ctypes

def load(address):
    return ctypes.string_at(address)

load(0)"""
# Our kernel as on a machine with a GPU, under the name that it has there.
ON_GPU = "keras-quiet-on-gpu"
HERE = Path(__file__).parent
WIDTH, TALL = 800, 1400
# Of the out-of-memory report, the part that is shown of the plain kernel's 295 lines, in pixels.
PART = 620
# Dots of a picture for each pixel of the page: letters are sharp on any screen.
DOTS = 2


def content(kernel: str, title: str) -> str:
    spec = {"name": kernel, "display_name": title, "language": "python"}
    cell = {"cell_type": "code", "id": "c", "metadata": {}, "execution_count": None, "outputs": [], "source": ""}
    return json.dumps({"cells": [cell], "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5})


def keep(page: Page, name: str, clip: FloatRect) -> None:
    """Write a part of the page to docs/NAME.png; few colours make a small file."""
    file = HERE / f"{name}.png"
    taken = page.screenshot(clip=clip, scale="device")
    Image.open(BytesIO(taken)).convert("RGB").quantize(64).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size} bytes", flush=True)


def from_the_toolbar(page: Page, bottom: float) -> FloatRect:
    """Return the part of the page from the toolbar, where the kernel's name stands, to `bottom` in pixels."""
    top = page.locator(".jp-NotebookPanel-toolbar").bounding_box()
    assert top is not None
    return {"x": 0, "y": top["y"], "width": WIDTH, "height": bottom - top["y"]}


def cells(page: Page, name: str) -> None:
    notebook = Notebook(page).ready()
    notebook.run(IMPORT)
    notebook.run(FIT)
    page.locator(".jp-Notebook").evaluate("panel => panel.scrollTo(0, 0)")
    expect(notebook.cells.nth(1)).to_contain_text("Epoch 2/2")
    last = notebook.cells.nth(1).bounding_box()
    assert last is not None
    keep(page, name, from_the_toolbar(page, last["y"] + last["height"] + 4))


def out_of_memory(page: Page, name: str) -> None:
    notebook = Notebook(page).ready()
    notebook.run(OUT_OF_MEMORY)
    page.locator(".jp-Notebook").evaluate("panel => panel.scrollTo(0, 0)")
    page.wait_for_timeout(1000)
    last = notebook.cells.nth(0).bounding_box()
    assert last is not None
    end = last["y"] + last["height"] + 4
    keep(page, name, from_the_toolbar(page, end if name == "gpu-after" else min(end, PART)))


def status_bar(page: Page, name: str) -> None:
    notebook = Notebook(page).ready()
    notebook.run(IMPORT)
    page.get_by_role("button", name="Keras quiet has hidden").click()
    dialog = page.locator(".jp-Dialog-content")
    expect(dialog).to_be_visible()
    page.wait_for_timeout(1000)
    size = page.viewport_size
    assert size is not None
    keep(page, name, {"x": 0, "y": 0, "width": size["width"], "height": size["height"]})


def last_words(page: Page, name: str) -> None:
    notebook = Notebook(page).ready()
    notebook.start(CRASH)
    expect(page.locator(".jp-Dialog")).to_contain_text("appears to have died", timeout=SLOW)
    notebook.accept()
    page.wait_for_timeout(5000)  # the page says "starting" until the new kernel runs something
    notebook.run("1 + 1")
    page.locator(".jp-Notebook").evaluate("panel => panel.scrollTo(0, 0)")
    page.wait_for_timeout(1000)
    last = notebook.cells.nth(1).bounding_box()
    assert last is not None
    keep(page, name, from_the_toolbar(page, last["y"] + last["height"] + 4))


# What is done on the page, the kernel, its title, the page's address and size.
PICTURES: dict[str, tuple[Callable[[Page, str], None], str, str, tuple[int, int]]] = {
    "before": (cells, fronts.PLAIN, "notebooks", (WIDTH, TALL)),
    "after": (cells, fronts.QUIET, "notebooks", (WIDTH, TALL)),
    "gpu-before": (out_of_memory, fronts.PLAIN, "notebooks", (WIDTH, TALL)),
    "gpu-after": (out_of_memory, ON_GPU, "notebooks", (WIDTH, TALL)),
    "status-bar": (status_bar, fronts.QUIET, "lab/tree", (WIDTH, 460)),
    "last-words": (last_words, fronts.QUIET, "notebooks", (WIDTH, TALL)),
}


def kernels(folder: Path) -> FrontEnds:
    python = environments.build("tf-2.21")
    made = fronts.make(folder, python)
    words = [f"--python={python}", f"--name={ON_GPU}", "--user", "--env", "KERAS_QUIET_GPU=1"]
    made.run("jupyter", "keras-quiet", "install", *words)
    # Under the name that it has on such a machine; `install` gives no two kernels the same one.
    file = made.data / "kernels" / ON_GPU / "kernel.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "display_name": fronts.QUIET_TITLE}))
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    names = parser.parse_args().names or list(PICTURES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = kernels(folder)
        with server(folder, python=made.programs / "python", **made.env) as running, chromium(DOTS) as browser:
            (running.folder / "recording.py").write_text(REPLAY.format(recording=str(RECORDING)))
            for name in names:
                take, kernel, place, (width, height) = PICTURES[name]
                title = fronts.PLAIN_TITLE if kernel == fronts.PLAIN else fronts.QUIET_TITLE
                (running.folder / f"{name}.ipynb").write_text(content(kernel, title))
                page = browser.new_page()
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{running.address}/{place}/{name}.ipynb?token=secret")
                take(page, name)
                page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
