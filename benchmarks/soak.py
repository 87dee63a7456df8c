"""A long run: mixed lines at a steady rate through our kernel and the plain one at once. Nothing lost, memory flat.

python benchmarks/soak.py [--minutes 30] [--rate 2000] [--python INTERPRETER]

Every line of the user's has a number: natively written ones, print's, Python's own (logging, warnings, sys.stderr, in
one sequence) and each child's. Ends with status 1 where a number is lost, out of order or told twice, where noise is
shown or hidden noise is not counted, or where our kernel's memory grows more than the plain one's by over 2 MB.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import itertools
import json
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from sessions import Session, kernel, plain_argv, quiet_argv

PREPARE = r"""
import json, logging, os, subprocess, sys, time, warnings
warnings.simplefilter("always")
tensorflow, mine = logging.getLogger("tensorflow"), logging.getLogger("mine")
NOISE = b"I0000 00:00:1795355631.823008 29633 port.cc:153] oneDNN custom operations are on. You may see slightly"
NOISE += b" different numerical results due to floating-point round-off errors.\n"
counts, children = {"native": 0, "out": 0, "said": 0, "noise": 0}, []
def number(kind, count=1):
    counts[kind] += count
    return counts[kind] - 1
def tick():
    for _ in range(5): os.write(2, b"native:%d;\n" % number("native"))
    for _ in range(4): os.write(2, NOISE)
    os.write(2, b"native:%d;\n" % number("native") + NOISE); number("noise", 5)
    mine.warning("said:%d;", number("said"))
    warnings.warn("said:%d;" % number("said"))
    print("said:%d;" % number("said"), file=sys.stderr)
    tensorflow.warning("Assets written to: model/assets"); number("noise")
    for _ in range(3): print("out:%d;" % number("out"))
CHILD = '''
import os, sys, time
name, noise, ticks, gap = sys.argv[1].encode(), sys.argv[2].encode(), int(sys.argv[3]), float(sys.argv[4])
began = time.monotonic()
for each in range(ticks):
    os.write(2, name + b":%d;\\n" % (2 * each) + noise)
    os.write(2, name + b":%d;\\n" % (2 * each + 1)); os.write(2, noise)
    time.sleep(max(0, began + each * gap - time.monotonic()))
'''
def work(cell, seconds, gap):
    ticks, began = round(seconds / gap), time.monotonic()
    argv = [sys.executable, "-c", CHILD, "child%d" % cell, NOISE.decode(), str(ticks), str(gap)]
    children.append(subprocess.Popen(argv))
    counts["child%d" % cell] = 2 * ticks; number("noise", 2 * ticks)
    for each in range(ticks):
        tick()
        time.sleep(max(0, began + each * gap - time.monotonic()))
    # Every second child goes on into the next cell.
    for child in children[:-1] if cell % 2 else children: child.wait()
    del children[: -1 if cell % 2 else None]
    # IPython 9 keeps all that a cell printed (interactiveshell.py, _tee).
    getattr(get_ipython().history_manager, "outputs", {}).clear()
