"""How often the last line before abort() reaches the kernel's original stderr, ours and plain in turn.

python benchmarks/last_words.py [--runs 50] [--python INTERPRETER]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from sessions import kernel, plain_argv, quiet_argv

LAST = "LLVM ERROR: Failed to infer result type(s)."
WORDS = {
    "abort at once": f"import os; os.write(2, b'{LAST}\\n'); os.abort()",
    "abort after 1 ms": f"import os, time; os.write(2, b'{LAST}\\n'); time.sleep(0.001); os.abort()",
}


def survives(argv: list[str], code: str) -> bool:
    with kernel(argv) as session:
        session.client.execute(code)
        end = time.monotonic() + 20
        while session.manager.is_alive() and time.monotonic() < end:
            time.sleep(0.02)
        return LAST in session.terminal()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--python", default=sys.executable)
    asked = parser.parse_args()
    argvs = {"plain": plain_argv(asked.python), "ours": quiet_argv(asked.python)}
    for when, code in WORDS.items():
        reached = dict.fromkeys(argvs, 0)
        for number in range(asked.runs):
            for side in sorted(argvs, reverse=bool(number % 2)):
                reached[side] += survives(argvs[side], code)
        print(f"{when}: plain {reached['plain']}, ours {reached['ours']} of {asked.runs}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
