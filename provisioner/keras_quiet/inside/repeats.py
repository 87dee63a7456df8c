"""Finds the lines that say the same as the one before: a flood is judged once for each piece of text. Pure."""

import re

from .kinds import NATIVE
from .messages import NATIVE_PREFIX
from .rules import Rule

# Longer lines are judged one by one, in bytes.
LONGEST = 1 << 12
# So much of the end of the next line is looked at first, in bytes: most lines differ there.
TAIL = 16
_PREFIX = re.compile(NATIVE_PREFIX.encode())
_DIGITS = bytes.maketrans(b"123456789", b"000000000")


def end_of_repeats(data: bytes, start: int, end: int, rule: Rule, *, every_byte: bool) -> int:
    """Return where the lines end that follow `data[start:end]` and say the same; `end` where none does.

    `rule` names that line. A native rule does not see when a line was written, nor by which process: the digits before
    the file may differ, and nothing else. Of other lines, and with `every_byte`, every byte is the same.
    """
    length = end - start
    tail = data[max(start, end - TAIL) : end]
    if length > LONGEST or not data.startswith(tail, end + length - len(tail)):
        return end
    found = _PREFIX.match(data, start, end) if rule.kind == NATIVE and not every_byte else None
    stamp = found.start("file") - start if found else 0
    digits, rest = data[start : start + stamp].translate(_DIGITS), data[start + stamp : end]
    while data.startswith(rest, end + stamp) and data[end : end + stamp].translate(_DIGITS) == digits:
        end += length
    return end
