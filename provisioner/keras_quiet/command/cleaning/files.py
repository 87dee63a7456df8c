"""Finds, reads and writes notebooks."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ...errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What a folder has that is a Python environment: the notebooks in it are those of packages.
ENVIRONMENT = "pyvenv.cfg"


def find(places: Iterable[str]) -> Iterator[Path]:
    """Yield the notebooks that are named, and those in the folders that are named, in order.

    A folder is searched with all below it, but not what is hidden there (.ipynb_checkpoints, .git, .venv) and not an
    environment of Python.
    """
    for place in map(Path, places):
        if place.is_dir():
            yield from _below(place)
        else:
            yield place


def _below(folder: Path) -> Iterator[Path]:
    failed: list[OSError] = []
    for name, folders, files in os.walk(folder, onerror=failed.append):
        inside = Path(name)
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and not (inside / each / ENVIRONMENT).exists()
        )
        yield from (inside / each for each in sorted(files) if each.endswith(".ipynb"))
    yield from (Path(error.filename) for error in failed)  # reading them says what is wrong


class File:
    """A notebook on the disk."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._before: os.stat_result | None = None  # how it was when it was read

    def read(self) -> bytes:
        """Return the content. Raises CommandError where it cannot be read."""
        try:
            with self._path.open("rb") as file:
                self._before = os.fstat(file.fileno())
                return file.read()
        except IsADirectoryError:
            raise CommandError("cannot be searched for notebooks: permission denied") from None
        except OSError as error:
            raise CommandError(f"cannot be read: {error.strerror}") from error

    def write(self, content: bytes) -> None:
        """Give the file another content at once: whatever happens meanwhile, it has the old one or the new one.

        The new file keeps the old one's permissions and owner; where the path is a link, the file that it leads to is
        replaced. Raises CommandError where that cannot be done, or where the file is not as it was read.
        """
        target = self._path.resolve()
        if not os.access(target, os.W_OK):
            raise CommandError("cannot be written: it is read-only")
        try:
            with _beside(target) as (file, name):
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                shutil.copymode(target, name)
                now = target.stat()
                with suppress(OSError):  # only root may give a file away
                    os.chown(name, now.st_uid, now.st_gid)
                if self._before is None or _state(now) != _state(self._before):
                    raise CommandError("was changed meanwhile, and is left as it is: run this command again")
                Path(name).replace(target)
        except OSError as error:
            raise CommandError(f"cannot be written: {error.strerror}") from error

    def leave(self, content: bytes) -> None:
        """Do nothing: a file without known noise keeps its time, too."""


class Pipe:
    """A notebook on standard input; what remains of it goes to standard output, also where nothing went."""

    name = "standard input"

    def read(self) -> bytes:
        """Return the content."""
        return sys.stdin.buffer.read()

    def write(self, content: bytes) -> None:
        """Pass the content on."""
        sys.stdout.buffer.write(content)

    leave = write


@contextmanager
def _beside(target: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Open a new file in the folder of another, which is gone afterwards, unless it has taken the other's place."""
    number, name = tempfile.mkstemp(prefix=".keras-quiet-", dir=target.parent)
    try:
        with open(number, "wb") as file:  # noqa: PTH123  # a file descriptor
            yield file, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns
