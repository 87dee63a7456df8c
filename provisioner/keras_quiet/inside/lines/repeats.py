"""Knows the lines that say the same as one before: a flood is judged once for each message. Pure."""

from typing import Dict, List, NamedTuple, Optional, Tuple

from ..grammar.messages import said, text_of
from ..grammar.rule import HIDE, Rule
from ..grammar.ways import BARE, NATIVE, WRITE
from ..keeping.hidden import Run

# Longer lines are judged one by one, in bytes.
LONGEST = 1 << 12
# So many lines are known at the beginning of a piece of text.
MOST = 100
_DIGITS = bytes.maketrans(b"123456789", b"000000000")


class Known(NamedTuple):
    """What is known of a line: the rule that hides it, what it says, and its end, which has to be the same."""

    rule: Rule
    said: str
    end: bytes

    def run(self, lines: bytes) -> Run:
        """Return lines in a row that are known as this."""
        return self.rule.id, self.said, lines


class Repeats:
    """The lines that were hidden last, by what they say.

    A native rule does not see when a line was written, nor by which process: the digits before the file may differ, and
    nothing else. Of other lines, and with `every_byte`, every byte is the same.
    """

    def __init__(self, *, every_byte: bool) -> None:
        self._every_byte = every_byte
        self._known: Dict[bytes, Known] = {}  # by the line with all digits as 0
        self._for_now: List[bytes] = []

    def forget(self) -> None:
        """Forget everything: the filter was switched off."""
        self._known, self._for_now = {}, []

    def begin(self) -> None:
        """Begin a new piece of text. What a rule depends on may be otherwise now, as the environment."""
        if len(self._known) > MOST:
            self.forget()
        for key in self._for_now:
            self._known.pop(key, None)
        self._for_now.clear()

    def learn(self, line: bytes, rule: Rule) -> Known:
        """Take note that a rule hides a whole line. A bare line is judged each time: it may belong to a message."""
        if rule.way in (BARE, WRITE) or len(line) > LONGEST:
            return known_as(rule, line)
        # A native line's file has no space in it, and ends with the number of its line and the first "]".
        file = 0 if self._every_byte or rule.way != NATIVE else line.rfind(b" ", 0, line.find(b"]")) + 1
        key = line.translate(_DIGITS)
        known = self._known[key] = known_as(rule, line, line[file:])
        if rule.action != HIDE or rule.asked_by:
            self._for_now.append(key)
        return known

    def known(self, line: bytes) -> Optional[Known]:
        """Return what is known of a whole line, where one that says the same was hidden."""
        known = self._known.get(line.translate(_DIGITS))
        return known if known is not None and line.endswith(known.end) else None

    def take(self, data: bytes, position: int, runs: List[Run]) -> Tuple[int, Optional[Rule]]:
        """Take the known lines that stand at a position in a row; `runs` gets them.

        Return where they end, and the rule of the last one if there is any.
        """
        start, before, rule = position, None, None
        while self._known:
            end = data.find(b"\n", position) + 1
            known = self.known(data[position:end])
            if known is not before:
                if before is not None:
                    runs.append(before.run(data[start:position]))
                start, before = position, known
            if known is None:
                break
            position, rule = end, known.rule
        return position, rule


def known_as(rule: Rule, line: bytes, end: bytes = b"") -> Known:
    """Return what is known of a line that a rule hides."""
    return Known(rule, said(text_of(line)), end)


def texts_of(lines: bytes) -> List[str]:
    """Return the lines of a run as text, without their line ends."""
    return [line.strip("\r") for line in text_of(lines).split("\n")]
