"""What can go wrong, as one small tree.

KerasQuietError
├── StartError           a kernel cannot start; every problem at once (server/start_errors.py)
│   └── SettingsError    because its configuration is wrong
└── CommandError         `jupyter keras-quiet` cannot do what it was asked; every problem at once
"""

from __future__ import annotations

from .inside.guarding.foreign import one_line


class KerasQuietError(Exception):
    """The root: its text says what is wrong, where, and what to do next."""


class CommandError(KerasQuietError):
    """The command cannot do what it was asked; `problems` has one line for each."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(one_line(problem) for problem in problems))
