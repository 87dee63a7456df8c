"""The literal text that a regular expression begins with."""

from ..guarding.kept import re

# Where nobody is named who speaks, messages are looked up by so many characters of their beginning.
START = 4
# The literal beginning of a regular expression, and how a literal character is written there.
_LITERAL = re.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s]|\\t)*")
_ESCAPED = re.compile(r"\\(.)")


def literal_start(pattern: str) -> str:
    r"""Return the literal text that everything matched by a pattern begins with: r"a\(b+" gives "a("."""
    found = _LITERAL.match(pattern)
    literal = found.group() if found else ""
    repeated = pattern[len(literal) : len(literal) + 1] in ("*", "?", "{")
    if "\\" in literal:
        literal = _ESCAPED.sub(r"\1", literal.replace("\\t", "\t"))
    return literal[:-1] if repeated else literal
