"""The table of all rules for the page that the Help menu opens."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .entries import RuleEntry

# Where the table stands in the page as it is in the tree.
PLACE = "<!-- the table of rules -->"
ACTIONS = {"hide": "hidden", "once": "shown once", "hide_without_gpu": "hidden without a GPU, else shown once"}


def with_table(page: str, rules: Iterable[RuleEntry]) -> str:
    """Return the page with the table in its place. Raises ValueError where it has no place for one."""
    if PLACE not in page:
        raise ValueError(f"the page has no {PLACE}")
    rows = "\n".join(map(_row, rules))
    return page.replace(PLACE, f"<table>\n<tr><th>rule<th>library<th>what happens<th>why\n{rows}\n</table>")


def _row(rule: RuleEntry) -> str:
    cells = (f"<code>{escape(rule.id)}</code>", Path(rule.file).stem, ACTIONS[rule.action], escape(rule.why))
    return "<tr>" + "".join(f"<td>{cell}" for cell in cells)
