"""What more rules cost: a kernel's first cell, loading, and native lines, records and warnings, the first and later.

python benchmarks/rules.py [--rounds 15] [--times 10]

Today's rules and so many times as many are measured in turn, each in a process of its own. The added rules are of other
sources that say other texts. The first line of a source compiles a pattern; the figures of later ones are without that.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from keras_quiet.command.rulebook.compiling import compiled
from keras_quiet.command.rulebook.reading import folder, read_rules
from keras_quiet.inside import judging

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from sessions import kernel

if TYPE_CHECKING:
    from keras_quiet.command.rulebook.entries import RuleEntry

INSIDE = Path(judging.__file__).parents[1]
ENTRIES = read_rules(folder()).rules
KINDS = (
    "start and first cell",
    "load at the start",
    "first native line",
    "first record",
    "first warning",
    "later native line",
    "later record",
    "later warning",
    "1000 bytes of text",
)
# Makes the added messages begin as differently as words do.
LETTERS = str.maketrans("0123456789abcdef", "etaoinshrdlucmfw")
# Run in a process of its own, with the folder that holds `inside`: prints the seconds of each kind.
TIMED = """
import sys, time, json, logging, threading, re, importlib, importlib.util, inspect  # a kernel has loaded them
sys.path.insert(0, sys.argv[1])
from inside.filter import Filter
quiet = Filter(print)
began = time.thread_time()
quiet.load()
print(time.thread_time() - began)
if not quiet.enabled: sys.exit("the rules cannot be loaded")
noise = b"I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. You may see slightly " \\
    b"different numerical results\\n"
news = b"I0000 00:00:1795355631.823008   29633 port.cc:153] mine\\nEpoch 1/2\\nWARNING: mine\\n"
lines = quiet.new_lines()
def native(): lines.feed(noise); lines.feed(news)
def record():
    quiet.rule_of("logging", "tensorflow", "Assets written to: m/assets", "INFO:tensorflow:Assets written to: m/assets")
    quiet.rule_of("logging", "tensorflow", "mine", "INFO:tensorflow:mine")
place = "/opt/env/lib/python3.9/site-packages/tensorboard/compat/dtypes.py"
def warning():
    for text in ("`np.bool8` is a deprecated alias for `np.bool_`.", "mine is deprecated"):
        line = "%s:1: DeprecationWarning: %s" % (place, text)
        quiet.rule_of("warning", place, text, line, category="DeprecationWarning")
for work in (native, record, warning):
    began = time.thread_time()
    work()
    print(time.thread_time() - began)
piece = (b"Some text of a program, with words and numbers 123456\\nanother line\\nINFO mine\\n" * 13)[:1000]
def plain(): lines.feed(piece)
for work in (native, record, warning, plain):
    took = []
    for _ in range(40):
        began = time.thread_time()
        for _ in range(100): work()
        took.append((time.thread_time() - began) / 100)
    print(min(took))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tables = [write_table(Path(folder) / str(times), times) for times in (1, options.times)]
        for table in tables:
            measure(table)  # writes the compiled files
        measured: list[list[list[float]]] = [[], []]
        for _ in range(options.rounds):
            for table, took in zip(tables, measured, strict=True):
                took.append(measure(table))
    many = f"{len(ENTRIES)} rules and {options.times} times as many"
    print(f"{many}, {options.rounds} rounds, medians; processor time, but for the start")
    for number, kind in enumerate(KINDS):
        one, more = (statistics.median(each[number] for each in took) for took in measured)
        print(f"{kind:20}  {one * 1e6:9.1f} us  {more * 1e6:9.1f} us  ratio {more / one:.3f}")
    return 0


def write_table(place: Path, times: int) -> Path:
    """Copy the inside half with so many times as many rules; return the folder that holds it."""
    inside = place / "inside"
    shutil.copytree(INSIDE, inside, ignore=shutil.ignore_patterns("__pycache__"))
    entries = [copied(entry, number) for number in range(times) for entry in ENTRIES]
    (inside / "rules.json").write_text(compiled(entries), encoding="utf-8")
    return place


def copied(entry: RuleEntry, number: int) -> RuleEntry:
    """Return a rule of another source that says another text; the first is the rule itself."""
    if not number:
        return entry
    words = hashlib.sha256(f"{entry.id} {number}".encode()).hexdigest().translate(LETTERS)[:15]
    texts = tuple(f"{words} " + text for text in entry.messages)
    sources = tuple(source if source[0] in "!*" else f"x{number}{source}" for source in entry.sources)
    return replace(entry, id=f"{entry.id}-{number}", sources=sources, messages=texts)


def measure(folder: Path) -> list[float]:
    """Return the seconds of each kind, as KINDS has them."""
    command = [sys.executable, "-I", "-c", TIMED, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    began = time.perf_counter()
    with kernel([sys.executable, str(folder / "inside" / "__main__.py"), "-f", "{connection_file}"]) as session:
        session.client.execute_interactive("pass", timeout=60)
        started = time.perf_counter() - began
    return [started, *map(float, done.stdout.split())]


if __name__ == "__main__":
    sys.exit(main())
