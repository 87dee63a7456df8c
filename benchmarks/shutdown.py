"""How long a kernel takes to end: our kernel and `%load_ext keras_quiet` beside the plain kernel, in turn.

python benchmarks/shutdown.py [--pairs 15] [--environment ipykernel-6.29]

The time runs from the shutdown_request until the process is gone, after a cell that wrote native lines. The interpreter
is this one, or that of an environment of tests/live/requirements.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

import environments
from measuring.pairs import ratio_of_each
from sessions import kernel, package_alone, plain_argv, quiet_argv

PLAIN, OURS, EXTENSION = "plain", "our kernel", "%load_ext keras_quiet"
COUNT = 100
LINES = f"import os\nfor number in range({COUNT}): _ = os.write(2, b'a line\\n')"


def ended_after(how: str, python: Path) -> float:
    """Return the seconds from the request until the process has ended."""
    argv = quiet_argv(python) if how == OURS else plain_argv(python)
    first = f"{EXTENSION}\n" if how == EXTENSION else ""
    with TemporaryDirectory() as folder, kernel(argv, env={"PYTHONPATH": package_alone(Path(folder, "p"))}) as session:
        seen = session.run(first + LINES)
        if seen.stderr.count("a line\n") != COUNT:
            raise RuntimeError(f"{how}: the cell's lines did not arrive: {seen.stderr[:200]!r} {seen.error}")
        process = session.manager.provisioner.process  # type: ignore[union-attr]  # LocalProvisioner's
        began = time.perf_counter()
        session.client.shutdown()
        process.wait()  # without a limit: with one, Popen looks every 50 ms only
        return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--environment", metavar="NAME", help="an environment of tests/live/requirements")
    asked = parser.parse_args()
    python = environments.build(asked.environment) if asked.environment else Path(sys.executable)
    ways = (PLAIN, OURS, EXTENSION)
    for how in ways:
        ended_after(how, python)  # fills the caches of files and bytecode
    times: dict[str, list[float]] = {how: [] for how in ways}
    for number in range(asked.pairs):
        for at in range(len(ways)):
            how = ways[(at + number) % len(ways)]
            times[how].append(ended_after(how, python))
    about = "import sys, ipykernel; print('Python', sys.version.split()[0] + ', ipykernel', ipykernel.__version__)"
    told = subprocess.run([python, "-c", about], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{asked.pairs} times each in turn, {told}, {os.cpu_count()} cores")
    for how in ways:
        print(
            f"{how}: median {statistics.median(times[how]):.3f} s, longest {max(times[how]):.3f} s;"
            f" to plain: {ratio_of_each(times[how], times[PLAIN])}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
