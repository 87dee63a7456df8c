"""A process forked from one that has run notebooks runs notebooks too, as papermill in a pool of workers does."""

from __future__ import annotations

import os
import subprocess
import sys

CODE = """
import multiprocessing, sys
import nbclient, nbformat

def run(number):
    cell = nbformat.v4.new_code_cell(f"print({number})")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbclient.NotebookClient(notebook, kernel_name="keras-quiet").execute()
    return notebook.cells[0].outputs[0].text

run(0)
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(pool.map_async(run, [1, 2]).get(60))
"""


def test_a_forked_process_starts_kernels_too() -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    done = subprocess.run([sys.executable, "-c", CODE], env=env, capture_output=True, text=True, check=False)
    assert done.stdout == "['1\\n', '2\\n']\n", done.stderr
