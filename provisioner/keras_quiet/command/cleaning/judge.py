"""The rules, asked about stored text: all that `clean` needs of the kernel's half.

Text judges alone, as in `run`: nobody can see who wrote a line, and from where.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ...errors import CommandError
from ...inside.configuring.values import pattern_problems
from ...inside.grammar.messages import Message, read_line, text_of
from ...inside.grammar.prefixes import LEVEL, LEVELS, NATIVE, NOISE
from ...inside.grammar.ways import BARE, LOGGING, WRITE
from ...inside.judging import rules
from ...inside.judging.globs import Glob
from ...inside.judging.machine import OVERRIDE
from ...inside.judging.verdicts import Verdicts
from ...inside.lines.beginnings import LONGEST, beginnings_of
from ...inside.lines.continuations import Continuations, looks_like_code
from ...inside.lines.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ...inside.grammar.rule import Rule
    from ...inside.keeping.hidden import Run

STDOUT = "stdout"


class Rules:
    """All rules, loaded once for all notebooks; `hide` and `show` are patterns of the user's own.

    Raises CommandError with all that is wrong with the patterns.
    """

    def __init__(self, hide: Sequence[str] = (), show: Sequence[str] = ()) -> None:
        own = {"hide": hide, "show": show}
        problems = [f"{name}: {text}" for name, patterns in own.items() for text in pattern_problems(list(patterns))]
        if problems:
            raise CommandError(*problems)
        self._own = [[Glob(pattern) for pattern in patterns] for patterns in own.values()]
        self._rules = rules.read()

    def judge(
        self, variables: Mapping[str, str], *, has_gpu: bool, leaves_one: Callable[[str], bool] = lambda _: False
    ) -> Judge:
        """Return the judge of one notebook; its code sets the `variables`. One line that `leaves_one` names stays."""
        environ = {**variables, OVERRIDE: str(int(has_gpu))}
        return Judge(Verdicts(self._rules, environ, *self._own), leaves_one)


class Judge:
    """The rules, and what they remember of one notebook: some messages are shown once."""

    def __init__(self, verdicts: Verdicts, leaves_one: Callable[[str], bool]) -> None:
        self._verdicts = verdicts
        self._leaves_one = leaves_one
        self._has_left_one = False
        self._streams: dict[str, StreamJudge] = {}
        self._writers = verdicts.rules.writers()
        self.starts = (*verdicts.starts(), *verdicts.rules.written)
        self.loggers = verdicts.loggers

    def stream(self, name: str) -> StreamJudge:
        """Return the judge of a stream of the next cell: "stdout" or "stderr"."""
        if name not in self._streams:
            self._streams[name] = StreamJudge(self, is_stdout=name == STDOUT)
        self._streams[name].pause()
        return self._streams[name]

    def hiding(self, message: Message, line: str) -> Rule | None:
        """Return the rule that hides a message, or None."""
        rule = self._verdicts.hiding(message, line)
        if rule is None or self._has_left_one or not self._leaves_one(line):
            return rule
        self._has_left_one = True
        return None

    def hiding_written(self, line: str) -> Rule | None:
        """Return the rule that hides a line without a prefix as what a module of Keras writes, or None."""
        written = (Message(WRITE, writer, f"{line}\n") for writer in self._writers)
        return next(filter(None, (self.hiding(each, line) for each in written)), None)


class StreamJudge:
    """The rules for the text of one stream, in its order."""

    def __init__(self, judge: Judge, *, is_stdout: bool) -> None:
        self._judge = judge
        self._is_stdout = is_stdout
        self._beginnings = beginnings_of(judge.starts, judge.loggers)
        self._lines = Lines(self._find, self._keep, judge.starts, judge.loggers)
        self._following = b""
        self._found: list[str] = []

    def candidates(self, data: bytes) -> Iterator[int]:
        """Yield where the lines begin that may be noise; the others need no look at the rules."""
        place, last = 0, data.rfind(b"\n", 0, -1) + 1
        while place < len(data):
            place = self._beginnings.first(data, place, last)
            if place < last or self._beginnings.begin(data, place):
                yield place
            place = data.find(b"\n", place) + 1 or len(data)

    def unmistakable(self, data: bytes) -> Iterator[int]:
        """Yield where a prefix stands that nothing else looks like, at the beginning of a line or not."""
        return (found.start() for found in _pattern(self._judge.loggers).finditer(data))

    def may_begin(self, data: bytes, place: int) -> bool:
        """Whether known noise may begin there, which is within a line."""
        return self._beginnings.begin(data[place : place + LONGEST])

    def pause(self) -> None:
        """Let no further line belong to the message before it."""
        self._lines.release()

    @property
    def goes_on(self) -> bool:
        """Whether the next line may belong to the message of the last one."""
        return self._lines.waits

    @property
    def waits(self) -> bool:
        """Whether the line after the last one tells if the last one is noise."""
        return bool(self._lines.held)

    def rules_of(self, line: bytes, following: bytes) -> list[str]:
        """Return the ids of the rules that hide the lines that waited and this one; `following` is the line after it.

        The last id is this line's; where there is none, nothing is hidden, or not yet.
        """
        self._following, self._found = following, []
        self._lines.feed(line.rstrip(b"\r\n") + b"\n")
        return self._found

    def _keep(self, runs: Sequence[Run]) -> None:
        self._found = [rule for rule, _, _ in runs]

    def _find(self, line: str) -> Rule | None:
        message = read_line(line)
        if self._is_stdout and message.way != LOGGING:
            return None  # only log records go there: the user's own prints do
        rule = self._judge.hiding(message, line)
        if rule is None and message.way == LOGGING:
            return self._rule_of_two(message, line)
        return self._judge.hiding_written(line) if rule is None and message.way == BARE else rule

    def _rule_of_two(self, message: Message, line: str) -> Rule | None:
        """Return the rule of a record that only its second line tells apart, if that line belongs to it."""
        second = text_of(self._following)
        rule = self._judge.hiding(message._replace(text=f"{message.text}\n{second}"), line)
        return rule if rule and Continuations(rule, line, looks_like_code).take(second) else None


@cache
def _pattern(loggers: frozenset[str]) -> re.Pattern[bytes]:
    """Return the pattern of the native prefixes that have a time, and of records of loggers that a rule names."""
    timed = "|".join(prefix.begins.replace(LEVEL, NOISE) for prefix in NATIVE[:2])
    records = f"(?:{'|'.join(LEVELS)})(?:{'|'.join(map(re.escape, sorted(loggers)))}):"
    return re.compile(f"{timed}|{records}".encode())
