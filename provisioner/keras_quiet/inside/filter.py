"""What all hooks ask: whether a message is hidden. It fails open, in one place."""

import os
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Sequence, TypeVar

from .grammar.kinds import WRITE
from .grammar.messages import read as read_line
from .grammar.rule import Rule
from .judging import rules
from .judging.verdicts import Verdicts
from .keeping.hidden import Hidden
from .lines.lines import Lines
from .lines.repeats import Run

if TYPE_CHECKING:
    from .judging.globs import Glob

T = TypeVar("T")
Report = Callable[[str], None]


class Filter:
    """Decides for all hooks. `enabled` may be switched at any time.

    `hide` and `show` are the user's own patterns (`globs`). `report` gets one line for the server's log if a rule
    raises; from then on everything is shown. What all messages need is loaded before the first cell or at the first
    message, so that no kernel start pays for it; the rules are one file.
    """

    def __init__(self, report: Report, hide: Sequence[str] = (), show: Sequence[str] = ()) -> None:
        self.enabled = True
        self.file = ""  # where hidden lines are kept too; set before the first message
        self.provisioner = ""  # the process that removes that file after a crash
        self.judges_everything = bool(hide)  # any line at all may be hidden, for the user has rules of their own
        self._own = (hide, show)
        self._report = report
        self.cell = 0  # the number of the cell that runs
        self.native_thread = 0  # the thread that passes native lines on
        # Parts that are made when they are needed. No lock: a caller that comes in the middle of
        # the making must not wait, and setdefault keeps the first where two were made.
        self._made_hidden: Dict[str, Hidden] = {}
        self._made_verdicts: Dict[str, Verdicts] = {}

    @property
    def is_loaded(self) -> bool:
        """Whether there is a place for hidden lines yet: there is one from the first cell on."""
        return bool(self._made_hidden)

    @property
    def hidden(self) -> Hidden:
        """What was hidden."""
        if not self._made_hidden:
            self._made_hidden.setdefault("", self._new_hidden())
        return self._made_hidden[""]

    @property
    def verdicts(self) -> Verdicts:
        """The rules, and what they remember."""
        if not self._made_verdicts:
            self._made_verdicts.setdefault("", self._new_verdicts())
        return self._made_verdicts[""]

    def _new_hidden(self) -> Hidden:
        hidden = Hidden(self._report)
        if self.file:
            hidden.open(self.file, self.provisioner)
        return hidden

    def _new_verdicts(self) -> Verdicts:
        return Verdicts(rules.read(), os.environ, *map(_globs, self._own))

    def leave_parent(self) -> None:
        """In a forked child: leave the parent its file, and forget the work that other threads were at."""
        if self.is_loaded:
            self.hidden.leave_parent()
        self.file = ""

    def attempt(self, work: Callable[[], T], otherwise: T) -> T:
        """Do something of ours. An exception stops the filter, and `otherwise` is returned: every hook's way."""
        try:
            return work()
        except Exception as error:
            self.stop(error)
            return otherwise

    def stop(self, error: BaseException) -> None:
        """Fail open: show everything from now on, and say so once."""
        if self.enabled:
            self._report("the filter stopped, every line is shown from now on: %r" % error)
        self.enabled = False

    def begin_cell(self) -> None:
        """Take note of the next cell, with all loaded that a message needs."""
        self.cell += 1
        self.load()
        self.attempt(self._count_anew, None)

    def _count_anew(self) -> None:
        self.hidden.begin_cell()

    def load(self) -> None:
        """Load all that a message needs; what cannot be loaded stops the filter."""
        self.attempt(self.new_lines, None)

    def new_lines(self) -> Lines:
        """Return what puts the lines of one more source together."""
        # The user's own rules look at the whole line as it is printed.
        own = any(self._own)
        asked = self.verdicts
        return Lines(self.find_line, self.keep_lines, asked.starts(), asked.loggers, every_byte=own)

    def shown_of(self, lines: Lines, data: bytes) -> bytes:
        """Return what `lines` lets through of the next piece; where it fails, the piece and what was held."""
        held = lines.held
        shown = self.attempt(lambda: self._feed(lines, data), None)
        if shown is None:
            lines.release()
            return held + data
        return shown

    def _feed(self, lines: Lines, data: bytes) -> bytes:
        if not self.enabled:
            lines.forget()
        return lines.feed(data)

    def find_line(self, line: str) -> Optional[Rule]:
        """Return the rule that hides one native line, or None."""
        if not self.enabled:
            return None
        return self.verdicts.hiding(read_line(line), line)

    def keep_lines(self, runs: Sequence[Run]) -> None:
        """Keep hidden native lines for the way back."""
        self.hidden.add_lines(runs)

    def hides(self, kind: str, source: str, text: str, line: str, **more: str) -> bool:
        """Whether a message is hidden; if so it is kept as `line`, which is how it is printed.

        The others are those of `messages.Message`, `more` is its category and issuer.
        """
        if not self.enabled:
            return False
        return self.attempt(lambda: self._judges(kind, source, text, line, more), otherwise=False)

    def _judges(self, kind: str, source: str, text: str, line: str, more: Dict[str, str]) -> bool:
        rule = self.verdicts.judge(line, kind, source, text, **more)
        if rule is None:
            if kind != WRITE:
                self.hidden.recent.append(line)
            return False
        self.hidden.add(rule.id, line)
        return True


def _globs(patterns: Sequence[str]) -> "List[Glob]":
    if not patterns:
        return []  # the usual case loads no matcher
    from .judging.globs import Glob

    return list(map(Glob, patterns))
