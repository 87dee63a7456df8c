"""Where texts stand in installed packages: in shared libraries and in the literals of Python sources."""

from __future__ import annotations

import re
import subprocess
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reading import packages

from . import claims

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# Between two literals that Python joins: the quotes, the end of the line, and the letters of the second.
_BETWEEN = re.compile(rb"""["'][ \t]*(?:\+[ \t]*)?\\?\r?\n[ \t]*(?:\+[ \t]*)?[rRbBuUfF]{0,2}["']""")
_ESCAPED = re.compile(rb"""\\(["'])""")


class Release(NamedTuple):
    """A version of a package, where it is installed."""

    package: str
    version: claims.Version
    folder: Path


def releases(site: Path) -> Iterator[Release]:
    """Yield the packages that are installed in a folder, each with its version, and Python's own library."""
    for distribution in metadata.distributions(path=[str(site)]):
        tops = {file.parts[0] for file in distribution.files or () if len(file.parts) > 1}
        for top in sorted(tops):
            if not top.endswith((".dist-info", ".egg-info")) and top.isidentifier():
                yield Release(top, claims.version(distribution.version), site / top)
    environment = site.parents[2] / "pyvenv.cfg"
    home = (
        re.search(r"^home = (.+)/bin$", environment.read_text("utf-8"), re.MULTILINE) if environment.exists() else None
    )
    if home:
        yield Release(
            "CPython", claims.version(site.parent.name.removeprefix("python")), Path(home[1], "lib", site.parent.name)
        )


def standing(texts: Collection[str], release: Release, *, statements: bool) -> set[str]:
    """Return the texts that stand in a release; with `statements`, in what its log statements put together too.

    Raises FileNotFoundError where there is no grep.
    """
    libraries = list(packages.libraries(release.folder))
    with tempfile.NamedTemporaryFile() as others:
        for path in release.folder.rglob("*.py"):
            others.write(_joined(path.read_bytes()))
        for statement in packages.native(release.folder) if statements else ():
            others.write(f"{statement.printed}\n".encode())
        others.flush()
        return _found(texts, [*libraries, Path(others.name)])


def _joined(source: bytes) -> bytes:
    """Return a Python source with literals that stand next to each other in one piece, and quotes as they are meant."""
    return _ESCAPED.sub(rb"\1", _BETWEEN.sub(b"", source)) + b"\n"


def _found(texts: Collection[str], files: Sequence[Path]) -> set[str]:
    """Return the texts that stand in files. Of texts that overlap grep prints one: the others are looked for again."""
    found: set[str] = set()
    while new := _grep([text for text in texts if text not in found], files):
        found |= {text for text in texts if any(text in each for each in new)}
    return found


def _grep(texts: Collection[str], files: Sequence[Path]) -> set[str]:
    if not texts:
        return set()
    command = [
        "grep",
        "--text",
        "--only-matching",
        "--no-filename",
        "--fixed-strings",
        "--file=-",
        "--",
        *map(str, files),
    ]
    lines = subprocess.run(command, input="\n".join(texts).encode(), capture_output=True, check=False)
    return set(lines.stdout.decode("utf-8", "replace").split("\n")) - {""}
