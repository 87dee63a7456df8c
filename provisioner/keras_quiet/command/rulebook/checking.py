"""Tests the rules with their own samples: each hides what it names, and nothing that another entry names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...inside.grammar.messages import Message, read_line
from ...inside.grammar.patterns import START, literal_start
from ...inside.grammar.rule import INSTALLED
from ...inside.grammar.ways import BARE, LOGGING, NATIVE, WARNING, WRITE
from ...inside.lines.continuations import ANY, EMPTY, TOGETHER, lines_of
from . import forms, samples
from .entries import Entry, Problem, Rulebook, RuleEntry
from .kernel import Judge, first_untaken, is_said_by, names
from .patterns import is_choice, trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

# The literal beginning decides at each line whether it is held and judged: it must be rare.
BEGINNINGS = {BARE: 12, WRITE: 6}
# So much of a text stands in a problem, in characters.
SHORT = 100
_SENTENCE, _SECOND = re.compile(r"[A-Z0-9a-z].+\."), re.compile(r"[.!?] [A-Z]")
_LOGGER = re.compile(r"[A-Za-z_][\w.]*")


class Check:
    """One run over all entries; those whose patterns are refused take nothing.

    `tried` counts the messages that were tried.
    """

    def __init__(self, book: Rulebook) -> None:
        self.tried = 0
        entries = (*book.rules, *book.shown)
        self._refused = [_of(entry, text) for entry in entries for text in _patterns(entry)]
        self._rules = [rule for rule in book.rules if not any(_patterns(rule))]
        self._shown_entries = [entry for entry in book.shown if not any(_patterns(entry))]
        self._judge = Judge(self._rules)
        self._heads = samples.heads(self._rules)

    def problems(self, name: str = "") -> list[Problem]:
        """Return what is wrong with all entries, or what the rule of that id has to do with."""
        found = [*self._refused, *(_of(rule, text) for rule in self._rules for text in _words(rule))]
        found += [problem for rule in self._rules for problem in self._hidden(rule)]
        rules = [rule for rule in self._rules if name in ("", rule.id)]
        found += [problem for rule in rules for problem in (*self._continued(rule), *self._others(rule))]
        found += [problem for entry in (*self._rules, *self._shown_entries) for problem in self._shown(entry)]
        return list(dict.fromkeys(problem for problem in found if not name or name in problem.ids))

    # What is hidden.

    def _hidden(self, rule: RuleEntry) -> Iterator[Problem]:
        for text in rule.hides:
            for message in samples.said(rule, text):
                wrong = list(self._taken(rule, message, text))
                yield from wrong
                if wrong:
                    break

    def _taken(self, rule: RuleEntry, message: Message, text: str) -> Iterator[Problem]:
        taking = self._taking(message)
        if rule not in taking:
            yield _of(rule, f"does not hide a line of its own hides, {_short(text)}: {_why_not(rule, message)}")
        for other in taking:
            if other is not rule:
                yield _of(other, f"hides a line that {rule.id} hides too: {_short(text)}", rule)

    def _continued(self, rule: RuleEntry) -> Iterator[Problem]:
        further = [text.split("\n")[1:] for text in rule.hides] if rule.way != WRITE else []
        for pattern in rule.continues:
            if not any(_stands_in(pattern, each) for each in further):
                yield _of(rule, f"continues: no sample in hides has a line for this pattern: {pattern}")
        for each in further if rule.continues or rule.way in (NATIVE, BARE) else []:
            left = first_untaken(rule, each)
            if left is not None:
                yield _of(rule, f"a further line of a sample in hides matches no pattern of continues: {_short(left)}")
        # A line without a prefix may belong to several messages, and begin one where it stands below what is shown.
        own = {line for each in further for line in each if read_line(line).way == BARE}
        for head in self._heads if rule.continues or rule.way == WARNING else ():
            if head not in own and first_untaken(rule, [head]) is None:
                yield _of(rule, f"continues matches the first line of another message: {_short(head)}")

    # What is not.

    def _others(self, rule: RuleEntry) -> Iterator[Problem]:
        """Tell who takes the words of a rule when another says them, or when they are quoted, or are the last words."""
        for text in rule.hides:
            message = samples.first(rule, text)
            for other in samples.variants(message):
                what = f"hides more than the message of {rule.id}: {_short(other.text)}, {_reading(other)}"
                yield from (_of(taker, what, rule) for taker in self._taking(other))
            for last in samples.fatal(rule, message):
                what = f"hides a line of level F, the last of its process: {_short(last.text)}"
                yield from (_of(taker, what, rule) for taker in self._taking(last))

    def _shown(self, entry: Entry) -> Iterator[Problem]:
        for text in entry.shows:
            for line in forms.of(text):
                # A rule that asks who called takes no text, for a text has no frames above it.
                wrong = [
                    (each, taker)
                    for each in samples.lines_of(line)
                    for taker in self._taking(read_line(each))
                    if not taker.called_from
                ]
                for each, taker in wrong:
                    where = f"{entry.file}:{entry.line}"
                    yield _of(taker, f"hides a line that must be shown (shows of {where}): {_short(each)}", entry)
                if wrong:
                    break
            if not isinstance(entry, RuleEntry) and not _names(entry, text):
                yield _of(entry, f"has a line in shows that its sources and messages do not name: {_short(text)}")

    def _taking(self, message: Message) -> list[RuleEntry]:
        self.tried += 1
        return [entry for entry in self._judge.taking(message) if isinstance(entry, RuleEntry)]


# One entry alone.


def _words(rule: RuleEntry) -> Iterator[str]:
    if not _SENTENCE.fullmatch(rule.why) or _SECOND.search(rule.why):
        yield "why must be one sentence, with a full stop at its end"
    for source in rule.sources if rule.way == LOGGING else ():
        if not _LOGGER.fullmatch(source):
            yield f"sources: {source!r} is not the full name of a logger"
    if rule.way == WARNING and all(source.startswith("!") for source in rule.sources):
        yield "sources: there is none from which a folder could be taken out"
    for pattern in rule.messages:
        least = max(BEGINNINGS.get(rule.way, 0), START if INSTALLED in rule.sources else 0)
        if len(literal_start(pattern)) < least:
            yield f"messages: a pattern must begin with {least} literal characters or more: {pattern}"
        if is_choice(pattern):
            yield f"messages: write each text of this choice as a pattern of its own: {pattern}"
    for pattern in rule.continues:
        *before, last = lines_of(pattern)
        lines = before if last in (EMPTY, ANY) else [*before, last]
        if not pattern.endswith(("$", TOGETHER)) or not all(map(literal_start, lines)):
            yield f"continues: each line must begin with literal text and end with $, but an empty last one: {pattern}"


def _stands_in(pattern: str, lines: list[str]) -> bool:
    """Whether lines in a row are as a pattern has them; an empty last one may be missing, and alone it comes first."""
    if pattern == EMPTY:
        return lines[:1] == [""]
    patterns = lines_of(pattern)
    if patterns[-1] in (EMPTY, ANY):
        patterns.pop()
    windows = (lines[at : at + len(patterns)] for at in range(len(lines) - len(patterns) + 1))
    return any(all(re.match(*pair) for pair in zip(patterns, each, strict=True)) for each in windows)


def _patterns(entry: Entry) -> Iterator[str]:
    return (f"{text}: {pattern}" for pattern in _all(entry) for text in trouble(pattern))


def _all(entry: Entry) -> tuple[str, ...]:
    return (*entry.messages, *(entry.continues if isinstance(entry, RuleEntry) else ()))


def _names(entry: Entry, text: str) -> bool:
    """Whether what is shown is named by its own entry; lines of a user's own name nobody.

    A line says neither in which folder a C++ file is, nor in which file a record of Python's logging was made.
    """
    if not entry.messages and not entry.sources:
        return True
    message = read_line(next(forms.of(text)))
    if names(entry, message):
        return True
    if entry.messages or entry.way != message.way or entry.way == WARNING:
        return False
    return any(source.endswith("/") or (entry.way == LOGGING and source.endswith(".py")) for source in entry.sources)


# Problems.


def _of(entry: Entry, text: str, other: Entry | None = None) -> Problem:
    ids = [each.id for each in (entry, other) if isinstance(each, RuleEntry)]
    return Problem(entry.file, entry.line, tuple(ids), text)


def _reading(message: Message) -> str:
    who = f" of {message.source}" if message.source else ""
    return f"read as {message.way}{who}"


def _why_not(rule: RuleEntry, message: Message) -> str:
    """Return which field of a rule does not fit a message of its own."""
    if rule.way != message.way:
        return f"it is {_reading(message)}, but way is {rule.way}"
    if not is_said_by(rule, message):
        fields = "sources and categories do" if rule.categories else "sources does"
        return f"it is {_reading(message)}, which {fields} not name"
    return f"no pattern of messages matches its text, {_short(message.text)}"


def _short(text: str) -> str:
    return repr(text[:SHORT] + "..." if len(text) > SHORT else text)
