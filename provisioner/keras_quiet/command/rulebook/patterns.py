"""What a regular expression of a rule may be: every Python from 3.6 on compiles it, and no text makes it slow."""

from __future__ import annotations

import importlib
import re
import sys
import warnings
from functools import cache
from typing import Any

from .repeats import Shape

# The parser of `re` itself.
_parser: Any = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
# What came after Python 3.6: https://docs.python.org/3/library/re.html. 3.8 and 3.14 have escapes that leave no trace
# in what is parsed.
_NEWER = {"POSSESSIVE_REPEAT": "a possessive quantifier (3.11)", "ATOMIC_GROUP": "an atomic group (3.11)"}
_NEWER_ESCAPES = {"N": "\\N{...} (3.8)", "z": "\\z (3.14)"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# What is no sign of the grammar: an escaped character, and a set of characters.
_PLAIN = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)


@cache
def trouble(pattern: str) -> tuple[str, ...]:
    """Return what is wrong with a regular expression, nothing if it is fit for a rule."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = parsed(pattern)
            re.compile(pattern)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        return (f"does not compile: {error}",)
    return (*_newer(pattern, tree), *_flags(tree)) or tuple(Shape(tree).trouble())


def parsed(pattern: str) -> Any:
    """Return the tree of a pattern, as `re` reads it. Raises re.error."""
    return _parser.parse(pattern)


def is_choice(pattern: str) -> bool:
    """Whether a pattern is several, one of which is to match: "this|that"."""
    depth = 0
    for sign in _PLAIN.sub("", pattern):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            return True
    return False


def _newer(pattern: str, tree: Any) -> list[str]:
    found = {_NEWER[name] for name in _operations(tree) if name in _NEWER}
    found |= {_NEWER_ESCAPES[sign] for sign in _ESCAPE.findall(pattern) if sign in _NEWER_ESCAPES}
    return [f"does not compile in Python 3.6: {', '.join(sorted(found))}"] if found else []


def _flags(tree: Any) -> list[str]:
    """Case and lines count everywhere, so that the index and `literal_start` are right."""
    inner = [node for node in _nodes(tree) if str(node[0]) == "SUBPATTERN" and (node[1][1] or node[1][2])]
    has_any = inner or tree.state.flags & ~re.UNICODE
    return ["has flags, such as (?i): write the letters out"] if has_any else []


def _operations(tree: Any) -> list[str]:
    return [str(operation) for operation, _ in _nodes(tree)]


def _nodes(tree: Any) -> list[tuple[Any, Any]]:
    """Return all nodes of a parsed pattern."""
    if isinstance(tree, _parser.SubPattern):
        return [each for node in tree for each in [node, *_nodes(node[1])]]
    if isinstance(tree, (list, tuple)):
        return [each for part in tree for each in _nodes(part)]
    return []
