"""What changes in a file, as `diff -u` writes it."""

from __future__ import annotations

import difflib
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def differences(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """Yield the lines of a unified diff, each with its end."""
    # In pieces that end with a line feed and with nothing else: JSON may have other line ends in its strings.
    old, new = (list(io.StringIO(content.decode(), newline="\n")) for content in (before, after))
    for line in difflib.unified_diff(old, new, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
