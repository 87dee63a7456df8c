"""Pieces of bytes in, the bytes to show out: whole lines are hidden or shown, and nothing is held for good."""

from typing import Callable, Iterable, List, Optional

from .beginnings import beginnings_of
from .continuations import Continuations
from .repeats import end_of_repeats
from .rules import Rule

# A longer line is shown without being judged: no known message comes near this many bytes.
LONGEST = 1 << 16


class Lines:
    """One source of text, put together line by line.

    `find` gets a whole line without its end and returns the rule that hides it, or None to show it; `keep` gets that
    rule and every line that it hides. `starts` are literal beginnings of noise that has no prefix. `keep_repeats` gets
    the lines that say the same as the one that was hidden before them, together; `every_byte` says that a line's time
    may matter to `find`.
    Text that cannot be the beginning of noise is returned at once; the rest waits for its line end or for `release`.
    """

    def __init__(
        self,
        find: Callable[[str], Optional[Rule]],
        keep: Callable[[Rule, str], None],
        starts: Iterable[str] = (),
        keep_repeats: Optional[Callable[[Rule, bytes], None]] = None,
        *,
        every_byte: bool = False,
    ) -> None:
        self._keep_repeats = keep_repeats
        self._every_byte = every_byte
        self._beginnings = beginnings_of(tuple(starts))
        self._find = find
        self._keep = keep
        self._held = b""
        self._mid_line = False  # the beginning of this line has been shown: so is the rest of it
        self._open: Optional[Continuations] = None  # the last line was hidden; the next may belong to its message
        self._named: Optional[Rule] = None  # by which rule the last line was hidden, if it began its message

    @property
    def held(self) -> bytes:
        """The text that waits for the rest of its line."""
        return self._held

    @property
    def waits(self) -> bool:
        """Whether a line may go on, or a hidden message."""
        return bool(self._held) or self._open is not None

    def begin_cell(self) -> None:
        """Let nothing that comes belong to a message or to a line of the cell before."""
        self._open, self._mid_line = None, False

    def release(self) -> bytes:
        """Give up waiting: return what was held; it is to be shown, and the rest of its line will be too.

        The message that was hidden last has come to its end as well.
        """
        self._open = None
        held, self._held = self._held, b""
        self._mid_line = self._mid_line or bool(held)
        return held

    def feed(self, data: bytes) -> bytes:
        """Take the next piece, of any length and cut anywhere; return what is to be shown now, in order."""
        data, self._held = self._held + data, b""
        shown: List[bytes] = []
        position = self._pass_rest_of_line(data, shown)
        while position < len(data):
            start = position if self._open else self._next_line_to_judge(data, position)
            shown.append(data[position:start])
            end = data.find(b"\n", start) + 1
            if not end:
                self._take_unfinished(data[start:], shown)
                break
            if not self._hides(data[start:end]):
                shown.append(data[start:end])
            elif self._named is not None:
                end = self._take_repeats(data, start, end, self._named)
            position = end
        return b"".join(shown)

    def _pass_rest_of_line(self, data: bytes, shown: List[bytes]) -> int:
        if not self._mid_line:
            return 0
        end = data.find(b"\n") + 1
        self._mid_line = not end
        shown.append(data[: end or len(data)])
        return end or len(data)

    def _next_line_to_judge(self, data: bytes, position: int) -> int:
        """Where the next line begins that may be noise, or else the unfinished last one."""
        last = data.rfind(b"\n", position) + 1 or position
        return self._beginnings.first(data, position, last)

    def _take_unfinished(self, rest: bytes, shown: List[bytes]) -> None:
        if not rest:
            return
        if len(rest) <= LONGEST and self._may_be_noise(rest):
            self._held = rest
            return
        shown.append(rest)
        self._mid_line = True
        self._open = None

    def _take_repeats(self, data: bytes, start: int, end: int, rule: Rule) -> int:
        if self._keep_repeats is None:
            return end
        over = end_of_repeats(data, start, end, rule, every_byte=self._every_byte)
        if over > end:
            self._keep_repeats(rule, data[end:over])
        return over

    def _hides(self, line: bytes) -> bool:
        opened, self._open, self._named = self._open, None, None
        if len(line) > LONGEST:
            return False
        text = _text(line)
        if opened is not None and opened.take(text):
            self._open = opened
            self._keep(opened.rule, text)
            return True
        rule = self._find(text) if self._beginnings.begin(line) else None
        if rule is None:
            return False
        self._named = rule
        self._keep(rule, text)
        further = Continuations(rule)
        self._open = further if further.are_possible else None
        return True

    def _may_be_noise(self, rest: bytes) -> bool:
        if self._open and self._open.may_take(rest.decode("utf-8", "replace")):
            return True
        return self._beginnings.may_begin(rest)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").strip("\r\n")