"""
LINES_OF_A_TICK = 21
# Python's print writes the line end by itself, and a native line may come before it.
NUMBERED = re.compile(r"(native|out|said|child\d+):(\d+);")
NOISE = re.compile(r"oneDNN custom operations|Assets written to")
GROWTH = 2 * 2**20


@dataclass
class Side:
    """One kernel: what came out of it."""

    argv: list[str]
    seen: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    noise: int = 0
    lines: int = 0
    written: dict[str, int] = field(default_factory=dict)
    hidden: int = 0
    memory: list[int] = field(default_factory=list)
    seconds: float = 1
    _tails: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, text: str) -> None:
        """Look at the next text of one stream."""
        text = self._tails.get(name, "") + text
        whole, end, self._tails[name] = text.rpartition("\n")
        self.lines += whole.count("\n") + bool(end)
        self.noise += len(NOISE.findall(whole))
        for kind, digits in NUMBERED.findall(whole):
            if int(digits) != self.seen.get(kind, 0):
                self.wrong.append(f"{kind}:{digits} in place of {kind}:{self.seen.get(kind, 0)}")
            self.seen[kind] = int(digits) + 1

    def look_at(self, message: dict[str, Any]) -> None:
        """Look at the next message of the kernel. Raises RuntimeError where a cell ended in an error."""
        if message["msg_type"] == "stream":
            self.take(message["content"]["name"], message["content"]["text"])
        elif message["msg_type"] == "error":
            raise RuntimeError("\n".join(message["content"]["traceback"]))

    def lost(self) -> list[str]:
        """Return each kind of which the last lines are missing, or that has too many."""
        kinds = (kind for kind in self.written if kind != "noise")
        return [
            f"{kind}: {self.seen.get(kind, 0)} of {self.written[kind]}"
            for kind in kinds
            if self.seen.get(kind, 0) != self.written[kind]
        ]

    def grown(self) -> int:
        """Return by how many bytes the memory has grown from the second fifth of the run to the last one."""
        fifth = max(1, len(self.memory) // 5)
        late = self.memory[-fifth:]
        return round(statistics.median(late) - statistics.median(self.memory[fifth : 2 * fifth] or late))

    def told(self, name: str) -> str:
        """Return what was found, one line and one for each thing that is wrong."""
        written = sum(self.written.values())
        memory = ", ".join(f"{each / 2**20:.1f}" for each in self.memory[:: max(1, len(self.memory) // 10)])
        head = (
            f"{name:5}: {written:,} messages in {len(self.memory)} cells, {written / self.seconds:,.0f} a second; "
            f"{self.lines:,} lines shown, {self.noise:,} of them noise; {self.hidden:,} of "
            f"{self.written.get('noise', 0):,} noise messages hidden; {len(self.wrong)} lost or out of order"
        )
        lines = [head, f"       memory in MB over the run: {memory}; grown by {self.grown() / 2**20:.2f}"]
        return "\n".join(lines + [f"       wrong: {each}" for each in self.wrong[:20] + self.lost()[:20]])


def execute(session: Session, side: Side, code: str) -> dict[str, int]:
    """Run one cell, look at all that comes until it is done, and return how many lines of each kind were written."""
    request = session.client.execute(code, user_expressions={"counts": "json.dumps(counts)"})
    while True:
        message = session.client.get_iopub_msg(timeout=120)
        side.look_at(message)
        if message["content"].get("execution_state") == "idle" and message["parent_header"].get("msg_id") == request:
            break
    while True:
        reply = session.client.get_shell_msg(timeout=60)
        if reply["parent_header"].get("msg_id") == request:
            side.hidden = reply["metadata"].get("keras_quiet", {}).get("hidden", 0)
            text = reply["content"]["user_expressions"]["counts"]["data"]["text/plain"]
            return dict(json.loads(ast.literal_eval(text)))


def drain(session: Session, side: Side) -> None:
    """Look at what comes late."""
    with contextlib.suppress(Empty):
        while True:
            side.look_at(session.client.get_iopub_msg(timeout=1))
    for name in ("stdout", "stderr"):
        side.take(name, "\n")


def soak(side: Side, minutes: float, rate: int, folder: str) -> None:
    """Run cells for so many minutes, and watch what comes out of them."""
    with kernel(side.argv, env={"IPYTHONDIR": folder}) as session:
        process = psutil.Process(session.manager.provisioner.process.pid)
        execute(session, side, PREPARE)
        began, gap = time.monotonic(), LINES_OF_A_TICK / rate
        for cell in itertools.count():
            left = began + 60 * minutes - time.monotonic()
            if left <= 0 and not cell % 2:  # no child is left
                break
            length = min(max(left, 0.5), 1 + cell % 5)
            side.written = execute(session, side, f"work({cell}, {length}, {gap})")
            side.memory.append(process.memory_info().rss)
            os.truncate(session._terminal, 0)  # noqa: SLF001  # nobody reads it, and it grows
        side.seconds = time.monotonic() - began
        drain(session, side)
        execute(session, side, "pass")  # its reply says what was hidden in the end


def watched(side: Side, minutes: float, rate: int, folder: str) -> None:
    try:
        soak(side, minutes, rate, folder)
    except Exception as error:
        side.wrong.append(f"the run ended: {error!r}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=int, default=2000, help="lines a second")
    parser.add_argument("--python", default=sys.executable, help="the kernels' interpreter")
    asked = parser.parse_args()
    sides = {"plain": Side(plain_argv(asked.python)), "ours": Side(quiet_argv(asked.python))}
    with tempfile.TemporaryDirectory() as folder:
        threads = [
            threading.Thread(target=watched, args=(side, asked.minutes, asked.rate, folder)) for side in sides.values()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for name, side in sides.items():
        print(side.told(name))
    return int(not succeeded(**sides))


def succeeded(plain: Side, ours: Side) -> bool:
    sound = not (ours.wrong or ours.lost() or ours.noise) and ours.hidden == ours.written["noise"]
    return sound and ours.grown() - max(0, plain.grown()) <= GROWTH


if __name__ == "__main__":
    sys.exit(main())
