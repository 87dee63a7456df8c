"""The statements of a package beside their decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from keras_quiet.command.rulebook import reading
from reading import packages

from . import unread
from .decisions import NOBODY, Decider, Decision, needs_decision

if TYPE_CHECKING:
    from reading.statement import Statement

RULES = Path(__file__).parents[2] / "rules"  # of this tree, whatever is installed


class Table(NamedTuple):
    """The statements of a package, by file, and who decides each."""

    rows: tuple[tuple[Statement, Decision], ...]
    left: dict[unread.Unread, int]  # how many more statements each entry by hand would decide

    @classmethod
    def of(cls, folder: Path) -> Table:
        """Return the table of an installed package. Raises OSError, ValueError, RulebookError."""
        decider = Decider(reading.read_rules(RULES), unread.read(RULES / reading.UNREAD))
        return cls(tuple((each, decider.decide(each)) for each in packages.statements(folder)), decider.left)

    @property
    def undecided(self) -> list[Statement]:
        """The statements that somebody has still to decide."""
        return [each for each, decision in self.rows if decision.how == NOBODY and needs_decision(each)]
