"""What a reader finds: one place in a library that prints a message, and what it says."""

from __future__ import annotations

import re
from typing import NamedTuple

HOLE = "…"  # stands for what is put in when the statement prints
INFO, VERBOSE_0, WARNING, ERROR, UNKNOWN = "I", "I0", "W", "E", "?"
# Who prints: absl's LOG or TensorFlow's own, absl's raw logging, TensorFlow Lite's logger, and Python's two ways.
NATIVE, RAW, LITE, LOGGING, WARNINGS = "native", "raw", "lite", "logging", "warning"

# A part of a format of C's printf, or of Python's %: a percent sign, or what is put in.
_FORMAT = re.compile(
    r"%(?:%|(?:\(\w+\))?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t|L)?[diouxXeEfFgGaAcsrp])"
)


def filled(format_: str) -> str:
    """Return the text of a format, with holes."""
    return _FORMAT.sub(lambda found: "%" if found[0] == "%%" else HOLE, format_)


class Statement(NamedTuple):
    """One place that prints.

    `file` is what upstream prints as the file, or of Python sources the path below site-packages; "" if it is not
    known. `line` is None if it is not known. `level` is one of I, I0 (VLOG(0)), W, E, and "?" where it is known at
    run time only. `text` has a hole ("…") for each part that is put in when it prints. `name` is the logger, or the
    category of a warning. `caller` says whether a warning names who called as its place.
    """

    file: str
    line: int | None
    level: str
    way: str
    text: str
    name: str = ""
    caller: bool = False

    @property
    def printed(self) -> str:
        """The first line as it is printed, as far as a rule names it: two loggers put something before the text."""
        if self.way == LITE:
            return f"{_LITE.get(self.level, HOLE)}: {self.text}"
        return f"[{self.file} : {self.line}] RAW: {self.text}" if self.way == RAW else self.text


_LITE = {INFO: "INFO", WARNING: "WARNING", ERROR: "ERROR"}
