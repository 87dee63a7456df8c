"""How long a kernel takes to print 20 MB to file descriptor 2, and how print, logging and warnings fare: ratios.

python benchmarks/flood.py [--pairs 7] [--python INTERPRETER]
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from sessions import kernel, plain_argv, quiet_argv

TIMED = "import time; _t = time.perf_counter()\n{}\nprint('TOOK', time.perf_counter() - _t)"
WORK = {
    "20 MB of lines at fd 2": """
import os
line = b'epoch 1 step 2 loss 0.123456 and so on and so forth\\n' * 1000
for _ in range(20_000_000 // len(line)): os.write(2, line)
import sys; sys.stderr.flush()""",
    "20,000 print": "for i in range(20_000): print('line', i)",
    "20,000 print to stderr": "import sys\nfor i in range(20_000): print('line', i, file=sys.stderr)",
    "5,000 logging.warning": "import logging\nfor i in range(5_000): logging.warning('line %d', i)",
    "5,000 warnings.warn": "import warnings; warnings.simplefilter('always')\nfor i in range(5_000): warnings.warn('')",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--python", default=sys.executable)
    asked = parser.parse_args()
    ratios: dict[str, list[float]] = {name: [] for name in WORK}
    for number in range(asked.pairs):
        times = {}
        argvs = {"plain": plain_argv(asked.python), "ours": quiet_argv(asked.python)}
        for side in sorted(argvs, reverse=bool(number % 2)):
            with kernel(argvs[side]) as session:
                for name, code in WORK.items():
                    shown = session.run(TIMED.format(code)).stdout
                    times[side, name] = float(shown.rpartition("TOOK ")[2])
        for name in WORK:
            ratios[name].append(times["ours", name] / times["plain", name])
    print(f"ours / plain, {asked.pairs} pairs, kernels started in turn on {asked.python}")
    for name, each in ratios.items():
        print(f"{name:26} median {statistics.median(each):.2f}, from {min(each):.2f} to {max(each):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
