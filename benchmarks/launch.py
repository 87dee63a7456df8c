"""The time that the provisioner adds to a launch: its `pre_launch` less that of Jupyter's own provisioner.

The kernel's folder has a pyproject.toml that names a backend.
python benchmarks/launch.py [--times 30]      needs keras-quiet installed for this interpreter
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
import venv
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from keras_quiet.server import interpreters, project_file

FOLDER = tempfile.TemporaryDirectory()
PROJECT = '[project]\nname = "mine"\nversion = "1"\n\n[tool.keras-quiet]\nbackend = "jax"\n'


async def pre_launch(provisioner: str, python: str) -> float:
    """Return the seconds that `pre_launch` took; nothing is started."""
    manager = AsyncKernelManager(connection_file=str(Path(FOLDER.name, "kernel-1.json")))
    stanza = {"kernel_provisioner": {"provisioner_name": provisioner, "config": {}}}
    manager._kernel_spec = KernelSpec(  # noqa: SLF001  # as the manager finds it by its name
        argv=[python, "-m", "keras_quiet.inside", "-f", "{connection_file}"], language="python", metadata=stanza
    )
    began = time.perf_counter()
    await manager._async_pre_start_kernel(env=dict(os.environ), cwd=FOLDER.name)  # noqa: SLF001  # all but the process
    took = time.perf_counter() - began
    await manager.cleanup_resources()
    return took


def added(python: str, times: int, *, forget: bool = False) -> float:
    """Return the median of what is added, in milliseconds; in turn, so that both meet the same machine."""
    differences = []
    for _ in range(times):
        plain = asyncio.run(pre_launch("local-provisioner", python))
        if forget:
            # As in a new server.
            interpreters._MEMORY.answers.clear()  # noqa: SLF001
            project_file._parsed.cache_clear()  # noqa: SLF001
        differences.append(asyncio.run(pre_launch("keras-quiet-provisioner", python)) - plain)
    return 1000 * statistics.median(differences)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    times = parser.parse_args().times
    with FOLDER as folder:
        Path(folder, "pyproject.toml").write_text(PROJECT)
        added(sys.executable, 3)
        venv.create(Path(folder, "other"))
        other = str(Path(folder, "other", "bin", "python"))
        print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, median of {times}, added to pre_launch")
        print(f"the server's own interpreter: {added(sys.executable, times):.1f} ms")
        print(f"the same, the first time: {added(sys.executable, times, forget=True):.1f} ms")
        print(f"another interpreter, the first time: {added(other, times, forget=True):.1f} ms")
        print(f"another interpreter, again: {added(other, times):.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
