"""What a newer release says that a pinned one does not, and what it no longer says: the difference of two lists.

python tools/difference.py PINNED NEWER [PACKAGE ...]       two environments of tests/live/requirements

Prints Markdown: the statements that are new and undecided, how many are new and decided, and those that are gone with
the rule that named them. A text that moved to another file is the same text. A missing environment is built.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pinned
from deciding import reports
from deciding.decisions import NOBODY, needs_decision
from deciding.table import Table
from deciding.texts import can_be_matched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deciding.decisions import Decision
    from reading.statement import Statement

    Row = tuple[Statement, Decision]

PACKAGES = ("tensorflow", "keras", "jax", "jaxlib", "torch")


class Difference(NamedTuple):
    """What two releases say differently: statements that only the newer has, and those that only the older has."""

    new: list[Row]
    gone: list[Row]


def difference(older: Sequence[Row], newer: Sequence[Row]) -> Difference:
    """Return what two tables do not have in common."""
    before, after = ({_said(statement) for statement, _ in rows} for rows in (older, newer))
    return Difference(
        [row for row in newer if _said(row[0]) not in before], [row for row in older if _said(row[0]) not in after]
    )


def _said(statement: Statement) -> tuple[str, ...]:
    """Return by what a statement is the same in another release; one without literal text, by its file too."""
    file = "" if can_be_matched(statement.text) else statement.file.rpartition("/")[2]
    return (statement.way, statement.level, " ".join(statement.text.split()), file)


def report(found: Difference) -> Iterator[str]:
    """Yield the lines of a difference."""
    undecided = [row for row in found.new if row[1].how == NOBODY and needs_decision(row[0])]
    yield f"\n## New and undecided: {len(undecided)}\n"
    yield from map(_line, undecided)
    yield f"\n## New and decided: {len(found.new) - len(undecided)}, errors among them\n"
    counts = Counter(decision.by or "an error" for _, decision in found.new if decision.how != NOBODY)
    yield from (f"- {by}: {count}" for by, count in sorted(counts.items()))
    yield f"\n## Gone: {len(found.gone)}\n"
    yield from map(_line, found.gone)


def _line(row: Row) -> str:
    statement, decision = row
    by = f" ({decision.what}: {decision.by})" if decision.how != NOBODY else ""
    return f"- `{statement.file}` {reports.level(statement)}: {reports.escaped(statement.text)}{by}"


def _rows(environment: str, packages: Sequence[str]) -> list[Row]:
    site = pinned.site_packages(environment)
    return [row for package in packages if (site / package).is_dir() for row in Table.of(site / package).rows]


def main(arguments: list[str] | None = None) -> int:
    """Print the difference of two environments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = pinned.known()
    parser.add_argument("pinned", choices=names, metavar="PINNED")
    parser.add_argument("newer", choices=names, metavar="NEWER")
    parser.add_argument("packages", nargs="*", default=PACKAGES, metavar="PACKAGE")
    asked = parser.parse_args(arguments)
    print("\n".join(report(difference(_rows(asked.pinned, asked.packages), _rows(asked.newer, asked.packages)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
