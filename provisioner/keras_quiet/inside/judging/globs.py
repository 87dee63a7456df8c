"""The user's own patterns: a whole line, in which `*` is any text. Nothing else is special, and case counts. Pure.

A pattern's pieces are looked for in turn and nothing is looked for twice, so that no line and no pattern takes long.
"""

from typing import List

from ..guarding.kept import re

# A longer pattern is refused, in characters.
LONGEST = 1000
# What nobody writes but who means a regular expression.
_REGULAR = r"\.[*+]|\A\^|\$\Z|\(\?|\\[^\W\d_]"
# Flags, or one character of a regular expression, as it is written there, and how often it may come.
_ATOM = r"(?s)\(\?[aiLmsux]+\)|(?P<atom>\\.|\[\^?\]?(?:\\.|[^\\\]])*\]|.)(?P<often>(?:[*+?]|\{\d*,?\d*\})[+?]?)?"
_ALTERNATIVE = "\n"  # a pattern has no line end


class Glob:
    """One pattern: its text, and which lines are as it says."""

    __slots__ = ("_first", "_last", "_middle", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._first, *self._middle = text.split("*")
        self._last = self._middle.pop() if self._middle else None

    def matches(self, line: str) -> bool:
        """Whether a line, of any length and without its line end, is as the pattern says."""
        if self._last is None:
            return line == self._first
        position, end = len(self._first), len(line) - len(self._last)
        if position > end or not (line.startswith(self._first) and line.endswith(self._last)):
            return False
        for piece in self._middle:
            position = line.find(piece, position, end)
            if position < 0:
                return False
            position += len(piece)
        return True


def refusal(pattern: str) -> str:
    """Return why a pattern is none, with what to write instead, or ""."""
    if len(pattern) > LONGEST:
        return "is longer than %d characters: write `*` in place of a part of it" % LONGEST
    if "\n" in pattern or "\r" in pattern:
        return "has a line end, but a pattern is compared with the first line of a message: write that line alone"
    meant = meant_by(pattern) if re.search(_REGULAR, pattern) else [pattern]
    if not all(glob.strip("*") for glob in meant):
        return "names no text: write the words of the message, and `*` for what varies"
    if meant != [pattern]:
        globs = " and ".join(map(repr, meant))
        return "is meant as a regular expression: write %s (`*` is any text, and case counts)" % globs
    return ""


def meant_by(expression: str) -> List[str]:
    """Return the patterns for about the lines whose beginning a regular expression matches."""
    parts, depth = [], 0  # type: List[str], int
    for found in re.finditer(_ATOM, expression):
        atom = found.group("atom") or ""
        if atom == "(":
            depth += 1
        if depth == 0:
            parts.append("*" if found.group("often") else _literal(atom))
        elif atom == "(" and depth == 1:
            parts.append("*")
        if atom == ")" and depth:
            depth -= 1
    whole = "".join(parts) + ("" if re.search(r"(?<!\\)\$\Z", expression) else "*")
    return [re.sub(r"\*+", "*", glob) for glob in whole.split(_ALTERNATIVE)]


def _literal(atom: str) -> str:
    if atom[:1] == "\\":
        return "*" if atom[1:].isalnum() else atom[1:]
    if len(atom) > 1 or atom == ".":
        return "*"
    return {"^": "", "$": "", "|": "*" + _ALTERNATIVE}.get(atom, atom)
