"""How often the last line of a kernel that dies is found: plain, ours, and ours where no provisioner holds the pipe.

python benchmarks/last_words.py [--runs 50] [--python INTERPRETER] [--only abort] [--sides plain,ours]

The line is found in the notebook (in the cell that died, or in the first cell after the restart) or in the terminal.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from sessions import WITH_PROVISIONER, kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from sessions import Session

LAST = "LLVM ERROR: Failed to infer result type(s)."
_C = "import ctypes; c = ctypes.{}(None); line = b'{{}}\\n'; c.write(2, line, len(line)); {}c.abort()"
_BY = {"": "CDLL", ", with the GIL": "PyDLL"}
_WHEN = {"at once": "", "after 0.2 ms": "c.usleep(200); ", "after 1 ms": "c.usleep(1000); "}
_WRITE = "import os; os.write(2, b'{}\\n'); "
DEATHS = {
    **{f"abort in C {when}{how}": _C.format(by, wait) for how, by in _BY.items() for when, wait in _WHEN.items()},
    "os.abort": _WRITE + "os.abort()",
    "os.abort after 1 ms": _WRITE + "import time; time.sleep(0.001); os.abort()",
    "os._exit": _WRITE + "os._exit(1)",
    "SIGSEGV": _WRITE + "import ctypes; ctypes.string_at(0)",
    "SIGKILL": _WRITE + "os.kill(os.getpid(), 9)",
}


def found(session: Session, code: str, line: str) -> dict[str, bool]:
    """Let the kernel die, start it again, and return where the line is."""
    before = len(session.terminal())
    session.client.execute(code.format(line))
    end = time.monotonic() + 30
    while session.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.02)
    shown = "".join(_streams(session))
    session.restart(now=True)
    notebook = line in shown or line in session.run("pass").stderr
    terminal = line in session.terminal()[before:]
    return {"notebook": notebook, "terminal": terminal, "either": notebook or terminal}


def _streams(session: Session) -> list[str]:
    """Return what the dying kernel sent to the notebook."""
    texts: list[str] = []
    try:
        while True:
            content: dict[str, Any] = session.client.get_iopub_msg(timeout=0.1)["content"]
            texts.append(content.get("text", ""))
    except Empty:
        return texts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--only", default="", help="the deaths that have this in their name")
    parser.add_argument("--sides", default="plain,ours,ours without the held pipe")
    asked = parser.parse_args()
    started: dict[str, dict[str, Any]] = {
        "plain": {"argv": plain_argv(asked.python)},
        "ours": {"argv": quiet_argv(asked.python), "server": WITH_PROVISIONER},
        "ours without the held pipe": {"argv": quiet_argv(asked.python)},
    }
    for death, code in DEATHS.items():
        if asked.only not in death:
            continue
        for side in asked.sides.split(","):
            with kernel(**started[side]) as session:
                each = [found(session, code, f"{LAST} {number};") for number in range(asked.runs)]
            counts = ", ".join(f"{where} {sum(run[where] for run in each)}" for where in each[0])
            print(f"{death:32} {side:28} {counts} of {asked.runs}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
