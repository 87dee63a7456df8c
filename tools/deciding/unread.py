"""What no pattern can match is decided by hand, in `rules/unread.toml`.

That is a statement without literal text (`LOG(INFO) << report`), one whose file was not found in the machine code, and
one whose level is known at run time only. An entry says what its statements are and how many there are at most, so
that one more is noticed:

[[unread]]
file = "xla/service/slow_operation_alarm.cc"    the end of its path, as upstream prints it; "" where it is not known
level = "?"                                     I, I0, W, or ? where it is known at run time only
text = "…"                                      the literal text with its holes
count = 1                                       how many lines say so
decision = "shown"                              or "hide", "once", "hide_without_gpu"
why = "A compilation that takes minutes."
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from pathlib import Path

    from reading.statement import Statement

_FIELDS = {"file": str, "level": str, "text": str, "count": int, "decision": str, "why": str}
_DECISIONS = ("shown", "hide", "once", "hide_without_gpu")


@dataclass(frozen=True)
class Unread:
    """One entry; the fields are those of the file."""

    file: str
    level: str
    text: str
    count: int
    decision: str
    why: str

    def names(self, statement: Statement) -> bool:
        """Whether a statement is meant."""
        path = f"/{statement.file.removeprefix('./')}"
        same = statement.file == self.file if not self.file else path.endswith(f"/{self.file}")
        return same and (statement.level, statement.text) == (self.level, self.text)


def read(file: Path) -> tuple[Unread, ...]:
    """Return the entries of a file. Raises ValueError that names every problem, OSError."""
    parsed = tomllib.loads(file.read_text("utf-8"))
    problems = [f"{file.name}: {name} is not known, a file has [[unread]]" for name in parsed if name != "unread"]
    entries = parsed.get("unread", [])
    problems += [
        f"{file.name}: entry {number}: {each}" for number, entry in enumerate(entries, 1) for each in _wrong(entry)
    ]
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(Unread(**entry) for entry in entries)


def _wrong(entry: dict[str, Any]) -> list[str]:
    found = [f"{name} is missing" for name in _FIELDS if name not in entry]
    found += [f"{name} is no field: {', '.join(_FIELDS)}" for name in entry if name not in _FIELDS]
    found += [
        f"{name} is to be a {kind.__name__}"
        for name, kind in _FIELDS.items()
        if name in entry and type(entry[name]) is not kind
    ]
    if not found and entry["decision"] not in _DECISIONS:
        found.append(f"decision is {entry['decision']!r}, and not one of {', '.join(_DECISIONS)}")
    return found
