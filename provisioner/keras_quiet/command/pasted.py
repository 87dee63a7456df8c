"""What people paste: a row of `%keras_quiet log`, a line with spaces before it, a further line, a part. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..inside.grammar.messages import read_line
from ..inside.grammar.patterns import literal_start
from ..inside.grammar.ways import BARE, LOGGING, WARNING
from ..inside.lines.continuations import ANY, EMPTY, lines_of
from .likeness import of_same_source, texts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ..inside.grammar.messages import Message
    from .rulebook.entries import Entry, RuleEntry

    E = TypeVar("E", bound=Entry)

# A shorter part says nothing, in characters.
SHORTEST = 5
# What `%keras_quiet log` prints besides hidden lines (inside/telling/rows.py).
_ABOUT_ROWS = re.compile(r"  \([\d,]+ times? more, .*\)|[\d,]+ older lines? (?:was|were) dropped: .*")
_ROW = re.compile(r"(?P<id>\S+)  (?P<text>.*)")
# A row of what no entry names: the class of warnings, or a pattern of the user's own (inside/judging/verdicts.py).
_ROW_OF_NONE = re.compile(r"\s*(?:between-packages|hide (?P<pattern>\S.*?))  (?P<text>\S.*)")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_QUOTES = ("'", '"', "`")


# What Python prints in one piece, whatever its lines are.
IN_ONE = (LOGGING, WARNING)
# So many lines below the first one are looked at to know such a piece.
LONGEST = 8


class Reading(NamedTuple):
    """One way to read what was pasted: the line, and what stands before it, as before its further lines."""

    line: str
    before: str = ""


def is_about_rows(line: str) -> bool:
    """Whether the log prints it about the row before it, or about all: no library wrote it."""
    return _ABOUT_ROWS.fullmatch(line) is not None


def is_row(line: str, ids: Collection[str]) -> bool:
    """Whether a line is a row of the log, of one of these rules or of what no entry names."""
    row = _ROW.fullmatch(_COLOURS.sub("", line).lstrip())
    return why_without_entry(line) != "" or (row is not None and row.group("id") in ids)


def why_without_entry(line: str) -> str:
    """Return why a row of the log was hidden that no entry names, "" for any other line."""
    row = _ROW_OF_NONE.fullmatch(_COLOURS.sub("", line))
    if row is None:
        return ""
    pattern = row.group("pattern")
    return f"by your own pattern {pattern!r}" if pattern else "one installed package issued it about another"


def readings(line: str, ids: Collection[str]) -> Iterator[Reading]:
    """Yield a line as it is, then without what was pasted with it; `ids` are those of the rules."""
    yield Reading(line)
    plain = _COLOURS.sub("", line)
    stripped = plain.lstrip()
    if stripped != line:
        yield Reading(stripped.rstrip(), plain[: len(plain) - len(stripped)])
    row = _ROW.fullmatch(stripped)
    if row and row.group("id") in ids:
        yield Reading(row.group("text"))
    if stripped[:1] in _QUOTES and stripped.rstrip().endswith(stripped[0]):
        yield Reading(stripped.rstrip()[1:-1])


def in_one(first: str, following: Sequence[str]) -> Iterator[str]:
    """Yield a record or a warning with one line more each time, as far as no other message begins."""
    text = first
    for line in following:
        if is_about_rows(line) or read_line(line).way != BARE:
            return
        text = f"{text}\n{line}"
        yield text


class Record:
    """The lines below the first one of a record or a warning, by the samples of its rule."""

    def __init__(self, samples: Sequence[str]) -> None:
        self._samples = [sample.split("\n")[1:] for sample in samples]

    def has_next(self, line: str) -> bool:
        """Whether the next line belongs to it: a sample has this line there, or every sample has one."""
        same = [sample for sample in self._samples if sample and sample[0] == line]
        is_there = all(self._samples) and read_line(line).way == BARE and line != ""
        self._samples = [sample[1:] for sample in same or self._samples]
        return bool(same) or is_there


def further_line_of(line: str, rules: Sequence[RuleEntry]) -> tuple[RuleEntry, ...]:
    """Return the rules whose messages have this line below their first one."""
    texts = (line, line.strip())
    return tuple(
        rule
        for rule in rules
        if any(pattern.match(text) for pattern in _further(rule.continues) for text in texts)
        or any(texts[1] == each.strip() for sample in rule.hides for each in sample.split("\n")[1:])
    )


def part_of(line: str, message: Message, entries: Sequence[E]) -> tuple[E, ...]:
    """Return the entries with a sample that has this text.

    Without a prefix the text may stand anywhere in it, or be a message whose prefix is lost; a message with a prefix
    may be cut at its end.
    """
    text = (line if message.way == BARE else message.text).strip().rstrip("…").strip()
    if len(text) < SHORTEST:
        return ()
    if message.way == BARE:
        return tuple(entry for entry in entries if _has(entry, text))
    same = of_same_source(message, entries)
    return tuple(entry for entry in same if any(each.startswith(text) for each in texts_of(entry.samples)))


def _has(entry: Entry, text: str) -> bool:
    is_said = any(text in sample for sample in entry.samples)
    return is_said or any(pattern.match(text) for pattern in _compiled(entry.messages))


@cache
def _further(continues: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    lines = [line for each in continues for line in lines_of(each)]
    return tuple(re.compile(line) for line in lines if line not in (ANY, EMPTY))


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that say enough: the others begin with any text."""
    return tuple(re.compile(pattern) for pattern in patterns if len(literal_start(pattern)) >= SHORTEST)
