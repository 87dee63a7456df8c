"""What composition costs a server: launches against a fake engine, without and with our provisioner.

python benchmarks/composed_launches.py      prints, for 1, 10 and 100 launches, the time of one and the memory of each

The engine starts nothing, so that the figures are the server's part alone. Each count runs in a process of its own, and
the kernels' folder is empty, or has a short pyproject.toml that chooses the backend.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from keras_quiet.server.composition import create

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from idle_provisioner import IdleProvisioner

COUNTS = (1, 10, 100)
RUNS = 5
WAYS = ("plain", "composed", "project")
PROJECT = """[project]
name = "study"
version = "1"
dependencies = ["keras", "jax"]

[tool.keras-quiet]
backend = "jax"
"""


async def launch(provisioner: Any, number: int, folder: str) -> Any:
    spec = KernelSpec(argv=["python", "launch.py"], language="python", resource_dir=folder)
    one = provisioner(kernel_id=str(number), kernel_spec=spec, parent=None)
    prepared = await one.pre_launch(env=dict(os.environ), cwd=folder)
    await one.launch_kernel(prepared.pop("cmd"), **prepared)
    return one


async def measure(provisioner: Any, count: int, folder: str) -> tuple[float, float]:
    """Return milliseconds for all launches at once, and KiB of resident memory for each kernel."""
    kept = [await launch(provisioner, -1, folder)]  # what is loaded once
    before, begin = memory(), time.perf_counter()
    kept += await asyncio.gather(*(launch(provisioner, number, folder) for number in range(count)))
    seconds = time.perf_counter() - begin
    return 1000 * seconds, (memory() - before) / count


def memory() -> float:
    """Return this process's resident memory in KiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


def main() -> None:
    print("launches  way       all, ms  one, ms  KiB each")
    for count in COUNTS:
        for way in WAYS:
            told = [
                json.loads(
                    subprocess.run([sys.executable, __file__, way, str(count)], capture_output=True, check=True).stdout
                )
                for _ in range(RUNS)
            ]
            whole, each = (statistics.median(values) for values in zip(*told, strict=True))
            print(f"{count:8}  {way:8} {whole:8.1f} {whole / count:8.2f} {each:9.1f}")


def child(way: str, count: int) -> None:
    provisioner: Any = IdleProvisioner if way == "plain" else partial(create, provisioner="idle")
    with tempfile.TemporaryDirectory() as installed, tempfile.TemporaryDirectory() as folder:
        sys.path.append(installed)
        entries = Path(installed) / "idle-1.dist-info" / "entry_points.txt"
        entries.parent.mkdir()
        entries.write_text("[jupyter_client.kernel_provisioners]\nidle = idle_provisioner:IdleProvisioner\n")
        if way == "project":
            (Path(folder) / "pyproject.toml").write_text(PROJECT)
        print(json.dumps(asyncio.run(measure(provisioner, count, folder))))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(sys.argv[1], int(sys.argv[2]))
    else:
        main()
