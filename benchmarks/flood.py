"""How long a kernel takes to print 20 MB to file descriptor 2, and how print, logging and warnings fare: ratios.

Known messages in turn are written line by line, as C++ does.

python benchmarks/flood.py [--pairs 7] [--python INTERPRETER] [--only logging]
python benchmarks/flood.py --sizes 1,5,20,80 [--plot docs/flood.svg]      growth with the megabytes at fd 2

A pair is a plain kernel and one of ours, both alive; each work runs in both in turn, several times.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from measuring.growth import plot
from measuring.pairs import ratio_of_each
from noise import END_OF_SEQUENCE, OLDER_NOTICE
from sessions import WITH_PROVISIONER, Session, kernel, plain_argv, quiet_argv

BEFORE = "import logging, os, sys, time, warnings; warnings.simplefilter('always')"
# Seconds, and those of the processor, which other work on the machine disturbs less.
TIMED = """{before}
_t, _p = time.perf_counter(), time.process_time()
{work}
_t, _p = time.perf_counter() - _t, time.process_time() - _p
{after}
sys.stderr.flush(); sys.stdout.flush(); time.sleep(0.3)
print('TOOK', _t, _p)"""
OWN = "epoch 1 step 2 loss 0.123456 and so on and so forth"
NATIVE = f"""line = b'{OWN}\\n' * 1000
for _ in range({{}} * 1_000_000 // len(line)): os.write(2, line)
sys.stderr.flush()"""
IN_TURN = """lines = {!r}
for i in range(100_000): os.write(2, lines[i % len(lines)])
sys.stderr.flush()"""


# A child process that writes as fast as it can, line by line, while the kernel does something else.
CHILD = """child = __import__("subprocess").Popen([sys.executable, "-c", "import os\\nwhile 1: os.write(2, {!r})"])
time.sleep(0.3)"""
NO_CHILD = "child.kill(); _ = child.wait(); time.sleep(0.3)"


def in_turn(*lines: str) -> str:
    return IN_TURN.format([f"{line}\n".encode() for line in lines])


WORK = {
    "20 MB of lines at fd 2": NATIVE.format(20),
    "100,000 of one message": in_turn(OLDER_NOTICE),
    "100,000 of two in turn": in_turn(OLDER_NOTICE, END_OF_SEQUENCE),
    "100,000, every 2nd own": in_turn(OLDER_NOTICE, OWN),
    "20,000 print": "for i in range(20_000): print('line', i)",
    "20,000 print to stderr": "for i in range(20_000): print('line', i, file=sys.stderr)",
    "5,000 logging.warning": "for i in range(5_000): logging.warning('line %d', i)",
    "5,000 warnings.warn": "for i in range(5_000): warnings.warn('')",
    "500 logging, busy child": "for i in range(500): logging.warning('line %d', i)",
    "500 logging, child's noise": "for i in range(500): logging.warning('line %d', i)",
}
CHILDREN = {"500 logging, busy child": OWN, "500 logging, child's noise": END_OF_SEQUENCE}
Times = dict[str, dict[str, list[list[float]]]]


def timed(name: str, work: str) -> str:
    line = CHILDREN.get(name)
    child = {"before": CHILD.format(f"{line}\n".encode()), "after": NO_CHILD} if line else {"before": "", "after": ""}
    return TIMED.format(work=work, **child)


def measure(python: str, work: dict[str, str], pairs: int, rounds: int, *, alone: bool) -> Times:
    """Return the seconds and the processor's seconds of each round, by work and side.

    `alone` says that no provisioner holds the pipe, as in VS Code.
    """
    server = None if alone else WITH_PROVISIONER
    times: Times = {name: {"plain": [], "ours": []} for name in work}
    for _ in range(pairs):
        with kernel(plain_argv(python)) as plain, kernel(quiet_argv(python), server=server) as ours:
            sides: dict[str, Session] = {"plain": plain, "ours": ours}
            for session in sides.values():
                session.run(BEFORE)
            for number in range(rounds):
                for name, code in work.items():
                    for side in sorted(sides, reverse=bool(number % 2)):
                        shown = sides[side].run(timed(name, code)).stdout
                        times[name][side].append([float(each) for each in shown.rpartition("TOOK ")[2].split()])
    return times


def medians(times: dict[str, list[list[float]]], which: int) -> tuple[float, float]:
    plain, ours = (statistics.median(each[which] for each in times[side]) for side in ("plain", "ours"))
    return plain, ours


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--sizes", help="megabytes at fd 2, in place of the list of works")
    parser.add_argument("--only", default="", help="the works that have this in their name")
    parser.add_argument("--alone", action="store_true", help="without a provisioner, as in VS Code")
    parser.add_argument("--plot", type=Path)
    asked = parser.parse_args()
    sizes = [int(size) for size in (asked.sizes or "").split(",") if size]
    work = {f"{size} MB of lines at fd 2": NATIVE.format(size) for size in sizes} or {
        name: code for name, code in WORK.items() if asked.only in name
    }
    times = measure(asked.python, work, asked.pairs, asked.rounds, alone=asked.alone)
    print(
        f"ours / plain, {asked.pairs} pairs of kernels, {asked.rounds} rounds in each, in turn, {os.cpu_count()} cores"
    )
    for name, each in times.items():
        ours_of_each, plain_of_each = ([took[0] for took in each[side]] for side in ("ours", "plain"))
        (plain, ours), (plain_cpu, ours_cpu) = medians(each, 0), medians(each, 1)
        print(
            f"{name:26} {ratio_of_each(ours_of_each, plain_of_each)};"
            f" of the medians {ours / plain:.2f} ({plain:.3f} s plain);"
            f" of the processor's time {ours_cpu / plain_cpu:.2f}"
        )
    if asked.plot and sizes:
        by_size = [(size, medians(each, 0)) for size, each in zip(sizes, times.values(), strict=True)]
        lines = {
            name: [(size, pair[which]) for size, pair in by_size] for which, name in enumerate(("plain", "keras-quiet"))
        }
        asked.plot.write_text(plot(lines, "MB of lines at file descriptor 2", "seconds until they are shown"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
