"""What can go wrong, as one small tree.

KerasQuietError
├── StartError           a kernel cannot start; every problem at once
│   └── SettingsError    because its configuration is wrong
└── CommandError         `jupyter keras-quiet` cannot do what it was asked; every problem at once
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .foreign import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class KerasQuietError(Exception):
    """The root: its text says what is wrong, where, and what to do next."""


class StartError(KerasQuietError):
    """A kernel cannot start. `file` is its kernel.json, `problems` has one line for each, `fix` says what to do."""

    def __init__(self, file: Path, problems: Sequence[str], fix: str) -> None:
        self.problems = tuple(problems)
        lines = [f"This kernel cannot start: {file}", *(f"- {problem}" for problem in problems), fix]
        super().__init__("\n".join(one_line(line) for line in lines))


class SettingsError(StartError):
    """A kernel cannot start with its settings."""

    def __init__(self, file: Path, problems: Sequence[str]) -> None:
        super().__init__(file, problems, "Correct this and start the kernel again.")


class CommandError(KerasQuietError):
    """The command cannot do what it was asked; `problems` has one line for each."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(one_line(problem) for problem in problems))
