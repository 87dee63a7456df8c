r"""Tells which further lines belong to a hidden message: those that its rule names, or a warning's line of code. Pure.

A pattern of `continues` is for a whole line as upstream prints it, with its indentation. Lines that the user's code may
print too stand in one pattern with those beside which upstream prints them, with `$\n` between: they belong to the
message only together. A pattern that ends with `$\n` takes the next line too, whatever it says, and one that ends with
`$\n$` an empty one. Between two lines of the message an empty line belongs to it as well.
"""

import functools
from typing import Callable, List, Optional, Pattern, Sequence, Tuple

from ..grammar.messages import read_line
from ..grammar.patterns import literal_start
from ..grammar.rule import Rule
from ..grammar.ways import BARE, WARNING
from ..guarding.kept import re

NO, MAYBE, YES = range(3)
# How the patterns of one line are put together, and what stands for an empty line and for any.
TOGETHER, EMPTY, ANY = "$\\n", "$", ""
# So many empty lines may stand between two others.
MOST = 5
# Python prints the line of code below a warning, with two spaces before it (warnings.py, _formatwarnmsg_impl).
_CODE = "  "
# Whether a line is the line of code below a warning, which is given by its own first line.
IsCode = Callable[[str, str], bool]
_Sequence = Tuple[Pattern[str], ...]


class Continuations:
    """The lines that may follow one hidden line, `head`; `inside/lines/lines.py` says until when they may.

    `is_over` says that no further line belongs to the message.
    """

    def __init__(self, rule: Rule, head: str, is_code: IsCode) -> None:
        self.rule = rule
        self.is_over = False
        self._head, self._is_code = head, is_code
        self._first, self._sequences = _compiled(rule.continues)
        self._begun: List[_Sequence] = []  # what is left of those of which the last line was one
        self._is_first, self._empty = True, 0

    def take(self, line: str) -> int:
        """Return whether the next line, without its end, belongs to the message; MAYBE, if a later one tells."""
        is_first, self._is_first = self._is_first, False
        if not line:
            return self._take_empty(is_first)
        if self.rule.way == WARNING and line.startswith(_CODE) and self._is_code(self._head, line):
            self.is_over = True
            return YES
        if not self._begun and self._first.match(line) is None:
            return NO  # nearly always
        left = [each[1:] for each in self._begun + self._sequences if _matches(each[0], line)]
        self._begun, self._empty = [each for each in left if each], 0
        if any(not each or each[0].pattern in (EMPTY, ANY) for each in left):
            return YES  # what may be missing is not waited for
        return MAYBE if left else NO

    def may_take(self, piece: str) -> bool:
        """Whether an unfinished line may become one that belongs to the message."""
        starts = [literal_start(each.pattern) for each, *_ in self._begun + self._sequences if each.pattern != EMPTY]
        return any(_agree(piece, start) for start in starts) or (self.rule.way == WARNING and _agree(piece, _CODE))

    def _take_empty(self, is_first: bool) -> int:
        self._empty += 1
        due, self._begun = [each[0].pattern for each in self._begun], []
        if EMPTY in due or (is_first and EMPTY in self.rule.continues):
            self.is_over = True
        if self.is_over or ANY in due:
            return YES
        return MAYBE if self._sequences and self._empty <= MOST else NO


def further(rule: Rule, head: str, is_code: IsCode) -> Optional[Continuations]:
    """Return what may follow a line that a rule hides, or None where nothing may."""
    return Continuations(rule, head, is_code) if rule.continues or rule.way == WARNING else None


def first_untaken(rule: Rule, lines: Sequence[str]) -> Optional[str]:
    """Return the first of the lines after a message's first one that does not belong to it, or None."""
    taken, waits = Continuations(rule, "", looks_like_code), None  # type: Continuations, Optional[str]
    for line in lines:
        answer = NO if taken.is_over else taken.take(line)
        if answer == NO:
            return line if waits is None else waits
        waits = None if answer == YES else line if waits is None else waits
    return waits


def looks_like_code(_head: str, line: str) -> bool:
    """Whether a line stands where the line of code does: all that can be told of text from elsewhere."""
    return line.startswith(_CODE) and line[2:3].strip() != ""


def lines_of(pattern: str) -> List[str]:
    """Return the patterns of the lines that stand together in one of `continues`."""
    *firsts, last = pattern.split(TOGETHER)
    return [each + "$" for each in firsts] + [last]


@functools.lru_cache(maxsize=None)
def _compiled(continues: Tuple[str, ...]) -> Tuple[Pattern[str], List[_Sequence]]:
    """Return the pattern of any first line, and all lines that stand together; a first line is not empty."""
    sequences = [tuple(map(re.compile, lines_of(each))) for each in continues if each != EMPTY]
    return re.compile("|".join("(?:%s)" % each[0].pattern for each in sequences) or "(?!)"), sequences


def _matches(pattern: Pattern[str], line: str) -> bool:
    return read_line(line).way == BARE if pattern.pattern == ANY else pattern.match(line) is not None


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
