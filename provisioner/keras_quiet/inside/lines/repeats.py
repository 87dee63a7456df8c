"""Knows the lines that say the same as one before: a flood is judged once for each message. Pure."""

from typing import Dict, List, Optional, Tuple

from ..grammar.kinds import BARE, NATIVE, WRITE
from ..grammar.messages import text_of
from ..grammar.rule import HIDE, Rule

# Longer lines are judged one by one, in bytes.
LONGEST = 1 << 12
# The lines in a row that one rule hides are kept together, up to about so many bytes.
TOGETHER = 1 << 13
# So many lines are known at the beginning of a piece of text.
MOST = 100
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_UNKNOWN: Tuple[Optional[Rule], bytes] = (None, b"")
# A rule, and whole lines in a row that it hides.
Run = Tuple[Rule, bytes]


class Repeats:
    """The lines that were hidden last, by what they say.

    A native rule does not see when a line was written, nor by which process: the digits before the file may differ, and
    nothing else. Of other lines, and with `every_byte`, every byte is the same.
    """

    def __init__(self, *, every_byte: bool) -> None:
        self._every_byte = every_byte
        # A line with all digits as 0, to its rule and to what has to be the same, which is the end of the line.
        self._known: Dict[bytes, Tuple[Rule, bytes]] = {}
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

    def learn(self, line: bytes, rule: Rule) -> None:
        """Take note that a rule hides a whole line. A bare line is judged each time: it may belong to a message."""
        if rule.kind in (BARE, WRITE) or len(line) > LONGEST:
            return
        # A native line's file has no space in it, and ends with the number of its line and the first "]".
        file = 0 if self._every_byte or rule.kind != NATIVE else line.rfind(b" ", 0, line.find(b"]")) + 1
        key = line.translate(_DIGITS)
        self._known[key] = rule, line[file:]
        if rule.action != HIDE or rule.asked_by:
            self._for_now.append(key)

    def rule_of(self, line: bytes) -> Optional[Rule]:
        """Return the rule that hides a whole line, where one that says the same was hidden."""
        rule, said = self._known.get(line.translate(_DIGITS), _UNKNOWN)
        return rule if line.endswith(said) else None

    def take(self, data: bytes, position: int, runs: List[Run]) -> Tuple[int, Optional[Rule]]:
        """Take the known lines that stand at a position in a row; `runs` gets them.

        Return where they end, and the rule of the last one if there is any.
        """
        start, before = position, None
        while self._known:
            end = data.find(b"\n", position) + 1
            line = data[position:end]
            rule = self.rule_of(line)
            if rule is None:
                break
            if rule is not before or position - start > TOGETHER:
                if before:
                    runs.append((before, data[start:position]))
                start, before = position, rule
            position = end
        if before:
            runs.append((before, data[start:position]))
        return position, before


def texts_of(lines: bytes) -> List[str]:
    """Return the lines of a run as text, without their line ends."""
    return [line.strip("\r") for line in text_of(lines).split("\n")]
