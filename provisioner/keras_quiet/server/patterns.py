"""The user's own rules: regular expressions, checked and translated for a matcher that takes linear time. Pure.

`re` would go back and try again, with some patterns for hours, and would hold the lock of the kernel meanwhile. So the
kernel has a matcher of its own, which never goes back (`inside/judging/automaton.py`).
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..foreign import one_word
from ..inside.judging.automaton import Automaton
from ..inside.judging.positions import TooLargeError
from ..inside.judging.translation import RefusedError, translated

if TYPE_CHECKING:
    from collections.abc import Iterable


class Translated(NamedTuple):
    """A pattern as the kernel reads it (`judging/positions.py`), or what is wrong with it and how to correct it."""

    tree: Any = None
    problem: str = ""


def problem(pattern: object) -> str | None:
    """Return what is wrong with a pattern and how to correct it, or None."""
    if not isinstance(pattern, str):
        return f"must be a regular expression in a string, not {type(pattern).__name__}"
    return translate(pattern).problem or None


def size(*lists: Iterable[str]) -> int:
    """Return how many bytes patterns take on their way to the kernel, with their trees."""
    return sum(len(json.dumps([patterns, trees(patterns)])) for patterns in map(tuple, lists))


def trees(patterns: Iterable[str]) -> dict[str, Any]:
    """Return the trees of patterns without problems, for the kernel (`inside/judging/own_rules.py`)."""
    return {pattern: translate(pattern).tree for pattern in patterns}


@lru_cache(maxsize=512)
def translate(pattern: str) -> Translated:
    """Return a pattern's tree or its problem."""
    try:
        tree = translated(pattern)
        Automaton(tree)
    except RecursionError:
        return Translated(problem="is nested too deep")
    except RefusedError as refused:
        return Translated(problem=f"{one_word(pattern)!r} {refused}")
    except TooLargeError as error:
        return Translated(problem=f"{one_word(pattern)!r} has more than {error}: write a shorter one, or two")
    except (re.error, ValueError, OverflowError) as error:
        return Translated(problem=f"{one_word(pattern)!r} is not a regular expression: {error}")
    return Translated(tree)
