"""The report that Python's faulthandler writes when a process crashes, cut to the frames of the user's code. Pure."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# So many frames are told.
FRAMES = 8
# What faulthandler writes (Modules/faulthandler.c, Python/traceback.c).
_BEGINS = re.compile(r"Fatal Python error: \S")
_THREAD = re.compile(r"(?P<current>Current t|T)hread 0x[0-9a-f]+ .*\(most recent call first\):$")
_FRAME = re.compile(r'  File "(?P<file>.*)", line (?P<line>\d+|\?\?\?) in (?P<name>.*)$')
_MORE = re.compile(
    r"$|  <.*>$|  \.\.\.$|  Garbage-collecting$|  Binary file |Extension modules: |Python runtime state: |"
    r"Current thread's C stack trace "
)
# The names under which a cell is compiled (ipykernel/compiler.py; before ipykernel 6 IPython/core/compilerop.py).
_CELL = re.compile(r".*[/\\]ipykernel_\d+[/\\]\d+\.py$|<ipython-input-(?P<number>\d+)-.*>$")
_INSTALLED = re.compile(
    r".*[/\\](?:site|dist)-packages[/\\]|.*[/\\]lib(?:64)?[/\\]python\d[.\d]*[/\\]|.*[/\\]keras_quiet[/\\]inside[/\\]|"
    r"<(?!ipython-input-)"
)


class Frame(NamedTuple):
    """One frame of a stack, as faulthandler names it."""

    file: str
    line: str
    name: str

    @property
    def is_users(self) -> bool:
        """Whether it is code of a cell, or of a file that is not installed."""
        return bool(_CELL.match(self.file)) or not _INSTALLED.match(self.file)


def report_at(lines: Sequence[str], start: int) -> list[str]:
    """Return the lines of the report that begins at a line, none where no report begins there."""
    if not _BEGINS.match(lines[start]):
        return []
    return [lines[start], *takewhile(_goes_on, islice(lines, start + 1, None))]


def _goes_on(line: str) -> bool:
    return any(form.match(line) for form in (_THREAD, _FRAME, _MORE))


def brief(report: Sequence[str]) -> list[str]:
    """Return the error, and the frames of the user's code, the innermost first; without any, the innermost frames."""
    stack = _stack(report)
    users = [frame for frame in stack if frame.is_users]
    cells = [frame.file for frame in users if _CELL.match(frame.file)]
    running = cells[-1] if cells else ""
    return [report[0], *(f"  {_place(frame, running)}, in {frame.name}" for frame in (users or stack)[:FRAMES])]


def _stack(report: Sequence[str]) -> list[Frame]:
    """Return the stack of the thread that failed; where it ran no code of the user's, of one that did."""
    stacks: list[list[Frame]] = []
    current: list[Frame] = []
    for line in report:
        if thread := _THREAD.match(line):
            stacks.append([])
            current = stacks[-1] if thread["current"] != "T" else current
        elif stacks and (frame := _FRAME.match(line)):
            stacks[-1].append(Frame(*frame.groups()))
    return next((stack for stack in (current, *reversed(stacks)) if any(frame.is_users for frame in stack)), current)


def _place(frame: Frame, running: str) -> str:
    cell = _CELL.match(frame.file)
    if not cell:
        return f"{frame.file}, line {frame.line}"
    which = f"cell {cell['number']}" if cell["number"] else "the cell" if frame.file == running else "an earlier cell"
    return f"line {frame.line} of {which}"
