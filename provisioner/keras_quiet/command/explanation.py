"""Why a line is hidden or shown: the rule that names it, or the rules that come nearest. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..inside.grammar.kinds import BARE, WARNING, WRITE
from ..inside.grammar.messages import Message, read_line
from ..inside.grammar.places import place_of
from ..inside.grammar.rule import HIDE, HIDE_WITHOUT_GPU
from ..inside.judging import machine
from ..inside.judging.rules import Rules, key_of
from ..inside.judging.verdicts import BETWEEN_PACKAGES, Verdicts, asks
from ..inside.lines.continuations import NO, YES, Continuations, looks_like_code
from .rulebook.compiling import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .rulebook.entries import RuleEntry

# So many of the nearest rules are named, and of those that share no source only what is as alike as this.
NEAREST, ALIKE = 3, 0.5
# So much of a text is compared, in characters.
ALIKE_IN = 200
# The class of warnings that is judged by who issues them (inside/judging/issuers.py).
_OF_OLD_NAMES = ("DeprecationWarning", "FutureWarning")
_DEPENDS = (
    "no rule names it. A DeprecationWarning, PendingDeprecationWarning or FutureWarning is also hidden if one "
    "installed package issues it about another, and the text does not tell who issues it. In the notebook, "
    "%keras_quiet log --rule between-packages lists those that were hidden"
)


class Explanation(NamedTuple):
    """What becomes of one line here, and why.

    `rule` is the one that names it, None where none does; `nearest` then has those that come near. `hidden` is what a
    kernel on this machine does with the line, after the lines before it; None where more than the text decides. `text`
    says it in words.
    """

    line: str
    hidden: bool | None
    rule: RuleEntry | None
    nearest: tuple[RuleEntry, ...]
    text: str


def explain(lines: Iterable[str], rules: Sequence[RuleEntry], environ: Mapping[str, str]) -> Iterator[Explanation]:
    """Explain lines in their order: some messages have several lines, and some are shown once."""
    table, by_id = Rules(compiled(tuple(rules))), {rule.id: rule for rule in rules}
    verdicts = Verdicts(table, environ)
    unnamed = cache(lambda line, message: _unnamed(line, message, rules))  # a comparison with every sample takes long
    last: Explanation | None = None
    further: Continuations | None = None
    for line in lines:
        answer = further.take(line) if further is not None and not further.is_over else NO
        if last is not None and (answer == YES or (answer and line)):
            yield last._replace(line=line, nearest=(), text="belongs to the line before it")
            continue
        if not line.strip():
            continue
        message = _message(line, rules, table)
        rule = next(table.matching(message, message.text), None)
        hidden = verdicts.hiding(message, line) is not None
        last = _named(line, by_id[rule.id], environ, hidden=hidden) if rule else unnamed(line, message)
        # Below a warning stands its line of code, whether a rule names the warning or not.
        named = rule or (BETWEEN_PACKAGES if message.kind == WARNING else None)
        further = Continuations(named, line, looks_like_code) if named else None
        yield last


def nearest(message: Message, rules: Sequence[RuleEntry]) -> list[RuleEntry]:
    """Return the rules of the same file or logger, else those whose samples are alike; the most similar first."""
    named = [(rule, {key_of(rule.way, source) for source in rule.sources}) for rule in rules]
    same = [rule for rule, names in named if rule.way == message.kind and _sources(message) & names]
    matcher = SequenceMatcher(None, b=message.text[:ALIKE_IN])
    scored = [(_likeness(matcher, rule, 0 if same else ALIKE), rule) for rule in same or rules]
    scored.sort(key=lambda pair: -pair[0])
    return [rule for likeness, rule in scored if same or likeness >= ALIKE][:NEAREST]


def _named(line: str, entry: RuleEntry, environ: Mapping[str, str], *, hidden: bool) -> Explanation:
    # The text does not tell whose call it was.
    decided = None if entry.called_from and entry.action == HIDE else hidden
    return Explanation(line, decided, entry, (), _says(entry, environ))


def _unnamed(line: str, message: Message, rules: Sequence[RuleEntry]) -> Explanation:
    """Explain a line that no rule names."""
    if message.kind == WARNING and place_of(message.source) and message.category.endswith(_OF_OLD_NAMES):
        return Explanation(line, None, None, (), _DEPENDS)
    return Explanation(line, hidden=False, rule=None, nearest=tuple(nearest(message, rules)), text="no rule names it")


def _message(line: str, rules: Sequence[RuleEntry], table: Rules) -> Message:
    """Read a line; where it has no prefix, it may be what Keras writes in one piece."""
    message = read_line(line)
    if message.kind == BARE and next(table.matching(message, line), None) is None:
        for rule in rules:
            if rule.way == WRITE and any(re.match(pattern, f"{line}\n") for pattern in rule.messages):
                return Message(WRITE, rule.sources[0], f"{line}\n")
    return message


def _says(rule: RuleEntry, environ: Mapping[str, str]) -> str:
    asked = [name for name in rule.asked_by if asks(environ, name)]
    if asked:
        return f"shown, since {asked[0]} is set"
    if rule.called_from:
        return f"hidden if the call came through {' or '.join(rule.called_from)}, which the line does not tell"
    if rule.action == HIDE:
        return "hidden, with and without a GPU"
    if rule.action == HIDE_WITHOUT_GPU:
        here = "has one" if machine.accelerator(environ) else "has none"
        return f"hidden without a GPU; with a GPU shown the first time and hidden when it repeats; this machine {here}"
    return "shown the first time, hidden when it repeats"


def _sources(message: Message) -> set[str]:
    place = place_of(message.source) if message.kind == WARNING else message.source
    return {key_of(message.kind, place)} - {""}


def _likeness(matcher: SequenceMatcher[str], rule: RuleEntry, least: float) -> float:
    """Return how alike the matcher's second text and a rule's samples are; 0 where it is less than `least`."""
    most = 0.0
    for text in _texts(rule.hides):
        matcher.set_seq1(text)
        # Two bounds that cost little: most rules are of something else.
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            most = max(most, matcher.ratio())
    return most


@cache
def _texts(samples: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the first lines of samples say, without their prefixes, and each text once."""
    return tuple({read_line(sample.partition("\n")[0]).text[:ALIKE_IN] for sample in samples})
