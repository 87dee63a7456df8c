"""Finds the few rules that may name a message, so that a longer table costs no more: by who speaks, then by the text.

Pure. Nothing is compiled before a message of the same source with the same beginning comes up.
"""

import re
from typing import Dict, Iterable, Iterator, List, Optional, Pattern, Tuple

from .kinds import NATIVE, WARNING
from .messages import Message
from .rules import INSTALLED, Rule

# Rules of one source are looked up by so many characters of a message's beginning.
START = 4
# The literal beginning of a regular expression, and how a literal character is written there.
_LITERAL = re.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])*")
_ESCAPED = re.compile(r"\\(.)")
_PACKAGES = re.compile(r".*(?:site|dist)-packages/(?P<place>.*)", re.DOTALL)
# Under old ipykernels the user's own cell is ".../site-packages/ipykernel_launcher.py".
_CELLS = ("ipykernel", "IPython/")
_IMPORT = "importlib/_bootstrap"


class _Pattern:
    """One message of a rule; compiled when it first comes up, at 0.2 ms each."""

    __slots__ = ("_compiled", "_text", "rule")

    def __init__(self, text: str, rule: Rule) -> None:
        self.rule = rule
        self._text = text
        self._compiled: Optional[Pattern[str]] = None

    def matches(self, text: str) -> bool:
        if self._compiled is None:
            self._compiled = re.compile(self._text)
        return self._compiled.match(text) is not None


class Candidates:
    """The rules, by who speaks and by how the text begins."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: Dict[Tuple[str, str], List[Rule]] = {}
        for rule in rules:
            for key in {_key(rule.kind, source) for source in rule.sources or ("",) if source[:1] != "!"}:
                self._rules.setdefault((rule.kind, key), []).append(rule)
        self._patterns: Dict[Tuple[str, str], Dict[str, List[_Pattern]]] = {}

    def of_kind(self, kind: str) -> List[Rule]:
        """Return all rules of one kind."""
        return [rule for (each, _), rules in self._rules.items() if each == kind for rule in rules]

    def sources(self, kind: str) -> List[str]:
        """Return those who speak in the rules of one kind, as their messages are looked up."""
        return [source for each, source in self._rules if each == kind]

    def matching(self, message: Message, text: str) -> Iterator[Rule]:
        """Yield the rules that name a message; `text` is its text, or as much of it as is to be looked at."""
        for key in _keys(message):
            if (message.kind, key) not in self._rules:
                continue
            starts = self._starts(message.kind, key)
            for start in (text[:START], ""):
                for pattern in starts.get(start, ()):
                    if speaks(pattern.rule, message) and pattern.matches(text):
                        yield pattern.rule

    def _starts(self, kind: str, key: str) -> Dict[str, List[_Pattern]]:
        if (kind, key) not in self._patterns:
            starts: Dict[str, List[_Pattern]] = {}
            for rule in self._rules[kind, key]:
                for text in rule.messages:
                    start = literal_start(text)[:START]
                    starts.setdefault(start if len(start) == START else "", []).append(_Pattern(text, rule))
            self._patterns[kind, key] = starts
        return self._patterns[kind, key]


def speaks(rule: Rule, message: Message) -> bool:
    """Whether a message's source is one of those that a rule names."""
    if message.kind == NATIVE:
        base = message.source.rpartition("/")[2]
        return any(base == source or ("/" in source and _ends(message.source, source)) for source in rule.sources)
    if message.kind != WARNING:
        return not rule.sources or message.source in rule.sources
    if rule.categories and message.category.rpartition(".")[2] not in rule.categories:
        return False
    place = place_of(message.source)
    named = [source for source in rule.sources if source == INSTALLED or place.startswith(source)]
    return bool(place and named) and not any(
        place.startswith(source[1:]) for source in rule.sources if source[0] == "!"
    )


def place_of(path: str) -> str:
    """Return where a warning's file is below site-packages, "" where it is not installed, or is the user's cell."""
    if _IMPORT in path or "importlib._bootstrap" in path:
        return _IMPORT
    found = _PACKAGES.match(path)
    place = found.group("place") if found else ""
    return "" if place.startswith(_CELLS) else place


def literal_start(pattern: str) -> str:
    r"""Return the literal text that everything matched by a pattern begins with: r"a\(b+" gives "a("."""
    found = _LITERAL.match(pattern)
    literal = found.group() if found else ""
    repeated = pattern[len(literal) : len(literal) + 1] in ("*", "?", "{")
    literal = _ESCAPED.sub(r"\1", literal)
    return literal[:-1] if repeated else literal


def _key(kind: str, source: str) -> str:
    """Return under which name a rule's source is looked up."""
    if kind == NATIVE:
        return source.rpartition("/")[2]
    return source.partition("/")[0] if kind == WARNING else source


def _keys(message: Message) -> Tuple[str, ...]:
    if message.kind != WARNING:
        return (_key(message.kind, message.source),)
    place = place_of(message.source)
    return (_key(WARNING, place), INSTALLED) if place else ()


def _ends(path: str, end: str) -> bool:
    return path == end or path.endswith("/" + end)
