"""How long `import keras` takes in a kernel of ours and in the plain one, in turn: ratios.

python benchmarks/import_keras.py [--pairs 10] [--environment tf-2.21]      of tests/harness/environments.py
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

import environments
from measuring.pairs import compared
from sessions import kernel, plain_argv, quiet_argv

# The processor's time tells the same on a machine where others work too.
TIMED = """import time; _t, _p = time.perf_counter(), time.process_time()
import keras
print(time.perf_counter() - _t, time.process_time() - _p)"""
KINDS = ("seconds", "processor seconds")
ARGVS = {"plain": plain_argv, "ours": quiet_argv}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--environment", default="tf-2.21")
    asked = parser.parse_args()
    python = environments.build(asked.environment)
    times: dict[str, list[list[float]]] = {side: [] for side in ARGVS}
    for number in range(-1, asked.pairs):  # the first pair fills the caches of files and bytecode
        for side in sorted(ARGVS, reverse=bool(number % 2)):
            with kernel(ARGVS[side](python)) as session:
                took = [float(text) for text in session.run(TIMED).stdout.split()]
            if number >= 0:
                times[side].append(took)
    print(f"import keras in {asked.environment}, {asked.pairs} pairs in turn, {os.cpu_count()} cores")
    for position, kind in enumerate(KINDS):
        plain, ours = ([took[position] for took in times[side]] for side in ("plain", "ours"))
        print(compared(kind, ours, plain))
    return 0


if __name__ == "__main__":
    sys.exit(main())
