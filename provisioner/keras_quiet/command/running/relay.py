"""What a command writes to its file descriptor 2 in; what no rule hides out, to our own."""

from __future__ import annotations

import os
import select
import time
from typing import TYPE_CHECKING

from ...inside.filter import Filter
from ...inside.grammar.kinds import BARE, WRITE
from ...inside.grammar.messages import Message, read
from ...inside.hooks.flood import PIECE
from ...inside.lines.lines import Lines
from ...inside.lines.repeats import texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO

    from ...inside.grammar.rule import Rule
    from ...inside.lines.repeats import Run
    from .keyboard import Keyboard

# The beginning of a line that may be noise waits for its end at most so long, in seconds: ipykernel's flush interval.
INTERVAL = 0.2
# So often we look whether a program wants keys, in seconds.
LOOK = 0.1


class TextFilter(Filter):
    """Decides about the text of another process, where nobody can see which module writes a line.

    Hidden lines go to `log` too, where there is one.
    """

    def __init__(self, log: FileIO | None = None) -> None:
        super().__init__(report)
        self._log = log
        self._writers = self.verdicts.rules.writers()

    def new_lines(self) -> Lines:
        """Return what puts lines together; what a module of Keras writes comes as a line of its own."""
        rules = self.verdicts
        return Lines(self.find_line, self.keep_lines, [*rules.starts(), *rules.writes()], rules.loggers)

    def find_line(self, line: str) -> Rule | None:
        """Return the rule that hides one line, or None."""
        rule = super().find_line(line)
        if rule is None and self.enabled and read(line).kind == BARE:
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
    """Say on stderr that the filter failed; from then on everything is shown."""
    write_all(2, f"[keras-quiet] {text}\n".encode())


class Relay:
    """Passes on what can be read from `source`; `target` and `source` are file descriptors.

    `keyboard` passes keys the other way, where both are terminals.
    """

    def __init__(self, source: int, target: int, quiet: Filter, keyboard: Keyboard | None = None) -> None:
        self._source, self._target, self._quiet = source, target, quiet
        self.keyboard = keyboard
        self._lines: Lines | None = None
        self._due = 0.0  # when text that is held is released
        self.ended = False  # nobody can write to the source any more

    def run(self, over: int | None = None) -> None:
        """Pass on everything until the source ends, or until `over` can be read and the source is empty."""
        # Now, while the command starts, and not at its first line.
        self._lines = self._lines or self._quiet.attempt(self._quiet.new_lines, None)
        draining = False
        while not self.ended:
            watched = [self._source] if over is None or draining else [self._source, over]
            ready = select.select([*watched, *self._keys()], [], [], 0 if draining else self._patience())[0]
            if self._source in ready:
                self._take_piece()
            elif over in ready:
                draining = True
            elif self.keyboard and ready:
                self.keyboard.pass_on()
            elif draining:
                break
            elif self._lines and self._lines.held and time.monotonic() >= self._due:
                self._show(self._lines.release())
        self._show(self._lines.release() if self._lines else b"")
        if self.keyboard:
            self.keyboard.release()

    def _keys(self) -> list[int]:
        """Return the file descriptor of the terminal, if what is typed there is to be passed on."""
        if self.keyboard is None:
            return []
        self.keyboard.look()
        return [self.keyboard.terminal] if self.keyboard.is_taken else []

    def _patience(self) -> float | None:
        waits = [LOOK] if self.keyboard else []
        if self._lines and self._lines.held:
            waits.append(max(0.0, self._due - time.monotonic()))
        return min(waits, default=None)

    def _take_piece(self) -> None:
        try:
            data = os.read(self._source, PIECE)
        except OSError:  # EIO: the last process that had the pseudo-terminal closed it
            data = b""
        self.ended = not data
        if self._lines is None:
            self._show(data)
            return
        if not self._lines.held or b"\n" in data:
            self._due = time.monotonic() + INTERVAL
        self._show(self._quiet.shown_of(self._lines, data))

    def _show(self, data: bytes) -> None:
        if not write_all(self._target, data):
            self.ended = True  # nobody reads our stderr: whoever goes on writing learns it as ever, by SIGPIPE
            os.close(self._source)


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
        select.select([], [target], [])
        return 0
