"""`jupyter keras-quiet rules`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import add, say, say_json

if TYPE_CHECKING:
    import argparse

    from ..rulebook.entries import Entry


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "list what is hidden: every rule with its library, its action and its reason")
    parser.add_argument(
        "--shown",
        action="store_true",
        help="list the messages that were read in the sources and are shown on purpose, with the reason",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print the rules, or with --shown the statements that are left alone on purpose."""
    from ..rulebook import reading

    book = reading.read_rules(reading.folder())
    entries: list[Entry] = [*book.shown] if chosen.shown else [*book.rules]
    if chosen.json:
        say_json(list(map(_row, entries)))
        return 0
    for entry in entries:
        row = _row(entry)
        title = f"{row['library']}  {row['id']}  {row['action']}" if "id" in row else f"{row['library']}  shown"
        say(title, entry.why, *(entry.shows if chosen.shown else ()))
    return 0


def _row(entry: Entry) -> dict[str, Any]:
    """Return one entry as JSON has it; a statement that is left alone has no id and no action, but its lines."""
    about = {"library": Path(entry.file).stem, "why": entry.why, "sources": entry.sources, "upstream": entry.upstream}
    if hasattr(entry, "id"):
        return {"id": entry.id, "action": getattr(entry, "action", ""), **about, "hides": getattr(entry, "hides", ())}
    return {**about, "shows": entry.shows}
