"""What more rules cost: a kernel's first cell, loading, and native lines, records and warnings, the first and later.

python benchmarks/rules.py [--rounds 15] [--times 10]

Today's rules and so many times as many are measured in turn, each in a process of its own. Rules become more as they do
in life: each table is twice as long, and there are more tables. The added rules are of other sources that say other
texts. The first line of a source loads its table and compiles a pattern; the figures of later ones are without that.
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
from pathlib import Path

from keras_quiet.inside.judging import rules, speakers

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from sessions import kernel

INSIDE = Path(rules.__file__).parents[1]
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
# So many times as long is each table; the rest of the added rules are in tables of their own.
LONGER = 2
# Run in a process of its own, with the folder that holds `inside`: prints the seconds of each kind.
TIMED = """
import sys, time, json, logging, threading, re, importlib, importlib.util
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
    quiet.hides("logging", "tensorflow", "Assets written to: m/assets", "INFO:tensorflow:Assets written to: m/assets")
    quiet.hides("logging", "tensorflow", "mine", "INFO:tensorflow:mine")
place = "/opt/env/lib/python3.9/site-packages/tensorboard/compat/dtypes.py"
def warning():
    for text in ("`np.bool8` is a deprecated alias for `np.bool_`.", "mine is deprecated"):
        line = "%s:1: DeprecationWarning: %s" % (place, text)
        quiet.hides("warning", place, text, line, category="DeprecationWarning")
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
    many = f"{len(rules.load())} rules and {options.times} times as many"
    print(f"{many}, {options.rounds} rounds, medians; processor time, but for the start")
    for number, kind in enumerate(KINDS):
        one, more = (statistics.median(each[number] for each in took) for took in measured)
        print(f"{kind:20}  {one * 1e6:9.1f} us  {more * 1e6:9.1f} us  ratio {more / one:.3f}")
    return 0


def write_table(folder: Path, times: int) -> Path:
    """Copy the inside half with so many times as many rules; return the folder that holds it."""
    inside = folder / "inside"
    shutil.copytree(INSIDE, inside, ignore=shutil.ignore_patterns("__pycache__"))
    longer = min(times, LONGER)
    tables = {}
    for upstream in rules.UPSTREAMS:
        for first in range(0, times, longer):
            numbers = range(first, first + longer)
            name = f"{upstream}_{first}" if first else upstream
            tables[name] = tuple(copied(rule, number) for number in numbers for rule in rules.of(upstream))
    for name, table in tables.items():
        text = "".join(f"    {rule!r},\n" for rule in table)
        (inside / "rules" / f"{name}.py").write_text(f"from . import Rule\n\nRULES = (\n{text})\n")
    (inside / "speakers.txt").write_text(speakers.index(tables))
    return folder


def copied(rule: rules.Rule, number: int) -> rules.Rule:
    """Return a rule of another source that says another text; the first is the rule itself."""
    if not number:
        return rule
    words = hashlib.sha256(f"{rule.id} {number}".encode()).hexdigest().translate(LETTERS)[:15]
    texts = tuple(f"{words} " + text for text in rule.messages)
    sources = tuple(source if source[0] in "!*" else f"x{number}{source}" for source in rule.sources)
    return rule._replace(id=f"{rule.id}-{number}", sources=sources, messages=texts)


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
