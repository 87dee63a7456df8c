"""Kernel start to ready, ours against the plain kernelspec on the same interpreter, in turn.

python benchmarks/start.py [--pairs 15] [--alone] [--cores N] [--folders N] [--packages N]
    needs keras-quiet and ipykernel installed for this interpreter

By default one process starts all kernels, as a Jupyter server does. With --alone each kernel is the first one of a new
process, as in nbconvert and papermill: the process has to load our provisioner too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from measuring.pairs import ratio_of_each

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("python3", "keras-quiet")
# A process that starts one kernel. The time of its own imports, which both need, does not count.
ALONE = "import sys; sys.path.insert(0, sys.argv[1]); import start; print(start.start(sys.argv[2]))"


def start(name: str) -> float:
    """Return the seconds from the call until the kernel answers its first request."""
    from jupyter_client.manager import KernelManager  # noqa: PLC0415  # it reads the environment that `main` sets

    manager = KernelManager(kernel_name=name)
    began = time.perf_counter()
    manager.start_kernel(stdout=DEVNULL, stderr=DEVNULL)
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    took = time.perf_counter() - began
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return took


def start_alone(name: str) -> float:
    """Return the same of a kernel that is the first one of a new process, in seconds."""
    command = [sys.executable, "-c", ALONE, str(Path(__file__).parent), name]
    return float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def fill(folder: Path, folders: int, packages: int) -> None:
    """Put folders onto PYTHONPATH; each has a module, its metadata with an entry point, so many times."""
    paths = [folder / f"path{number}" for number in range(folders)]
    for path in paths:
        path.mkdir()
        for number in range(packages):
            about = path / f"package{number}-1.0.dist-info"
            about.mkdir()
            (path / f"package{number}.py").touch()
            (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: package{number}\nVersion: 1.0\n")
            (about / "entry_points.txt").write_text(f"[console_scripts]\npackage{number} = package{number}:main\n")
    given = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([*map(str, paths), *([given] if given else [])])
    sys.path[1:1] = map(str, paths)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--alone", action="store_true", help="each kernel is the first one of a new process")
    parser.add_argument("--cores", type=int, help="use so many processors (Linux); by default all")
    parser.add_argument("--folders", type=int, default=0, help="so many folders on PYTHONPATH")
    parser.add_argument("--packages", type=int, default=0, help="so many installed packages in each of them")
    given = parser.parse_args()
    if given.packages and not given.folders:
        parser.error("--packages needs --folders: the packages are put there")
    if given.cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: given.cores])
    with TemporaryDirectory() as folder:
        if given.folders:
            fill(Path(folder), given.folders, given.packages)
        return compare(start_alone if given.alone else start, given.pairs)


def compare(measure: Callable[[str], float], pairs: int) -> int:
    """Print what both kernels took."""
    for name in NAMES:
        measure(name)  # fills the caches of files and bytecode
    times: dict[str, list[float]] = {name: [] for name in NAMES}
    for number in range(pairs):
        for name in NAMES if number % 2 else reversed(NAMES):
            times[name].append(measure(name))
    plain, ours = times.values()
    print(f"{pairs} pairs on Python {sys.version.split()[0]}, {len(os.sched_getaffinity(0))} cores")
    print(f"plain: median {statistics.median(plain):.3f} s    ours: median {statistics.median(ours):.3f} s")
    print(f"ratio of the medians: {statistics.median(ours) / statistics.median(plain):.3f}")
    print(ratio_of_each(ours, plain))
    return 0


if __name__ == "__main__":
    sys.exit(main())
