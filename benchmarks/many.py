"""Many kernels at once in one server, ours against the plain one: time, memory, threads and descriptors.

python benchmarks/many.py [--kernels 5,10,20,40] [--pairs 1] [--plot FILE.svg]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from measuring.growth import plot

NAMES = ("python3", "keras-quiet")
# Another program may take a port between its choice and the kernel's start: then that kernel never answers. In seconds.
TIME_LIMIT = 100
ATTEMPTS = 3


async def start(manager: AsyncMultiKernelManager, name: str) -> str:
    kernel = await manager.start_kernel(kernel_name=name, stdout=-3, stderr=-3)
    client = manager.get_kernel(kernel).client()
    client.start_channels()
    await client.wait_for_ready(timeout=TIME_LIMIT)
    client.stop_channels()
    return str(kernel)


async def measure(name: str, count: int, folder: str) -> dict[str, Any]:
    """Start kernels at once and wait for all; the server is this process. Bytes and seconds."""
    server, manager = psutil.Process(), AsyncMultiKernelManager(connection_dir=folder)
    await manager.shutdown_kernel(await start(manager, name), now=True)  # loads what the first one loads
    gc.collect()
    before = (server.memory_info().rss, server.num_threads(), server.num_fds())
    began = time.perf_counter()
    kernels = await asyncio.gather(*(start(manager, name) for _ in range(count)))
    took = time.perf_counter() - began
    gc.collect()
    pids = [manager.get_kernel(kernel).provisioner.pid for kernel in kernels]
    found = {
        "seconds": took,
        "server_bytes": (server.memory_info().rss - before[0]) / count,
        "threads": server.num_threads() - before[1],
        "descriptors": (server.num_fds() - before[2]) / count,
        "kernel_bytes": statistics.median(psutil.Process(pid).memory_info().rss for pid in pids),
    }
    await asyncio.gather(*(manager.shutdown_kernel(kernel, now=True) for kernel in kernels))
    return found


def apart(name: str, count: int) -> dict[str, Any]:
    """Measure in a new process, so that no earlier kernel's memory counts."""
    command = [sys.executable, __file__, "--one", name, str(count)]
    for _ in range(ATTEMPTS):
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        if not done.returncode:
            return dict(json.loads(done.stdout))
        print(f"{name}: a kernel did not answer in {TIME_LIMIT} s, once more", flush=True)
    raise TimeoutError


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kernels", default="40")
    parser.add_argument("--pairs", type=int, default=1)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(asyncio.run(measure(chosen.one[0], int(chosen.one[1]), folder))))
        return 0
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; plain, ours")
    times: dict[str, list[tuple[int, float]]] = {name: [] for name in NAMES}
    for count in map(int, chosen.kernels.split(",")):
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in NAMES}
        for number in range(chosen.pairs):
            for name in NAMES if number % 2 else reversed(NAMES):
                found[name].append(apart(name, count))
        plain, ours = (
            {key: statistics.median(each[key] for each in found[name]) for key in found[name][0]} for name in NAMES
        )
        times["python3"].append((count, plain["seconds"]))
        times["keras-quiet"].append((count, ours["seconds"]))
        ratio = ours["seconds"] / plain["seconds"]
        print(f"{count} kernels: {plain['seconds']:.1f} s, {ours['seconds']:.1f} s: {ratio:.3f}")
        print(f"  server for each kernel: {plain['server_bytes'] / 1e3:.0f} kB, {ours['server_bytes'] / 1e3:.0f} kB")
        print(f"  server's threads: {plain['threads']}, {ours['threads']}")
        print(f"  server's descriptors for each kernel: {plain['descriptors']:.2f}, {ours['descriptors']:.2f}")
        print(f"  each kernel: {plain['kernel_bytes'] / 1e6:.1f} MB, {ours['kernel_bytes'] / 1e6:.1f} MB", flush=True)
    if chosen.plot:
        named = {"plain": times["python3"], "keras-quiet": times["keras-quiet"]}
        chosen.plot.write_text(plot(named, "kernels that start at once", "seconds until all of them answer"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
