"""The rules of this tree as tests ask them, and rules of a test's own."""

from __future__ import annotations

from keras_quiet.command.rulebook.compiling import compiled
from keras_quiet.command.rulebook.entries import RuleEntry
from keras_quiet.command.rulebook.reading import folder, read_rules
from keras_quiet.inside.judging.rules import Rules

ENTRIES = read_rules(folder()).rules
RULES = Rules(compiled(ENTRIES))


def entry(name: str) -> RuleEntry:
    """Return the rule of that id."""
    return next(each for each in ENTRIES if each.id == name)


def made(name: str, way: str, sources: tuple[str, ...], *messages: str, **more: object) -> RuleEntry:
    """Return a rule of a test's own."""
    fields = {"action": "hide", "why": "A test's.", "hides": (), **more}
    return RuleEntry(file="", line=0, id=name, way=way, sources=sources, messages=messages, **fields)  # type: ignore[arg-type]


def rules_of(*entries: RuleEntry) -> Rules:
    """Return rules as a kernel has them."""
    return Rules(compiled(entries))
