"""Whether the system's memory killer ended a kernel, as far as the counters of its control group tell (cgroups(7))."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

# Below the group's folder: of the second version, and of the first.
_COUNTERS = {"": ("memory.events.local", "memory.events"), "memory": ("memory.oom_control",)}
_KEY = "oom_kill"


class Kills:
    """How often the memory killer struck in the control group of one process. `root` is the system's root folder."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._root = root
        self._file: Path | None = None
        self._before = 0

    def look(self, pid: int | None) -> None:
        """Find the counter of a living process, and take note how it stands: a program in argv may change the group."""
        file = self._counter(pid)
        if file is not None and file != self._file:
            self._file, self._before = file, _read(file) or 0

    @property
    def went_up(self) -> bool | None:
        """Whether the counter went up since it was found; None where nothing tells."""
        now = None if self._file is None else _read(self._file)
        return None if now is None else now > self._before

    def _counter(self, pid: int | None) -> Path | None:
        groups: dict[str, str] = {}
        with suppress(OSError, ValueError):
            for line in (self._root / f"proc/{pid}/cgroup").read_text().splitlines():
                number, names, path = line.split(":", 2)
                groups.update({"": path} if number == "0" else dict.fromkeys(names.split(","), path))
        folder = self._root / "sys/fs/cgroup"
        for version, counters in _COUNTERS.items():
            # A container may see the path on its host, and its own group's files at the top.
            for path in (groups[version].strip("/"), "") if version in groups else ():
                for counter in counters:
                    file = folder / version / path / counter
                    if _read(file) is not None:
                        return file
        return None


def _read(file: Path) -> int | None:
    with suppress(OSError, ValueError):
        for line in file.read_text().splitlines():
            name, _, value = line.partition(" ")
            if name == _KEY:
                return int(value)
    return None
