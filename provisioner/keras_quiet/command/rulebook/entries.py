"""What stands in the files of rules, and what can be wrong there."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import KerasQuietError


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What both kinds of entries have; `rules/README.md` says what the fields mean.

    `file` is the TOML file with its folder, `line` the line of the `id`, or of the header where there is no id.
    """

    file: str
    line: int
    way: str
    why: str
    sources: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()

    @property
    def samples(self) -> tuple[str, ...]:
        """The lines that the entry is about."""
        return self.shows


@dataclass(frozen=True, kw_only=True)
class RuleEntry(Entry):
    """One known message: a `[[rule]]`."""

    id: str
    action: str
    hides: tuple[str, ...]
    continues: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    called_from: tuple[str, ...] = ()

    @property
    def samples(self) -> tuple[str, ...]:
        """The lines that the rule hides."""
        return self.hides


@dataclass(frozen=True, kw_only=True)
class ShownEntry(Entry):
    """Statements that are left alone on purpose, or lines of a user's own: a `[[shown]]`, which decides nothing."""


@dataclass(frozen=True)
class Rulebook:
    """All entries, file by file."""

    rules: tuple[RuleEntry, ...]
    shown: tuple[ShownEntry, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where; `ids` are the rules that it is about."""

    file: str
    line: int
    ids: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}{' ' if self.ids else ''}{self.ids[0] if self.ids else ''}: {self.text}"


class RulebookError(KerasQuietError):
    """The rules are refused; `problems` are all of them."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))
