"""Checks the user's own rules: regular expressions that are valid and cannot freeze a kernel. Pure."""

from __future__ import annotations

import re
import sys
from math import prod
from typing import TYPE_CHECKING, Any

from ..inside.verdicts import OWN_LOOKED_AT

if TYPE_CHECKING:
    from collections.abc import Iterator

# The parser of `re` itself: what it reads is what will run.
if sys.version_info >= (3, 11):
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_parse as parser

# The ways in which a pattern may match a line, at most: three times '*', say. That many take some 0.2 s.
MOST_WAYS = OWN_LOOKED_AT**3
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def problem(pattern: object) -> str | None:
    """Return what is wrong with a pattern and how to correct it, or None."""
    if not isinstance(pattern, str):
        return f"must be a regular expression in a string, not {type(pattern).__name__}"
    try:
        tree = parser.parse(pattern)
    except re.error as error:
        return f"{pattern!r} is not a regular expression: {error}"
    except RecursionError:
        return "is nested too deep"
    if not pattern or tree.getwidth()[0] == 0:
        return f"{pattern!r} matches everything: begin with the words that name the message"
    return _danger(pattern, tree)


def _danger(pattern: str, tree: Any) -> str | None:
    repeats = [(low, high, body) for low, high, body in _repeats(tree) if low != high]
    if any(_varies(body) for _, _, body in repeats):
        return (
            f"{pattern!r} could run for ever on a long line: repeat one piece of fixed length, as in 'a+b' or '[ab]+', "
            "not a group that repeats or chooses inside"
        )
    if _ways(tree) > MOST_WAYS:
        return f"{pattern!r} could take too long on a long line: use '*' and '+' three times at most, or fewer of '?'"
    return None


def _ways(tree: Any) -> int:
    """Return in how many ways a pattern may divide a line, at most."""
    repeats = prod(min(high, OWN_LOOKED_AT) - low + 1 for low, high, _ in _repeats(tree) if high > low)
    return int(repeats * prod(len(value[1]) for op, value in _nodes(tree) if str(op) == "BRANCH"))


def _varies(body: Any) -> bool:
    low, high = body.getwidth()
    return low != high or any(str(op) == "BRANCH" for op, _ in _nodes(body))


def _repeats(tree: Any) -> Iterator[tuple[Any, Any, Any]]:
    return (value for op, value in _nodes(tree) if str(op) in _REPEATS)


def _nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every node of a parsed pattern, the outer before the inner."""
    for op, value in tree:
        yield op, value
        for inner in _subpatterns(value):
            yield from _nodes(inner)


def _subpatterns(value: Any) -> Iterator[Any]:
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _subpatterns(part)
