"""Pieces of bytes in, the bytes to show out: whole lines are hidden or shown, and nothing is held for good."""

from typing import Callable, FrozenSet, Iterable, List, Optional, Sequence

from ..grammar.messages import text_of
from ..grammar.rule import Rule
from ..keeping.hidden import Run
from .beginnings import beginnings_of
from .continuations import NO, YES, Continuations, IsCode, further, looks_like_code
from .repeats import Known, Repeats, known_as

# A longer line is shown without being judged: no known message comes near this many bytes.
LONGEST = 1 << 16


class Lines:
    """One source of text, put together line by line.

    `find` gets a whole line without its end and returns the rule that hides it, or None to show it. `keep` gets all
    that is hidden of one piece, in order, as runs of lines that say the same. `starts` are literal beginnings of noise
    that has no prefix, `loggers` those of whom a rule speaks. `every_byte` says that a line's time may matter to
    `find`, `is_code` tells the line of code below a warning. Text that cannot be the beginning of noise is returned at
    once; the rest waits for its line end, for the line after it or for `release`.
    """

    def __init__(  # noqa: PLR0913  # most callers name two
        self,
        find: Callable[[str], Optional[Rule]],
        keep: Callable[[Sequence[Run]], None],
        starts: Iterable[str] = (),
        loggers: FrozenSet[str] = frozenset(),
        *,
        every_byte: bool = False,
        is_code: IsCode = looks_like_code,
    ) -> None:
        self._beginnings = beginnings_of(tuple(starts), loggers)
        self._repeats = Repeats(every_byte=every_byte)
        self._find = find
        self._keep = keep
        self._is_code = is_code
        self._undecided: List[bytes] = []  # whole lines: a later one tells whether they belong to the message
        self._held = b""
        self._mid_line = False  # the beginning of this line has been shown: so is the rest of it
        self._open: Optional[Continuations] = None  # the last line was hidden; the next may belong to its message

    @property
    def held(self) -> bytes:
        """The text that waits for the rest of its line, and the lines that wait for another."""
        return b"".join(self._undecided) + self._held

    @property
    def waits(self) -> bool:
        """Whether a line may go on, or a hidden message."""
        return bool(self._held) or self._open is not None

    def begin_cell(self) -> None:
        """Let nothing that comes belong to a message or to a line of the cell before."""
        self._open, self._mid_line = None, False

    def forget(self) -> None:
        """Ask anew about each line: what was hidden may be shown now."""
        self._repeats.forget()

    def release(self) -> bytes:
        """Give up waiting: return what was held; it is to be shown, and the rest of its line will be too.

        The message that was hidden last has come to its end as well.
        """
        held = self.held
        self._mid_line = self._mid_line or bool(self._held)
        self._open, self._undecided, self._held = None, [], b""
        return held

    def give_up(self, data: bytes) -> None:
        """Take note that all is shown as it is; `data` is the end of it, which may be in the middle of a line."""
        self._open, self._undecided, self._held = None, [], b""
        self._mid_line = not data.endswith(b"\n")

    def feed(self, data: bytes) -> bytes:
        """Take the next piece, of any length and cut anywhere; return what is to be shown now, in order."""
        data, self._held = self._held + data, b""
        shown: List[bytes] = []
        hidden: List[Run] = []
        self._repeats.begin()
        position = self._pass_rest_of_line(data, shown)
        last = data.rfind(b"\n") + 1
        while position < len(data):
            position, rule = self._repeats.take(data, position, hidden)
            if rule:
                self._begin_message(rule, data[data.rfind(b"\n", 0, position - 1) + 1 : position])
            if rule or self._open is None:
                self._show_undecided(shown)
            start = position if self._open else self._beginnings.first(data, position, max(position, last))
            shown.append(data[position:start])
            position = data.find(b"\n", start) + 1
            if not position:
                self._take_unfinished(data[start:], shown)
                break
            self._take_line(data[start:position], shown, hidden)
        if hidden:
            self._keep(hidden)
        return b"".join(shown)

    def _pass_rest_of_line(self, data: bytes, shown: List[bytes]) -> int:
        if not self._mid_line:
            return 0
        end = data.find(b"\n") + 1
        self._mid_line = not end
        shown.append(data[: end or len(data)])
        return end or len(data)

    def _take_unfinished(self, rest: bytes, shown: List[bytes]) -> None:
        if not rest:
            return
        if len(rest) <= LONGEST and self._may_be_noise(rest):
            self._held = rest
            return
        self._show_undecided(shown)
        shown.append(rest)
        self._mid_line = True
        self._open = None

    def _take_line(self, line: bytes, shown: List[bytes], hidden: List[Run]) -> None:
        if self._open and self._goes_on(self._open, line, hidden):
            return
        self._open = None
        self._show_undecided(shown)
        known = self._judge(line)
        if known:
            hidden.append(known.run(line))
        else:
            shown.append(line)

    def _goes_on(self, message: Continuations, line: bytes, hidden: List[Run]) -> bool:
        """Whether a line belongs to a hidden message, or may."""
        answer = message.take(text_of(line)) if len(line) <= LONGEST else NO
        if answer:
            self._undecided.append(line)
        if answer == YES:
            hidden += [known_as(message.rule, each).run(each) for each in self._undecided]
            self._undecided = []
            self._open = None if message.is_over else message
        return bool(answer)

    def _judge(self, line: bytes) -> Optional[Known]:
        """Return what is known of a whole line that is hidden, or None where it is to be shown."""
        if len(line) > LONGEST:
            return None
        known = self._repeats.known(line)
        if known is None:
            rule = self._find(text_of(line)) if self._beginnings.begin(line) else None
            if rule is None:
                return None
            known = self._repeats.learn(line, rule)
        self._begin_message(known.rule, line)
        return known

    def _begin_message(self, rule: Rule, line: bytes) -> None:
        self._open = further(rule, text_of(line), self._is_code)

    def _show_undecided(self, shown: List[bytes]) -> None:
        if self._undecided:
            shown += self._undecided
            self._undecided = []

    def _may_be_noise(self, rest: bytes) -> bool:
        if self._open and self._open.may_take(rest.decode("utf-8", "replace")):
            return True
        return self._beginnings.may_begin(rest)
