"""The rules, asked about stored text: all that `clean` needs of the kernel's half.

Text judges alone, as in `run`: nobody can see who wrote a line, and from where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...inside.grammar.kinds import BARE, LOGGING, WRITE
from ...inside.grammar.messages import Message, read, text_of
from ...inside.judging import candidates, own_rules
from ...inside.judging.machine import OVERRIDE
from ...inside.judging.rules import load
from ...inside.judging.verdicts import Verdicts
from ...inside.lines.beginnings import beginnings_of
from ...inside.lines.continuations import Continuations
from ...inside.lines.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...inside.grammar.rule import Rule
    from ...inside.lines.repeats import Run

STDOUT = "stdout"


class Rules:
    """All rules, loaded once for all notebooks; `hide` and `show` are patterns of the user's own."""

    def __init__(self, hide: Sequence[str] = (), show: Sequence[str] = ()) -> None:
        self._candidates = candidates.installed()
        self._own = [own_rules.read([(pattern, None) for pattern in patterns], print) for patterns in (hide, show)]
        self._writers = sorted({writer for rule in load() if rule.kind == WRITE for writer in rule.sources})

    def judge(self, variables: Mapping[str, str], *, has_gpu: bool) -> Judge:
        """Return the judge of one notebook; its code sets the `variables`."""
        environ = {**variables, OVERRIDE: str(int(has_gpu))}
        return Judge(Verdicts(self._candidates, environ, *self._own), self._writers)


class Judge:
    """The rules, and what they remember of one notebook: some messages are shown once."""

    def __init__(self, verdicts: Verdicts, writers: Sequence[str]) -> None:
        self._verdicts = verdicts
        self._writers = writers
        self._starts = (*verdicts.starts(), *verdicts.writes())

    def stream(self, name: str) -> StreamJudge:
        """Return the judge of a stream of one cell: "stdout" or "stderr"."""
        return StreamJudge(self._verdicts, self._starts, () if name == STDOUT else self._writers, name == STDOUT)


class StreamJudge:
    """The rules for the text of one stream in one cell, in its order."""

    def __init__(self, verdicts: Verdicts, starts: tuple[str, ...], writers: Sequence[str], is_stdout: bool) -> None:
        self._verdicts = verdicts
        self._writers = writers
        self._is_stdout = is_stdout
        self._beginnings = beginnings_of(starts)
        self._lines = Lines(self._find, self._keep, starts)
        self._following = b""
        self._found: Rule | None = None

    def candidates(self, data: bytes) -> Iterator[int]:
        """Yield where the lines begin that may be noise; the others need no look at the rules."""
        place, last = 0, data.rfind(b"\n", 0, -1) + 1
        while place < len(data):
            place = self._beginnings.first(data, place, last)
            yield place
            place = data.find(b"\n", place) + 1 or len(data)

    def may_begin(self, data: bytes, place: int) -> bool:
        """Whether known noise may begin there."""
        return self._beginnings.begin(data, place)

    def pause(self) -> None:
        """Let no further line belong to the message before it."""
        self._lines.release()

    def rule_of(self, line: bytes, following: bytes) -> str | None:
        """Return the id of the rule that hides a line, or None; `following` is the line after it."""
        self._following, self._found = following, None
        self._lines.feed(line.rstrip(b"\r\n") + b"\n")
        return self._found.id if self._found else None

    def _keep(self, runs: Sequence[Run]) -> None:
        self._found = runs[-1][0]

    def _find(self, line: str) -> Rule | None:
        message = read(line)
        if self._is_stdout and message.kind != LOGGING:
            return None  # only log records go there: the user's own prints do
        rule = self._verdicts.hiding(message, line)
        if rule is None and message.kind == LOGGING:
            return self._rule_of_two(message, line)
        if rule is None and message.kind == BARE:
            written = (Message(WRITE, writer, f"{line}\n") for writer in self._writers)
            rule = next(filter(None, (self._verdicts.hiding(each, line) for each in written)), None)
        return rule

    def _rule_of_two(self, message: Message, line: str) -> Rule | None:
        """Return the rule of a record that only its second line tells apart, if that line belongs to it."""
        second = text_of(self._following)
        rule = self._verdicts.hiding(message._replace(text=f"{message.text}\n{second}"), line)
        return rule if rule and Continuations(rule).take(second) else None
