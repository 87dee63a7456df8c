"""What all hooks ask: whether a message is hidden. It fails open, in one place."""

from typing import TYPE_CHECKING, Callable, Dict, List, Mapping, Optional, Sequence, TypeVar

from .grammar.messages import Message, read_line
from .grammar.rule import Rule
from .guarding.faults import BORNE, Faults, is_of_the_moment
from .guarding.kept import os
from .judging import rules
from .judging.verdicts import Verdicts
from .keeping.hidden import Hidden, Run
from .keeping.recent import Recent
from .lines.lines import Lines
from .lines.sources import is_code_below

if TYPE_CHECKING:
    from .judging.globs import Glob

T = TypeVar("T")
Report = Callable[[str], None]
# So much is told of an exception, in characters.
LONGEST = 300
ON_AGAIN = "%keras_quiet on starts it again"


class Filter:
    """Decides for all hooks. `enabled` may be switched at any time.

    `hide` and `show` are the user's own patterns (`globs`). `report` gets one line for the server's log if our own code
    raises. What all messages need is loaded before the first cell or at the first message, so that no kernel start pays
    for it; the rules are one file. `notices` are lines for the user, which the next cell shows.
    """

    def __init__(
        self,
        report: Report,
        hide: Sequence[str] = (),
        show: Sequence[str] = (),
        *,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self.enabled = True
        self.file = ""  # where hidden lines are kept too; set before the first message
        self.provisioner = ""  # the process that removes that file after a crash
        self.set_patterns(hide, show)
        self._environ = environ
        self._pid = os.getpid()
        self._report = report
        self._faults = Faults()
        self.notices: List[str] = []
        self.recent = Recent()
        self.cell = 0  # the number of the cell that runs
        self.native_thread = 0  # the thread that passes native lines on
        # Parts that are made when they are needed. No lock: a caller that comes in the middle of
        # the making must not wait, and setdefault keeps the first where two were made.
        self._made_hidden: Dict[str, Hidden] = {}
        self._made_verdicts: Dict[str, Verdicts] = {}

    def set_patterns(self, hide: Sequence[str], show: Sequence[str]) -> None:
        """Take the user's own patterns, before the first message."""
        self.judges_everything = bool(hide)  # any line at all may be hidden
        self._own = (hide, show)

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
            self._made_verdicts.setdefault("", Verdicts(rules.read(), self._environ, *map(_globs, self._own)))
        return self._made_verdicts[""]

    def _new_hidden(self) -> Hidden:
        hidden = Hidden(self._report)
        if self.file and self._pid == os.getpid():  # else it is the parent's
            hidden.open(self.file, self.provisioner)
        return hidden

    def leave_parent(self) -> None:
        """In a forked child: leave the parent its file, at once and not at the first line."""
        if self.is_loaded:
            self.hidden.leave_parent()
        self.file = ""

    def attempt(self, work: Callable[[], T], otherwise: T, part: str = "") -> T:
        """Do something of ours for one message; where it raises, return `otherwise`: every hook's way.

        That message is shown then, and the filter goes on. It stops where one `part` of ours raises the same exception
        at so many messages in a row that it never ends.
        """
        before = self._faults.count
        try:
            done = work()
        except (RecursionError, MemoryError):
            return otherwise  # a call from here may raise it again
        except Exception as error:
            self.bear(error, part)
            return otherwise
        if self._faults.rows and self._faults.count == before:
            self._faults.end_row(part)
        return done

    def bear(self, error: BaseException, part: str = "") -> None:
        """Take note of an exception of ours, for which a message is shown."""
        is_new, number = self._faults.add(part, error)
        if number >= BORNE:
            self.stop(error)
        elif is_new:
            self._report("a message is shown as it is: %s" % _in_one_line(error))

    def stop(self, error: BaseException) -> None:
        """Fail open: show everything from now on, and say so once, in the next cell too."""
        if self.enabled:
            why = _in_one_line(error)
            self._report("the filter stopped, every line is shown from now on: %s" % why)
            self.notices.append("the filter stopped, every line is shown from now on: %s. %s" % (why, ON_AGAIN))
        self.enabled = False
        self._faults.forget()

    def begin_cell(self) -> None:
        """Take note of the next cell, with all loaded that a message needs."""
        self.cell += 1
        self.load()
        self.attempt(lambda: self.hidden.begin_cell(), None, "cell")  # noqa: PLW0108  # to make it may raise too

    def load(self) -> None:
        """Load all that a message needs; what cannot be loaded stops the filter.

        All of it: what is loaded later meets whatever the user's code has put in the place of Python's functions.
        """
        try:
            self.new_lines()
        except Exception as error:
            if not is_of_the_moment(error):
                self.stop(error)

    def new_lines(self) -> Lines:
        """Return what puts the lines of one more source together."""
        # The user's own rules look at the whole line as it is printed.
        own = any(self._own)
        asked = self.verdicts
        return Lines(
            self.find_line, self.keep_lines, asked.starts(), asked.loggers, every_byte=own, is_code=is_code_below
        )

    def shown_of(self, lines: Lines, data: bytes) -> bytes:
        """Return what `lines` lets through of the next piece; where it fails, the piece and what was held."""
        held = lines.held
        shown = self.attempt(lambda: self._feed(lines, data), None, "piece")
        if shown is None:
            lines.give_up(held + data)
            return held + data
        return shown

    def _feed(self, lines: Lines, data: bytes) -> bytes:
        if not self.enabled:
            lines.forget()
        return lines.feed(data)

    def find_line(self, line: str) -> Optional[Rule]:
        """Return the rule that hides one native line, or None."""
        return self.attempt(lambda: self.rule_of_line(line), None, "lines") if self.enabled else None

    def rule_of_line(self, line: str) -> Optional[Rule]:
        """Do the same, whether the filter is on or not; raise what comes."""
        return self.verdicts.hiding(read_line(line), line)

    def keep_lines(self, runs: Sequence[Run]) -> None:
        """Keep hidden native lines for the way back."""
        self.hidden.add_lines(runs)

    def rule_of(self, way: str, source: str, text: str, line: str, **more: str) -> Optional["Rule"]:
        """Return the rule that hides a message, or None where it is to be shown.

        `line` is how it is printed; the others are those of `messages.Message`, `more` is its category and issuer.
        """
        return self.verdicts.hiding(Message(way, source, text, **more), line)

    def add_shown(self, text: str) -> None:
        """Take note of a native text that was shown."""
        self.recent.add_text(text)
        self.hidden.add_shown(text)

    def keep(self, rule: "Rule", text: str) -> None:
        """Keep a hidden message as it would have been printed."""
        self.hidden.add(rule.id, text)


def _globs(patterns: Sequence[str]) -> "List[Glob]":
    if not patterns:
        return []  # the usual case loads no matcher
    from .judging.globs import Glob

    return list(map(Glob, patterns))


def _in_one_line(error: BaseException) -> str:
    try:
        return " ".join(repr(error).split())[:LONGEST]
    except Exception:
        return type(error).__name__  # of the user's making
