"""Reads the line of code that Python prints below a warning, to tell it from a line of the user's."""

import functools

from ..grammar.patterns import compiled
from ..guarding.files import read_start

# So far a file of code is looked through, in bytes.
LARGEST = 1 << 22
_PLACE = r"(?P<file>[^\n]{1,1000}?):(?P<line>\d{1,9}): [\w.]*Warning: "


def is_code_below(head: str, line: str) -> bool:
    """Whether a line is what Python prints below a warning, whose own first line is `head` (warnings.py).

    Where the file cannot be read here, Python could not read it either, or it is on another machine: then it is not.
    """
    found = compiled(_PLACE).match(head)
    code = _code_at(found.group("file"), int(found.group("line"))) if found else ""
    return bool(code) and line == "  " + code


@functools.lru_cache(maxsize=100)
def _code_at(file: str, number: int) -> str:
    """Return a line of a file without the spaces around it, or ""."""
    lines = _read(file).split(b"\n", number)
    return lines[number - 1].decode("utf-8", "replace").strip() if len(lines) >= number > 0 else ""


def _read(path: str) -> bytes:
    try:
        return read_start(path, LARGEST)
    except (OSError, ValueError):
        return b""
