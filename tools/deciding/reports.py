"""A table of statements as text."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from reading.statement import ERROR, INFO, LOGGING, WARNING, WARNINGS

from .decisions import BY_HAND, FILE, FOLDER, NOBODY, ONE, SHOWN, UNDECIDED, needs_decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reading.statement import Statement

    from .table import Table

_METHODS = {INFO: "info", WARNING: "warning", ERROR: "error"}


def rows(table: Table) -> Iterator[str]:
    """Yield all statements, one a line: file, line, level, decision, rule or reason, text."""
    for each, decision in table.rows:
        what = decision.what if needs_decision(each) or decision.how != NOBODY else SHOWN
        by = decision.by or ("" if needs_decision(each) else "an error")
        yield "\t".join((each.file, str(each.line or ""), level(each), what, by, escaped(each.text)))


def undecided(table: Table) -> Iterator[str]:
    """Yield the statements that nobody has decided, below their files."""
    for file, statements in groupby(table.undecided, key=lambda each: each.file):
        yield file or "(no file is known)"
        for each in statements:
            yield f"  {each.line or '?'}\t{level(each)}\t{escaped(each.text)}"


def count(table: Table) -> str:
    """Return how many statements there are and how they are decided, in one line."""
    how = Counter(decision.how for each, decision in table.rows if needs_decision(each))
    errors = [decision for each, decision in table.rows if not needs_decision(each)]
    hidden = sum(decision.what not in {SHOWN, UNDECIDED} for _, decision in table.rows)
    return (
        f"{how.total():,} statements of INFO and WARNING: {how[ONE]:,} are decided one by one, {how[BY_HAND]:,} by "
        f"hand, {how[FILE]:,} by file, {how[FOLDER]:,} by folder, {how[NOBODY]:,} by nobody. "
        f"Of {len(errors):,} errors {sum(each.how == ONE for each in errors):,} are decided one by one. "
        f"{hidden:,} of all are hidden, always or after the first."
    )


def level(statement: Statement) -> str:
    """Return the level, or of a Python statement its way: a category, or a logger with its method."""
    if statement.way == WARNINGS:
        return statement.name
    if statement.way == LOGGING:
        return f"{statement.name}.{_METHODS.get(statement.level, 'log')}"
    return statement.level


def escaped(text: str) -> str:
    """Return a text in one line without tabs."""
    for character, escape in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(character, escape)
    return text
