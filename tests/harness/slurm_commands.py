"""Stands for Slurm's commands, for one job on this machine: `srun` starts what it is told to, at once.

Linked under the name of each command: the provisioner finds them on the PATH.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

JOB, ALLOCATION = "7", "allocation"


def srun(state: Path, words: list[str]) -> None:
    """Run a step of the job in place of this process; it is listed with its whole name, or not yet."""
    time.sleep(0.5)  # Slurm lists a step after a moment, so the provisioner always asks before
    written = state / "step.new"
    written.write_text(f"{words[words.index('--job-name') + 1]} {os.getpid()}")
    written.rename(state / "step")
    start = words.index("--exclusive") + 1
    os.execvp(words[start], words[start:])  # noqa: S606 - as srun does, without a shell


def scancel(state: Path) -> None:
    """End the step."""
    _, _, process = step(state).partition(" ")
    (state / "step").unlink(missing_ok=True)
    try:
        os.kill(int(process), signal.SIGKILL)
    except (ProcessLookupError, ValueError):
        return  # it ended by itself, or never began


def sacct(state: Path, words: list[str]) -> None:
    """List the job, which stands there before it has a step, and its step; one column, or its name too."""
    name, _, _ = step(state).partition(" ")
    rows = {JOB: ALLOCATION, **({f"{JOB}.0": name} if name else {})}
    for number, title in rows.items():
        print("localhost" if "nodelist" in words else f"{number};{title}" if "jobid,jobname" in words else number)


def step(state: Path) -> str:
    """Return the name of the step that runs and its process, or nothing."""
    return (state / "step").read_text() if (state / "step").exists() else ""


def main(command: str, words: list[str]) -> None:
    state = Path(os.environ["SLURM_STAND_IN"])
    if command == "srun":
        srun(state, words)
    elif command == "scancel" and words == [f"{JOB}.0"]:
        scancel(state)
    elif command == "squeue":
        print("RUNNING")
    elif command == "sacct":
        sacct(state, words)


if __name__ == "__main__":
    main(Path(sys.argv[0]).name, sys.argv[1:])
