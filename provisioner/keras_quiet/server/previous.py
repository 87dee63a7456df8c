"""What a kernel that is gone has left, kept for `%keras_quiet log --previous` of the next one.

It is the private file of that kernel (`inside/keeping/private_file.py`) under another name, with its last words added.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..inside.guarding.files import AT_ONCE, NO_LINK, is_ours
from ..inside.keeping.leftovers import PREVIOUS, SUFFIX, first_line, identity, remove


def private_file(connection_file: str) -> Path:
    """Return where the kernel of a connection file keeps what was hidden (`inside/shell.py`)."""
    return Path(connection_file or "none").with_suffix(SUFFIX)


def previous_file(connection_file: str) -> Path:
    """Return where the kernel of a connection file finds what the one before it has left."""
    return Path(connection_file or "none").with_suffix(PREVIOUS)


def link(connection_file: str) -> None:
    """Keep the file of a kernel that is about to end in order, and will remove it then. Raises nothing."""
    remove(str(previous_file(connection_file)))
    with suppress(OSError):
        os.link(private_file(connection_file), previous_file(connection_file), follow_symlinks=False)


def keep(connection_file: str, more: bytes, *, is_linked: bool = False) -> bool:
    """Keep the file of a kernel that is gone, with `more` lines; return whether there is one. Raises nothing.

    `is_linked`: `link` was called before that kernel ended.
    """
    file = previous_file(connection_file)
    with suppress(OSError):
        if os.path.lexists(private_file(connection_file)):
            private_file(connection_file).replace(file)
        elif not is_linked:
            remove(str(file))
        with suppress(OSError):
            if more:
                _add(file, more)
        if is_ours(file.lstat()):
            return True
        remove(str(file))
    return False


def _add(file: Path, lines: bytes) -> None:
    """Add lines to a file, which is made where there is none. Raises OSError."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | AT_ONCE | NO_LINK
    with open(file, "ab", opener=lambda name, _: os.open(name, flags, 0o600)) as opened:  # Path.open has no opener
        about = os.fstat(opened.fileno())
        if is_ours(about):
            opened.write(lines if about.st_size else first_line(identity()) + lines)


def clean_up(connection_file: str) -> None:
    """Remove what the kernels of a connection file have left, if anything."""
    if connection_file:
        for file in (private_file(connection_file), previous_file(connection_file)):
            remove(str(file))
        remove(f"{private_file(connection_file)}.new")
