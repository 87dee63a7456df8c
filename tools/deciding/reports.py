"""A table of statements as text."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from deciding.decisions import BY_HAND, FILE, FOLDER, NOBODY, ONE, SHOWN, needs_decision
from reading.statement import ERROR, INFO, LOGGING, WARNING, WARNINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deciding.table import Table
    from reading.statement import Statement

_METHODS = {INFO: "info", WARNING: "warning", ERROR: "error"}


def rows(table: Table) -> Iterator[str]:
    """Yield all statements, one a line: file, line, level, decision, rule or reason, text."""
    for each, decision in table.rows:
        what = decision.what if needs_decision(each) or decision.how != NOBODY else SHOWN
        by = decision.by or ("" if needs_decision(each) else "an error")
        yield "\t".join((each.file, str(each.line or ""), _level(each), what, by, _escaped(each.text)))


def undecided(table: Table) -> Iterator[str]:
    """Yield the statements that nobody has decided, below their files."""
    for file, statements in groupby(table.undecided, key=lambda each: each.file):
        yield file or "(no file was found)"
        for each in statements:
            yield f"  {each.line or '?'}\t{_level(each)}\t{_escaped(each.text)}"


def count(table: Table) -> str:
    """Return how many statements there are and how they are decided, in one line."""
    needed = [(each, decision) for each, decision in table.rows if needs_decision(each)]
    how = Counter(decision.how for _, decision in needed)
    hidden = sum(decision.what != SHOWN for _, decision in table.rows if decision.how != NOBODY)
    errors = Counter(decision.how != NOBODY for each, decision in table.rows if not needs_decision(each))
    return (
        f"{len(needed):,} statements of INFO and WARNING: {how[ONE]:,} are decided one by one, {how[BY_HAND]:,} by hand, "
        f"{how[FILE]:,} by file, {how[FOLDER]:,} by folder, {how[NOBODY]:,} are undecided. "
        f"{hidden:,} are hidden, errors among them. Of {errors.total():,} errors {errors[True]:,} are decided one by one, "
        "the others are shown."
    )


def _level(statement: Statement) -> str:
    """Return the level, or of a Python statement its way: a category, or a logger with its method."""
    if statement.way == WARNINGS:
        return statement.name
    if statement.way == LOGGING:
        return f"{statement.name}.{_METHODS.get(statement.level, 'log')}"
    return statement.level


def _escaped(text: str) -> str:
    for character, escape in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(character, escape)
    return text
