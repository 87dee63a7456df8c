"""In which forms versions print one message: each rule is tried with all of them."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIME = "2026-01-02 03:04:05.678901: {level} "
# The prefixes of native lines; the file is named with whatever path the compiler was given.
PREFIXES = (
    _TIME + "tensorflow/core/{file}:12] ",
    _TIME + "external/local_xla/xla/stream_executor/cuda/{file}:12] ",
    _TIME + "./tensorflow/compiler/jit/{file}:12] ",
    _TIME + "C:\\tf_jenkins\\workspace\\rel-win\\tensorflow\\core\\{file}:12] ",
    "2026-01-02 03:04:05,678901: {level} tensorflow/core/{file}:12] ",
    "{level} tensorflow/core/{file}:12] ",
    "{level} c:\\tf_jenkins\\home\\workspace\\tensorflow\\core\\{file}:12] ",
    "{level}0000 00:00:1795355631.823008   29633 {file}:12] ",
    "{level}0102 03:04:05.678901   29633 {file}:12] ",
    "{level}0102 03:04:05.678901234   29633 {file}:12] ",
    "{level}20260102 03:04:05.678901   29633 {file}:12] ",
    "(pid=1234) {level}0102 03:04:05.678901   29633 {file}:12] ",
    "\x1b[36m(train pid=1234, ip=10.0.0.2)\x1b[0m " + _TIME + "tensorflow/core/{file}:12] ",
    "[{level} {file}:12] ",
    "[{level}102 03:04:05.678901234 {file}:12] ",
)
LEVELS = "IWE"
FATAL = "F"
SITES = ("/opt/env/lib/python3.9/site-packages", "/usr/lib/python3/dist-packages", "C:/env/Lib/site-packages")
_SHORT = re.compile(r"(?P<file>[^\s:\]]+\.[A-Za-z]{1,3})\] ?(?P<text>.*)", re.DOTALL)


def native(file: str, text: str, levels: str = LEVELS) -> Iterator[str]:
    """Yield one native message as all versions print it."""
    return (prefix.format(level=level, file=file) + text for prefix, level in product(PREFIXES, levels))


def of(line: str) -> Iterator[str]:
    """Yield the lines that one of `shows` stands for."""
    short = _SHORT.fullmatch(line)
    if short:
        yield from native(short.group("file"), short.group("text"))
        return
    for site in SITES if "{site}" in line else ("",):
        yield line.replace("{site}", site)
