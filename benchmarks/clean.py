"""How long `jupyter keras-quiet clean` takes, what memory it needs, and how both grow.

python benchmarks/clean.py [--notebooks 1000] [--size 200]

Notebooks of so many kB are made as TensorFlow writes them: cells with code, results, a picture, and streams in which
known noise stands among lines of the user's own. Each measurement is a process of its own on one core; the time is the
processor's, with the start of Python. The memory is the most that the process had, beside that of one that cleans
nothing. A notebook without known noise is read and judged, and not written.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from noise import END_OF_SEQUENCE, NOTICE, OLDER_NOTICE
from stored import cell, notebook, stream

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of a cell: one picture and two outputs of text, of so many bytes and lines.
PICTURE, LINES = 3000, 20
NOISE = (NOTICE, OLDER_NOTICE, END_OF_SEQUENCE)
# What is measured beside the asked number and size: notebooks, kB of each.
GROWTH = ((100, 1), (10, 1), (1, 1), (1, 10), (1, 100))


class Measured(NamedTuple):
    """The seconds of processor time, and the MB of memory at most."""

    seconds: float
    memory: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notebooks", type=int, default=1000)
    parser.add_argument("--size", type=int, default=200, help="of each, in kB")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "none").mkdir()
        nothing = measure([folder / "none"])
        print(f"a start that cleans nothing: {nothing.seconds:.2f} s, {nothing.memory:.0f} MB")
        print("| notebooks | kB of each | s, with noise | s, without | MB above a start |\n|---|---|---|---|---|")
        rows = [(asked.notebooks, asked.size), *((number, times * asked.size) for number, times in GROWTH)]
        for number, size in rows:
            noisy, clean = (write(folder / name, number, size, noise=noise) for name, noise in (("a", 1), ("b", 0)))
            with_noise, without = measure([noisy]), measure([clean])
            shutil.rmtree(noisy)
            shutil.rmtree(clean)
            more = max(with_noise.memory, without.memory) - nothing.memory
            print(
                f"| {number:,} | {size:,} | {with_noise.seconds:.2f} | {without.seconds:.2f} | {more:.0f} |", flush=True
            )
    return 0


def write(folder: Path, number: int, size: int, *, noise: int) -> Path:
    """Write so many notebooks of so many kB; with `noise`, every third line of stderr is known noise."""
    folder.mkdir()
    text = json.dumps(made(size, noise=bool(noise)), indent=1)
    for each in range(number):
        (folder / f"{each}.ipynb").write_text(text)
    return folder


def made(size: int, *, noise: bool) -> dict[str, Any]:
    """Return a notebook of so many kB."""
    draw = random.Random(0)  # noqa: S311  # the same at each run
    cells: list[dict[str, Any]] = []
    written = 0
    while written < 1000 * size:
        told = [f"Epoch {each}/20 - loss: {draw.random():.4f} - accuracy: {draw.random():.4f}" for each in range(LINES)]
        said = [draw.choice(NOISE) if noise and each % 3 == 0 else f"line {each} of mine" for each in range(LINES)]
        picture = "".join(draw.choices("abcdefghijklmnopqrstuvwxyz0123456789+/", k=PICTURE))
        shown = {
            "output_type": "display_data",
            "metadata": {},
            "data": {"image/png": picture, "text/plain": ["<Figure>"]},
        }
        streams = [stream("\n".join([*told, ""]), "stdout"), stream("\n".join([*said, ""]))]
        cells.append(cell(*streams, shown, source="model.fit(x, y)\n" * 10))
        written += len(json.dumps(cells[-1], indent=1))
    return notebook(*cells)


def measure(places: Iterable[Path]) -> Measured:
    """Clean notebooks in a process of their own, on one core."""
    command = [sys.executable, "-m", "keras_quiet", "clean", "-q", *map(str, places)]
    number = os.posix_spawn(command[0], command, os.environ)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(number, {min(os.sched_getaffinity(0))})
    _, status, used = os.wait4(number, 0)
    assert status == 0
    unit = 1e6 if sys.platform == "darwin" else 1e3  # getrusage(2): bytes there, kilobytes on Linux
    return Measured(used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


if __name__ == "__main__":
    sys.exit(main())
