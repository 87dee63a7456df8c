"""Translates a regular expression into the tree that the matcher takes (`positions`), and refuses what is not known.

Each kind of node that is known here needs no going back. The server checks patterns by this at launch and sends the
trees, so that a pattern means what the server's Python reads in it; a kernel whose server sends none translates itself.
"""

import re
import sys
from typing import Any, List

# The parser of `re` itself: its reading is what users expect.
if sys.version_info >= (3, 11):
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_parse as parser

# A longer pattern is not even read, in characters.
LONGEST = 1000
# Groups within each other.
DEEPEST = 50
_ASCII = 0x80
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")  # what a lazy one matches, the other matches too
_CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w", "NOT_DIGIT": r"\D", "NOT_SPACE": r"\S", "NOT_WORD": r"\W"}
_PLACES = {
    "BEGINNING": "^",
    "BEGINNING_STRING": "^",
    "END": "$",
    "END_STRING": "Z",
    "BOUNDARY": "b",
    "NON_BOUNDARY": "B",
}
_REFUSED = {
    "ASSERT": "looks ahead or behind: write `show` for what is to stay",
    "ASSERT_NOT": "looks ahead or behind: write `show` for what is to stay",
    "FAILURE": "looks ahead or behind: write `show` for what is to stay",
    "GROUPREF": "refers back to a group: write out what the group may be",
    "GROUPREF_EXISTS": "asks whether a group matched: write two patterns",
    "POSSESSIVE_REPEAT": "has a possessive repetition: write '*', '+' or '?'",
    "ATOMIC_GROUP": "has an atomic group: write '(?:...)'",
}


class RefusedError(Exception):
    """A pattern has something that no matcher of linear time knows; the text says what, and what to write instead."""


def translated(pattern: str) -> Any:
    """Return the tree of a pattern. Raises RefusedError, and what `re` raises, re.error and OverflowError too."""
    if len(pattern) > LONGEST:
        raise RefusedError("is longer than %d characters: write a shorter one, or two" % LONGEST)
    nodes: Any = parser.parse(pattern)
    if nodes.getwidth()[0] == 0:
        raise RefusedError("matches everything: begin with the words that name the message")
    state = getattr(nodes, "state", None) or nodes.pattern  # Python 3.6 and 3.7
    return _sequence(nodes, state.flags, 0)


def _sequence(nodes: Any, flags: int, depth: int) -> Any:
    if depth > DEEPEST:
        raise RefusedError("has more than %d groups within each other" % DEEPEST)
    parts: List[Any] = []
    for op, value in nodes:
        part = _node(str(op), value, flags, depth)
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    return parts[0] if len(parts) == 1 else ["all", *parts]


def _node(op: str, value: Any, flags: int, depth: int) -> Any:
    if op == "LITERAL" and not flags & re.IGNORECASE:
        return chr(value)
    if op in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
        return ["set", _set(op, value, flags)]
    if op == "SUBPATTERN":
        _, added, removed, inner = value
        return _sequence(inner, (flags | added) & ~removed, depth + 1)
    if op == "BRANCH":
        return ["any", *(_sequence(branch, flags, depth + 1) for branch in value[1])]
    if op in _REPEATS:
        low, high, inner = value
        return ["repeat", low, None if high is parser.MAXREPEAT else high, _sequence(inner, flags, depth + 1)]
    if op == "AT":
        return ["at", _place(str(value)[len("AT_") :], flags)]
    raise RefusedError(_REFUSED.get(op, "has something that is not supported (%s)" % op))


def _place(name: str, flags: int) -> str:
    if name not in _PLACES:
        raise RefusedError("has something that is not supported (%s)" % name)
    place = _PLACES[name]
    if flags & re.MULTILINE and name in ("BEGINNING", "END"):
        return place + "m"
    return place + "a" if flags & re.ASCII and "BOUNDARY" in name else place


def _set(op: str, value: Any, flags: int) -> str:
    """Return one character of a pattern as `re` reads it in every version: the few flags that count, and brackets."""
    if op == "ANY":
        return "(?s)." if flags & re.DOTALL else "."
    members = {"LITERAL": [("LITERAL", value)], "NOT_LITERAL": [("NEGATE", None), ("LITERAL", value)]}.get(op, value)
    letters = "".join(letter for letter, flag in (("a", re.ASCII), ("i", re.IGNORECASE)) if flags & flag)
    inner = "".join(_member(str(kind), member) for kind, member in members)
    return ("(?%s)" % letters if letters else "") + "[%s]" % inner


def _member(kind: str, value: Any) -> str:
    if kind == "NEGATE":
        return "^"
    if kind == "LITERAL":
        return _escaped(value)
    if kind == "RANGE":
        return "%s-%s" % (_escaped(value[0]), _escaped(value[1]))
    category = str(value)[len("CATEGORY_") :]
    if kind != "CATEGORY" or category not in _CATEGORIES:
        raise RefusedError("has something that is not supported (%s)" % value)
    return _CATEGORIES[category]


def _escaped(code: int) -> str:
    return chr(code) if chr(code).isalnum() and code < _ASCII else "\\U%08x" % code
