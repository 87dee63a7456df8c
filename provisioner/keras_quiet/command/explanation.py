"""Why a line is hidden or shown: the rule that names it, or the rules that come nearest. Pure."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ..inside.grammar.messages import Message, read_line
from ..inside.grammar.places import place_of
from ..inside.grammar.rule import HIDE, HIDE_WITHOUT_GPU
from ..inside.grammar.ways import BARE, WARNING, WRITE
from ..inside.judging import machine
from ..inside.judging.rules import Rules
from ..inside.judging.verdicts import BETWEEN_PACKAGES, Verdicts, asks
from ..inside.lines.continuations import NO, YES, Continuations, looks_like_code
from .likeness import nearest
from .pasted import (
    IN_ONE,
    LONGEST,
    Record,
    further_line_of,
    in_one,
    is_about_rows,
    is_row,
    part_of,
    readings,
    why_without_entry,
)
from .rulebook.compiling import compiled
from .rulebook.kernel import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..inside.grammar.rule import Rule
    from .pasted import Reading
    from .rulebook.entries import RuleEntry, ShownEntry

# How rules are near that do not name a line.
SIMILAR, FURTHER, PART = "similar rule", "rule with this further line", "rule with this text"
# What is said of a line that a `[[shown]]` entry names.
LEFT_ALONE = "no rule names it, on purpose"
_NO_RULE = "no rule names it"
_FURTHER = "it is a further line of a message, and is hidden with the message's first line"
_PART = "it is a part of a line, and the rest decides. Give the whole line, with its prefix"
# The class of warnings that is judged by who issues them (inside/judging/issuers.py).
_OF_OLD_NAMES = ("DeprecationWarning", "FutureWarning")
_DEPENDS = (
    "no rule names it. A DeprecationWarning, PendingDeprecationWarning or FutureWarning is also hidden if one "
    "installed package issues it about another, and the text does not tell who issues it. In the notebook, "
    "%keras_quiet log --rule between-packages lists those that were hidden"
)


class Explanation(NamedTuple):
    """What becomes of one line here, and why.

    `rule` is the one that names it, None where none does; `near` then has those that are `near_as` it says, and `shown`
    the entry that leaves it alone on purpose, or one that is alike. `hidden` is what a kernel on this machine does with
    the line, after the lines before it; None where more than the text decides. `text` says it in words.
    """

    line: str
    hidden: bool | None
    rule: RuleEntry | None
    text: str
    near: tuple[RuleEntry, ...] = ()
    near_as: str = SIMILAR
    shown: ShownEntry | None = None

    @property
    def is_left_alone(self) -> bool:
        """Whether `shown` names the line, and is not merely alike."""
        return self.text == LEFT_ALONE


def explain(
    lines: Iterable[str], rules: Sequence[RuleEntry], environ: Mapping[str, str], shown: Sequence[ShownEntry] = ()
) -> Iterator[Explanation]:
    """Explain lines in their order: some messages have several lines, and some are shown once.

    `shown` are the statements that are left alone on purpose.
    """
    reader, pasted = _Reader(rules, shown, environ), list(lines)
    for number, line in enumerate(pasted, 1):
        found = reader.explain(line, pasted[number : number + LONGEST])
        if found is not None:
            yield found


class _Reader:
    """Explains one line after the other."""

    def __init__(self, rules: Sequence[RuleEntry], shown: Sequence[ShownEntry], environ: Mapping[str, str]) -> None:
        self._rules, self._by_id = rules, {rule.id: rule for rule in rules}
        self._environ = environ
        self._table = _table(tuple(rules))
        self._verdicts = Verdicts(self._table, environ)
        # A comparison with every sample takes long.
        self._unnamed = cache(lambda line, message: _unnamed(line, message, rules, shown))
        self._last: Explanation | None = None
        self._further: Continuations | None = None
        self._record: Record | None = None
        self._before = ""  # what stands before each line of the message

    def explain(self, line: str, following: Sequence[str]) -> Explanation | None:
        """Return what becomes of the next line; None for an empty one, and for what `%keras_quiet log` says itself.

        `following` are the lines after it: some messages are only known by more than their first line.
        """
        if is_about_rows(line):
            self._further = self._record = None  # what it is about has ended
            return None
        is_new = is_row(line, self._by_id)
        if self._last is not None and not is_new and self._is_further(line.removeprefix(self._before)):
            return self._last._replace(line=line, near=(), shown=None, text="belongs to the line before it")
        if not line.strip():
            return None
        why = why_without_entry(line)
        self._last = self._hidden_otherwise(line, why) if why else self._first(line, following)
        return self._last

    def _hidden_otherwise(self, line: str, why: str) -> Explanation:
        self._record, self._before = None, ""
        self._further = Continuations(BETWEEN_PACKAGES, line, looks_like_code)
        return Explanation(line, hidden=True, rule=None, text=why)

    def _first(self, line: str, following: Sequence[str]) -> Explanation:
        """Explain the first line of a message."""
        read = [(each, self._read(each, following)) for each in readings(line, self._by_id)]
        named = next(((each, message, rule) for each, (message, rule) in read if rule is not None), None)
        self._before = named[0].before if named else ""
        if named is None:
            each, (message, rule) = read[0] if read[0][1][0].way != BARE else read[-1]
            found = self._unnamed(each.line, message)._replace(line=line)
        else:
            each, message, rule = named
            hidden = self._verdicts.hiding(message, each.line) is not None
            found = _named(line, self._by_id[rule.id], self._environ, hidden=hidden)
        # Below a warning stands its line of code, whether a rule names the warning or not.
        begun = rule or (BETWEEN_PACKAGES if message.way == WARNING else None)
        self._further = Continuations(begun, each.line, looks_like_code) if begun else None
        self._record = Record(self._by_id[rule.id].hides) if rule and message.way in IN_ONE else None
        return found

    def _is_further(self, line: str) -> bool:
        if self._record is not None and self._record.has_next(line):
            return True
        further = self._further
        answer = further.take(line) if further is not None and not further.is_over else NO
        return answer == YES or (answer != NO and line != "")

    def _read(self, pasted: Reading, following: Sequence[str]) -> tuple[Message, Rule | None]:
        first = _message(pasted.line, self._rules, self._table)
        rest = takewhile(lambda line: not is_row(line, self._by_id), following if first.way in IN_ONE else ())
        below = [line.removeprefix(pasted.before) for line in rest]
        for message in (first, *(read_line(text) for text in in_one(pasted.line, below))):
            rule = next(self._table.matching(message, message.text), None)
            if rule is not None:
                return message, rule
        return first, None


def _named(line: str, entry: RuleEntry, environ: Mapping[str, str], *, hidden: bool) -> Explanation:
    # The text does not tell whose call it was.
    decided = None if entry.called_from and entry.action == HIDE else hidden
    return Explanation(line, decided, entry, _says(entry, environ))


def _unnamed(line: str, message: Message, rules: Sequence[RuleEntry], shown: Sequence[ShownEntry]) -> Explanation:
    """Explain a line that no rule names."""
    if message.way == WARNING and place_of(message.source) and message.category.endswith(_OF_OLD_NAMES):
        return Explanation(line, None, None, _DEPENDS)
    further = further_line_of(line, rules) if message.way == BARE else ()
    if further:
        return Explanation(line, None, None, _FURTHER, further, FURTHER)
    alone = next((entry for entry in shown if names(entry, message)), None)
    parts = part_of(line, message, rules) if alone is None else ()
    if parts:
        return Explanation(line, None, None, _PART, parts, PART)
    alone = alone or next(iter(part_of(line, message, shown)), None)
    if alone is not None:
        return Explanation(line, hidden=False, rule=None, text=LEFT_ALONE, shown=alone)
    near = tuple(nearest(message, rules))
    return Explanation(
        line, hidden=False, rule=None, text=_NO_RULE, near=near, shown=next(iter(nearest(message, shown)), None)
    )


@cache
def _table(rules: tuple[RuleEntry, ...]) -> Rules:
    return Rules(compiled(rules))


def _message(line: str, rules: Sequence[RuleEntry], table: Rules) -> Message:
    """Read a line; where it has no prefix, it may be what Keras writes in one piece."""
    message = read_line(line)
    if message.way == BARE and next(table.matching(message, line), None) is None:
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
