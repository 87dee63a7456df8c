"""Keys for a program that reads them from the terminal at its stderr, as pagers do (less opens `ttyname(2)`).

That terminal is a pseudo-terminal of ours, at which nobody types. Such a program switches its lines off first: then the
real terminal gets the program's settings, and what is typed there goes on to the program.
"""

from __future__ import annotations

import os
import termios
from contextlib import suppress
from typing import Any

# Places in what termios.tcgetattr returns.
INPUT, LOCAL, CHARACTERS = 0, 3, 6
PIECE = 1024


class Keyboard:
    """`terminal` is the real one, `ours` our end of the pseudo-terminal; both are file descriptors."""

    def __init__(self, terminal: int, ours: int) -> None:
        self.terminal, self._ours = terminal, ours
        self._before: list[Any] | None = None  # the real terminal's settings before the program took the keys

    @property
    def is_taken(self) -> bool:
        """Whether a program reads keys, so that what is typed is to be passed on."""
        return self._before is not None

    def follow(self) -> None:
        """Follow what the program has made of its terminal."""
        with suppress(OSError, termios.error):  # nobody has the pseudo-terminal open, or the real one is gone
            theirs = termios.tcgetattr(self._ours)
            if theirs[LOCAL] & termios.ICANON:
                self.release()
            elif os.tcgetpgrp(self.terminal) == os.getpgrp():  # in the background, to change it would stop us
                self._take(theirs)

    def pass_on(self) -> None:
        """Give the program what was typed."""
        try:
            os.write(self._ours, os.read(self.terminal, PIECE))
        except OSError:  # it can only be written to, or is gone
            self.release()

    def release(self) -> None:
        """Give the real terminal its own settings back."""
        before, self._before = self._before, None
        if before is not None:
            with suppress(OSError, termios.error):
                termios.tcsetattr(self.terminal, termios.TCSADRAIN, before)

    def _take(self, theirs: list[Any]) -> None:
        now = termios.tcgetattr(self.terminal)
        self._before = self._before or now
        wanted = [*now]
        for place in (INPUT, LOCAL, CHARACTERS):
            wanted[place] = theirs[place]
        if wanted != now:  # the shell sets its own while the program is stopped
            termios.tcsetattr(self.terminal, termios.TCSANOW, wanted)
