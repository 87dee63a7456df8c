"""What a reader finds: one place in a library that prints a message, and what it says."""

from __future__ import annotations

from typing import NamedTuple

HOLE = "…"  # stands for what is put in when the statement prints
INFO, VERBOSE_0, WARNING, ERROR, UNKNOWN = "I", "I0", "W", "E", "?"


class Statement(NamedTuple):
    """One place that prints.

    `file` is what upstream prints as the file, or of Python sources the path below site-packages; "" if it is not
    known. `line` is None if it is not known. `level` is one of I, I0 (VLOG(0)), W, E, and "?" where it is known at
    run time only. `way` is "native", "raw" (absl's raw logging), "lite" (TensorFlow Lite's logger), a logger's name
    or a category of warnings. `text` has a hole ("…") for each part that is put in when it prints.
    """

    file: str
    line: int | None
    level: str
    way: str
    text: str
