"""With which characters the texts begin that a pattern matches: by these a kernel finds a rule."""

from __future__ import annotations

from itertools import product
from typing import Any

from ...inside.grammar.patterns import START
from .patterns import parsed

# So many beginnings of one pattern are told apart.
MOST = 64


def starts_of(pattern: str) -> set[str]:
    """Return the first START characters of all texts that a pattern matches; {""} where they cannot be told."""
    try:
        found = _texts(parsed(pattern))
    except _UnknownError:
        return {""}
    return found if all(len(each) == START for each in found) and len(found) <= MOST else {""}


class _UnknownError(Exception):
    """Any text may stand here."""


def _texts(tree: Any) -> set[str]:
    """Return the beginnings of a part of a pattern, of START characters at most."""
    found = {""}
    for operation, value in tree:
        if all(len(each) == START for each in found) or len(found) > MOST:
            break
        found = {(one + other)[:START] for one, other in product(found, _choices(str(operation), value))}
    return found


def _choices(operation: str, value: Any) -> set[str]:
    if operation == "LITERAL":
        return {chr(value)}
    if operation == "SUBPATTERN":
        return _texts(value[-1])
    if operation == "BRANCH":
        return set().union(*map(_texts, value[1]))
    if operation == "IN" and all(str(each) == "LITERAL" for each, _ in value):
        return {chr(character) for _, character in value}
    if operation in ("MAX_REPEAT", "MIN_REPEAT") and value[:2] == (0, 1):
        return {"", *_texts(value[2])}
    if operation in ("ASSERT", "ASSERT_NOT", "AT"):
        return {""}
    raise _UnknownError
