"""What can go wrong, as one small tree.

KerasQuietError
└── SettingsError    the kernel's configuration is wrong; every problem at once
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class KerasQuietError(Exception):
    """The root: its text says what is wrong, where, and what to do next."""


class SettingsError(KerasQuietError):
    """A kernel cannot start with its settings. `file` is its kernel.json, `problems` has one line for each."""

    def __init__(self, file: Path, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = [f"This kernel cannot start: {file}", *(f"- {problem}" for problem in problems)]
        super().__init__("\n".join([*lines, "Mend this and start the kernel again."]))
