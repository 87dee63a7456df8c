"""Regular expressions: the literal text that one begins with, and each compiled when it is needed."""

import functools
from typing import Pattern

from ..guarding.kept import re

# Where nobody is named who speaks, messages are looked up by so many characters of their beginning.
START = 4
# The literal beginning of a regular expression, and how a literal character is written there.
_LITERAL = re.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s]|\\t)*")
_ESCAPED = re.compile(r"\\(.)")


@functools.lru_cache(maxsize=None)
def compiled(pattern: str) -> Pattern[str]:
    """Return a pattern, compiled when it comes up first, at 0.2 ms each: a kernel's start waits for none."""
    return re.compile(pattern)


def literal_start(pattern: str) -> str:
    r"""Return the literal text that everything matched by a pattern begins with: r"a\(b+" gives "a("."""
    found = _LITERAL.match(pattern)
    literal = found.group() if found else ""
    repeated = pattern[len(literal) : len(literal) + 1] in ("*", "?", "{")
    if "\\" in literal:
        literal = _ESCAPED.sub(r"\1", literal.replace("\\t", "\t"))
    return literal[:-1] if repeated else literal
