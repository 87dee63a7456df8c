"""Whether the memory killer struck, on files that are made as the system has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keras_quiet.server.memory import Kills

if TYPE_CHECKING:
    from pathlib import Path

# Of the second version of control groups, of the first, and as a container sees its own: at the top.
MACHINES = {
    "second": ("0::/user.slice/jupyter\n", "user.slice/jupyter/memory.events.local", "low 0\noom 1\noom_kill {}\n"),
    "second, older": ("0::/user.slice\n", "user.slice/memory.events", "low 0\noom_kill {}\n"),
    "first": (
        "9:cpu,cpuacct:/\n5:memory:/jupyter\n",
        "memory/jupyter/memory.oom_control",
        "under_oom 0\noom_kill {}\n",
    ),
    "a container": ("0::/docker/1234\n", "memory.events", "oom_kill {}\n"),
}


def write(root: Path, name: str, text: str) -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


@pytest.mark.parametrize("machine", MACHINES)
def test_a_counter_that_went_up_since_the_kernel_lived_tells(machine: str, tmp_path: Path) -> None:
    group, name, form = MACHINES[machine]
    write(tmp_path, "proc/42/cgroup", group)
    counter = write(tmp_path, f"sys/fs/cgroup/{name}", form.format(3))
    kills = Kills(tmp_path)
    kills.look(42)
    assert kills.went_up is False
    counter.write_text(form.format(4))
    kills.look(42)  # of the same file: what stood there first counts
    assert kills.went_up is True


def test_nothing_tells_where_there_is_no_counter(tmp_path: Path) -> None:
    kills = Kills(tmp_path)
    kills.look(None)
    assert kills.went_up is None
    write(tmp_path, "proc/42/cgroup", "garbage\n")
    kills.look(42)
    assert kills.went_up is None


def test_a_group_that_is_gone_with_the_kernel_tells_nothing(tmp_path: Path) -> None:
    write(tmp_path, "proc/42/cgroup", "0::/scope\n")
    counter = write(tmp_path, "sys/fs/cgroup/scope/memory.events", "oom_kill 0\n")
    kills = Kills(tmp_path)
    kills.look(42)
    counter.unlink()
    assert kills.went_up is None
