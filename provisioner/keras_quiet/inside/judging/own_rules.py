"""The user's own rules: patterns for the beginning of a line, matched in linear time."""

from typing import Any, Callable, Iterable, List, NamedTuple, Tuple

from .automaton import Automaton


class OwnRule(NamedTuple):
    """One pattern: its text, and whether it matches the beginning of a line."""

    text: str
    matches: Callable[[str], bool]


def read(patterns: Iterable[Tuple[str, Any]], report: Callable[[str], None]) -> List[OwnRule]:
    """Return the rules of patterns, each with its tree or None; what cannot be read is told and left out."""
    rules = []
    for text, tree in patterns:
        try:
            rules.append(OwnRule(text, Automaton(_translated(text) if tree is None else tree).matches))
        except Exception as error:  # noqa: PERF203  # each for itself
            report("the pattern %.200r is left out: %s" % (text, error))
    return rules


def _translated(text: str) -> Any:
    from .translation import translated

    return translated(text)
