"""What a dead kernel said last, in few lines, and what of it was not passed on before. Pure."""

from __future__ import annotations

from ..inside.guarding.foreign import one_line
from ..inside.keeping.private_file import SHOWN

# So many lines are told, and so much of a line, in characters.
LINES, LONGEST = 20, 300


def told(text: str) -> list[str]:
    """Return the lines to tell of a text, each harmless: the last that were said, then the crashes' stacks in brief."""
    from . import crash_stacks  # noqa: PLC0415  # loaded when the first kernel dies

    spoken: list[str] = []
    stacks: list[str] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        report = crash_stacks.report_at(lines, at)
        if report:
            stacks += crash_stacks.brief(report)
        elif lines[at].strip():
            spoken.append(lines[at])
        at += len(report) or 1
    stacks = stacks[:LINES]
    first = max(0, len(spoken) + len(stacks) - LINES)
    return [one_line(line.rstrip(), LONGEST) for line in spoken[first:] + stacks]


def unsaid(passed: str, rest: bytes) -> bytes:
    """Return what of the rest was not passed on.

    The kernel takes nothing out of the pipe before it has passed it on: so the rest may begin with what was passed on
    last. `passed` is the end of that.
    """
    told = passed.encode("utf-8", "replace")
    at = rest.find(told) if len(passed) == SHOWN else 0
    return rest[at + len(told) :] if rest.startswith(told, max(at, 0)) else rest
