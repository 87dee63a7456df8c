"""Tells which further lines belong to a hidden message: those that its rule names, or a warning's own line of code."""

import functools
import re
from typing import Optional, Pattern, Tuple

from ..grammar.kinds import BARE, WARNING
from ..grammar.messages import read_line
from ..grammar.patterns import literal_start
from ..grammar.rule import Rule

# What the lines that belong to a message may begin with; a line end is none, so a rule can name blank lines.
INDENT = " \t"
# Python prints the line of code below a warning, with two spaces before it (warnings.py, _formatwarnmsg_impl).
_CODE = "  "


class Continuations:
    """The lines that may follow one hidden line. Pure; `inside/lines/lines.py` says until when they may."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._code_is_due = rule.kind == WARNING
        self._any_is_due = False  # upstream prints the next line in one piece with the last one, whatever it says

    def take(self, line: str) -> bool:
        """Whether the next line, without its end, belongs to the message; a warning has one line of code alone."""
        any_is_due, self._any_is_due = self._any_is_due, False
        if any_is_due and read_line(line).kind == BARE:
            return True
        found = _pattern(self.rule.continues).match(line.lstrip(INDENT) + "\n") if self.rule.continues else None
        if found:
            self._any_is_due = found.lastindex is not None
            return True
        is_code = self._code_is_due and _is_code(line)
        self._code_is_due = False
        return is_code

    def may_take(self, piece: str) -> bool:
        """Whether an unfinished line may become one that belongs to the message."""
        text = piece.lstrip(INDENT)
        if self._any_is_due or any(_agree(text, literal_start(each)) for each in self.rule.continues):
            return True
        return self._code_is_due and (_is_code(piece) or _CODE.startswith(piece))


def _is_code(line: str) -> bool:
    return line.startswith(_CODE) and line[2:3].strip() != ""


@functools.lru_cache(maxsize=None)
def _pattern(texts: Tuple[str, ...]) -> Pattern[str]:
    """Return the pattern of all; its group is of those that end with a line end, which take the next line too."""
    with_next = [text for text in texts if text.endswith(r"\n")]
    others = ["(?:%s)" % text for text in texts if not text.endswith(r"\n")]
    return re.compile("|".join(["(%s)" % "|".join(with_next or ["(?!)"]), *others]))


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def further(rule: Rule) -> Optional[Continuations]:
    """Return what may follow a line that a rule hides, or None where nothing may."""
    return Continuations(rule) if rule.continues or rule.kind == WARNING else None
