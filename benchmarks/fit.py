"""How long a fit of Keras takes while 100,000 noise lines come from native code, ours and plain in turn: ratios.

python benchmarks/fit.py [--pairs 5] [--environment tf-2.21] [--lines 100000]      of tests/harness/environments.py
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

import environments
from measuring.pairs import compared
from noise import END_OF_SEQUENCE
from sessions import LATE, Session, kernel, plain_argv, quiet_argv

ARGVS = {"plain": plain_argv, "ours": quiet_argv}
BATCHES = 500
# C++ writes a line with one call of write, as here.
FIT = """
import keras, numpy, os
x, y = numpy.random.rand({batches} * 8, 16), numpy.random.rand({batches} * 8, 1)
model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x[:8], y[:8], verbose=0)
line = {line!r}
class Noise(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        for _ in range({lines} // {batches}): os.write(2, line)
"""
RUN = "_ = model.fit(x, y, batch_size=8, verbose=0, callbacks=[{}])"


def seconds(session: Session, code: str) -> float:
    """Return how long a cell takes for its reader: until the kernel says that it is idle, with all outputs there."""
    began = time.perf_counter()
    session.run(code, late=LATE)  # the same for both: `run` waits less for late lines of ours
    return time.perf_counter() - began - LATE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--environment", default="tf-2.21")
    parser.add_argument("--lines", type=int, default=100_000)
    asked = parser.parse_args()
    python = environments.build(asked.environment)
    times: dict[str, dict[str, list[float]]] = {side: {"quiet": [], "noisy": []} for side in ARGVS}
    for number in range(asked.pairs):
        for side in sorted(ARGVS, reverse=bool(number % 2)):
            with kernel(ARGVS[side](python)) as session:
                session.run(FIT.format(batches=BATCHES, lines=asked.lines, line=f"{END_OF_SEQUENCE}\n".encode()))
                session.run(RUN.format(""))
                for what, callback in (("quiet", ""), ("noisy", "Noise()")):
                    times[side][what].append(seconds(session, RUN.format(callback)))
    print(f"a fit of {BATCHES} batches in {asked.environment}, {asked.pairs} pairs in turn, {os.cpu_count()} cores")
    for what, with_lines in (("quiet", "without noise"), ("noisy", f"with {asked.lines:,} lines of noise")):
        print(compared(f"{with_lines}, in seconds", times["ours"][what], times["plain"][what]))
    added = {
        side: [noisy - quiet for noisy, quiet in zip(each["noisy"], each["quiet"], strict=True)]
        for side, each in times.items()
    }
    print(compared("what the noise adds, in seconds", added["ours"], added["plain"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
