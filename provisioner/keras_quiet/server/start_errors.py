"""Why a kernel cannot start: an error that a web server passes on whole.

Loaded where such an error is raised: tornado.web takes 20 ms, and outside a server nobody else loads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tornado.web import HTTPError

from ..errors import KerasQuietError
from ..inside.guarding.foreign import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Of the one line that goes into the status line of an HTTP reply, in characters.
LONGEST_REASON = 300


class StartError(KerasQuietError, HTTPError):
    """A kernel cannot start. `file` is its kernel.json, `problems` has one line for each, `fix` says what to do.

    It is tornado's HTTPError too, for of any other error a gateway tells its clients nothing but the number
    (jupyter_server/base/handlers.py, write_error; kernel_gateway/mixins.py). `reason` is what they pass on.
    """

    def __init__(self, file: Path, problems: Sequence[str], fix: str) -> None:
        self.problems = tuple(problems)
        lines = [f"This kernel cannot start: {file}", *(f"- {problem}" for problem in problems), fix]
        self.text = "\n".join(one_line(line) for line in lines)
        HTTPError.__init__(
            self, 500, self.text, reason=_one_line(" | ".join([f"{file}: cannot start", *problems, fix]))
        )

    def __str__(self) -> str:
        return self.text


class SettingsError(StartError):
    """A kernel cannot start with its settings."""

    def __init__(self, file: Path, problems: Sequence[str]) -> None:
        super().__init__(file, problems, "Correct this and start the kernel again.")


def _one_line(text: str) -> str:
    """Return what may stand in an HTTP status line: printable ASCII (RFC 9112, section 4)."""
    plain = "".join(character if " " <= character <= "~" else "?" for character in text)
    return plain if len(plain) <= LONGEST_REASON else f"{plain[: LONGEST_REASON - 3]}..."
