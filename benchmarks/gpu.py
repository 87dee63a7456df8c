"""The cells of the recordings in tests/corpus/gpu, in the plain kernel and in ours, on a machine with a GPU.

python benchmarks/gpu.py BACKEND [--python INTERPRETER] [--cells import,dense_fit] [--starts 5]
                                 [--code FILE] [--record FOLDER]
    BACKEND is tensorflow, jax or torch; INTERPRETER has it, and Keras and ipykernel; needs keras-quiet for this Python
    FILE has other cells, each below a line "# %% name"; FOLDER gets plain.jsonl and ours.jsonl, in the recordings' form

Prints what differs, cell by cell ("-" in the plain kernel alone, "+" in ours alone), the known noise that ours leaves,
and the ratios of start, import and fit. Without a GPU, name the cells: others ask for hundreds of GB of memory.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from gpu_recordings import NOISE, RECORDINGS
from keras_quiet.inside.judging.machine import accelerator
from measuring.pairs import compared
from sessions import kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ARGVS = {"plain": plain_argv, "ours": quiet_argv}
FIT = ("dense_fit", "conv_fit", "lstm_fit")
# What differs in each run and is no difference of the kernels: times, addresses, losses without a seed.
_VARIES = re.compile(r"\d{2}:\d{2}:\d+\.\d+ +\d+ |0x[0-9a-f]+|\d+(?:\.\d+)?(?:e-?\d+)?(?:ms|us|s)?\b")
# A cell may take so long, in seconds.
LIMIT = 300


class Ran(NamedTuple):
    """What a cell showed, line by line; how long it took, in seconds; its output as a recording has it."""

    shown: list[str]
    took: float
    output: list[list[str]]


def run(side: str, python: str, backend: str, cells: Mapping[str, str]) -> dict[str, Ran]:
    """Run the cells in a new kernel; "start" stands for its start."""
    ran: dict[str, Ran] = {}
    began = time.perf_counter()
    with (
        TemporaryDirectory() as folder,
        kernel(ARGVS[side](python), env={"KERAS_BACKEND": backend}, cwd=folder) as session,
    ):
        ran["start"] = Ran([], time.perf_counter() - began, [])
        for name, code in cells.items():
            began = time.perf_counter()
            cell = session.run(code, LIMIT)
            lines = f"{cell.stdout}\n{cell.stderr}\n{cell.error}".splitlines()
            shown = [line for line in lines if line.strip()]
            ran[name] = Ran(shown, time.perf_counter() - began, [*map(_piece, filter(_is_output, cell.messages))])
    return ran


def _is_output(message: Mapping[str, Any]) -> bool:
    return message["msg_type"] in ("stream", "error")


def _piece(message: Mapping[str, Any]) -> list[str]:
    content = message["content"]
    if message["msg_type"] == "stream":
        return ["stream", content["name"], content["text"]]
    return ["error", content["ename"], "\n".join(content["traceback"])]


def difference(plain: list[str], ours: list[str]) -> Iterator[str]:
    """Yield the lines that one kernel alone shows."""
    theirs, own = ({_VARIES.sub("", line) for line in lines} for lines in (plain, ours))
    yield from (f"- {line}" for line in plain if _VARIES.sub("", line) not in own)
    yield from (f"+ {line}" for line in ours if _VARIES.sub("", line) not in theirs)


def recorded(backend: str) -> dict[str, str]:
    """Return the code of a recording's cells, by their names."""
    lines = (RECORDINGS / f"{backend}.jsonl").read_text("utf-8").splitlines()
    return {cell["cell"]: cell["code"] for cell in map(json.loads, lines)}


def written(file: Path) -> dict[str, str]:
    """Return the code of a file's cells, by their names."""
    _, *parts = re.split(r"^# %% (\S+)\n", file.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], (code.strip() for code in parts[1::2]), strict=True))


def record(folder: Path, cells: Mapping[str, str], sides: Mapping[str, Mapping[str, Ran]]) -> None:
    """Write what each kernel showed, in the form of the recordings."""
    folder.mkdir(parents=True, exist_ok=True)
    for side, ran in sides.items():
        lines = [{"cell": name, "code": code, "output": ran[name].output} for name, code in cells.items()]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{side}.jsonl").write_text(text, "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backend", choices=list(NOISE))
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--cells", default="", help="which, with commas between (default: all)")
    parser.add_argument("--starts", type=int, default=5, help="further pairs of kernels, for the ratios")
    parser.add_argument("--code", type=Path, metavar="FILE", help="other cells in place of the recording's")
    parser.add_argument("--record", type=Path, metavar="FOLDER", help="write what both kernels showed")
    asked = parser.parse_args()
    found = accelerator(os.environ)
    if not found and not asked.cells and not asked.code:
        parser.error("there is no GPU here, and some cells ask for hundreds of GB of memory: name others with --cells")
    print(f"{asked.backend}, {os.cpu_count()} cores, {found or 'no GPU'}")
    cells = written(asked.code) if asked.code else recorded(asked.backend)
    if asked.cells:
        cells = {name: cells[name] for name in asked.cells.split(",")}
    plain, ours = (run(side, asked.python, asked.backend, cells) for side in ARGVS)
    if asked.record:
        record(asked.record, cells, {"plain": plain, "ours": ours})
    left = 0
    for name in cells:
        print(f"## {name}: plain {plain[name].took:.1f} s, ours {ours[name].took:.1f} s")
        print("\n".join(line[:230] for line in difference(plain[name].shown, ours[name].shown)))
        left += sum(bool(NOISE[asked.backend].match(line)) for line in ours[name].shown)
    print(f"known noise that ours leaves: {left} lines")
    timed = {name: cells[name] for name in ("import", *FIT) if name in cells}
    rows: dict[str, list[dict[str, Ran]]] = {side: [] for side in ARGVS}
    for number in range(asked.starts):
        for side in sorted(ARGVS, reverse=bool(number % 2)):
            rows[side].append(run(side, asked.python, asked.backend, timed))
    for name in ("start", *timed) if asked.starts else ():
        took = {side: [row[name].took for row in rows[side]] for side in ARGVS}
        print(compared(name, took["ours"], took["plain"]))
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main())
