"""What is wrong with a value of the configuration, and what to write instead. Pure.

The server's process and the kernel's refuse the same values.
"""

import json
from difflib import get_close_matches
from typing import Any, List, Sequence, Tuple

from ..backend.backends import AUTO, BY_NAME, NONE
from ..guarding.foreign import one_line, one_word
from ..judging.globs import refusal

# So many patterns each key may have, so that a line is compared with no more; and so long may all be as the kernel gets
# them, in bytes: Linux takes 128 KiB in one variable (MAX_ARG_STRLEN), and there is more to say in it.
MOST_PATTERNS = 200
LONGEST_PATTERNS = 100 << 10


def backend_problems(backend: object) -> List[str]:
    """Return what is wrong with a value for `backend`."""
    known = (AUTO, NONE, *BY_NAME)
    if not isinstance(backend, str):
        return ["must be a string, not %s: one of %s" % (type(backend).__name__, ", ".join(known))]
    if backend not in known:
        words = (one_word(backend), did_you_mean(backend, known), ", ".join(known))
        return ["unknown backend %r%s; known backends are %s" % words]
    return []


def pattern_problems(patterns: object) -> List[str]:
    """Return what is wrong with a value for `hide` or `show`."""
    if not isinstance(patterns, (list, tuple)):
        return ["must be a list of patterns, not %s" % type(patterns).__name__]
    if len(patterns) > MOST_PATTERNS:
        return ["has %d patterns, but the limit is %d" % (len(patterns), MOST_PATTERNS)]
    problems = [(number, _pattern_problem(pattern)) for number, pattern in enumerate(patterns, 1)]
    return ["pattern %d: %s" % problem for problem in problems if problem[1]]


def size_problems(hide: Sequence[str], show: Sequence[str]) -> List[Tuple[str, str]]:
    """Return the key with too many long patterns and what is wrong with it; both lists are right by themselves."""
    sizes = {"hide": len(json.dumps(hide)), "show": len(json.dumps(show))}
    if sum(sizes.values()) <= LONGEST_PATTERNS:
        return []
    text = "all patterns together take more than %d KiB: use fewer" % (LONGEST_PATTERNS >> 10)
    return [(max(sizes, key=lambda key: sizes[key]), text)]


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return "; did you mean 'x'?" for the nearest known word, or "" where none is near."""
    near = get_close_matches(one_word(word).strip().lower(), known, n=1)
    return "; did you mean %r?" % near[0] if near else ""


def _pattern_problem(pattern: Any) -> str:
    """Return what is wrong with one pattern and what to write instead, or ""."""
    if not isinstance(pattern, str):
        return "must be a string, not %s" % type(pattern).__name__
    why = refusal(pattern)
    return one_line("%r %s" % (one_word(pattern), why)) if why else ""
