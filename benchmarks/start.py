"""Kernel start to ready, ours against the plain kernelspec on the same interpreter, in turn.

python benchmarks/start.py [--pairs 15]      needs keras-quiet and ipykernel installed for this interpreter
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from subprocess import DEVNULL

from jupyter_client.manager import KernelManager
from measuring.pairs import ratio_of_each


def start(name: str) -> float:
    """Return the seconds from the call until the kernel answers its first request."""
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    for name in ("python3", "keras-quiet"):
        start(name)  # fills the caches of files and bytecode
    plain, ours = [], []
    for number in range(pairs):
        order = (("python3", plain), ("keras-quiet", ours))
        for name, times in order if number % 2 else reversed(order):
            times.append(start(name))
    print(f"{pairs} pairs on Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    print(f"plain: median {statistics.median(plain):.3f} s    ours: median {statistics.median(ours):.3f} s")
    print(f"ratio of the medians: {statistics.median(ours) / statistics.median(plain):.3f}")
    print(ratio_of_each(ours, plain))
    return 0


if __name__ == "__main__":
    sys.exit(main())
