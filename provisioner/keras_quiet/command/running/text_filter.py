"""The filter of another process's text, and how its own lines and ours reach our file descriptor 2."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from ...inside.configuring import configuration
from ...inside.filter import Filter
from ...inside.grammar.messages import Message, read_line
from ...inside.grammar.ways import BARE, WRITE
from ...inside.guarding.foreign import one_line
from ...inside.lines.lines import Lines
from ...inside.lines.repeats import texts_of
from ...inside.lines.sources import is_code_below

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO

    from ...inside.grammar.rule import Rule
    from ...inside.keeping.hidden import Run

# A stderr that takes nothing now is tried again after so many seconds.
AGAIN = 0.01


class TextFilter(Filter):
    """Decides about the text of another process, where nobody can see which module writes a line.

    Hidden lines go to `log` too, where there is one.
    """

    def __init__(self, log: FileIO | None = None) -> None:
        super().__init__(report)
        self._log = log
        self._writers: Sequence[str] = ()

    def load(self) -> None:
        """Load all that a message needs, the user's own patterns first: while the command starts."""
        if not self._made_verdicts:
            self.attempt(self._read_patterns, None, "configuration")
        super().load()

    def _read_patterns(self) -> None:
        found = configuration.read()
        for line in found.lines():
            report(one_line(line))
        self.set_patterns(found.values.get("hide", ()), found.values.get("show", ()))

    def new_lines(self) -> Lines:
        """Return what puts lines together; what a module of Keras writes comes as a line of its own."""
        rules = self.verdicts
        starts = [*rules.starts(), *rules.rules.written]
        self._writers = rules.rules.writers
        own = any(self._own)
        return Lines(self.find_line, self.keep_lines, starts, rules.loggers, every_byte=own, is_code=is_code_below)

    def rule_of_line(self, line: str) -> Rule | None:
        """Return the rule that hides one line, or None."""
        rule = super().rule_of_line(line)
        if rule is None and read_line(line).way == BARE:
            written = (Message(WRITE, writer, f"{line}\n") for writer in self._writers)
            rule = next(filter(None, (self.verdicts.hiding(message, line) for message in written)), None)
        return rule

    def keep_lines(self, runs: Sequence[Run]) -> None:
        """Keep hidden lines."""
        super().keep_lines(runs)
        if self._log is not None:
            entries = [f"{rule}  {line}\n" for rule, _, lines in runs for line in texts_of(lines)]
            self._log.write("".join(entries).encode("utf-8", "replace"))


def report(text: str) -> None:
    """Say on stderr that something of ours failed; that text is shown."""
    write_all(2, f"[keras-quiet] {text}\n".encode())


def write_all(target: int, data: bytes) -> bool:
    """Write everything to a file descriptor, or return False where nobody can read it."""
    try:
        while data:
            data = data[_write(target, data) :]
    except OSError:
        return False
    return True


def _write(target: int, data: bytes) -> int:
    try:
        return os.write(target, data)
    except BlockingIOError:
        time.sleep(AGAIN)
        return 0
