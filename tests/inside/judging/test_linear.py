"""No line takes longer than its length, in time of the processor: the grammar and every rule, each repeat pumped up."""

from __future__ import annotations

import re
import time
import warnings

import pytest
from keras_quiet.inside.grammar import messages, prefixes
from keras_quiet.inside.lines.beginnings import Beginnings
from known_noise import ENTRIES, RULES

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_parse

FORMS = [each for each in (*prefixes.NATIVE, *vars(prefixes).values()) if isinstance(each, prefixes.Prefix)]
PATTERNS = sorted(
    {
        *(each.begins for each in FORMS),
        *(each.whole for each in FORMS),
        prefixes.WARNING,
        *(pattern for _, pattern in messages._NATIVE),
    }
    | {Beginnings(RULES.bare, RULES.loggers)._later.pattern.decode()}
    | {text for rule in ENTRIES for text in (*rule.messages, *rule.continues)}
)
SHORT, LONG = 4_000, 1_000_000


def one(node: object) -> str:
    """Return a short text that a parsed pattern matches, or nearly."""
    text = ""
    for op, value in node:  # type: ignore[attr-defined]  # sre_parse is not typed
        name = str(op)
        if name == "LITERAL":
            text += chr(value)
        elif name == "IN":
            text += next((char for char in "a1 x/.A_-:" if is_in(value, char)), "a")
        elif name in ("ANY", "NOT_LITERAL"):
            text += "a"
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            text += one(value[2]) * max(1, value[0])
        elif name == "SUBPATTERN":
            text += one(value[-1])
        elif name == "BRANCH":
            text += one(value[1][0])
    return text


def is_in(value: object, char: str) -> bool:
    found, negated = False, False
    for op, what in value:  # type: ignore[attr-defined]
        name = str(op)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found |= ord(char) == what
        elif name == "RANGE":
            found |= what[0] <= ord(char) <= what[1]
        elif name == "CATEGORY":
            kinds = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
            short = kinds[str(what).rpartition("_")[2]]
            hit = re.match(short, char) is not None
            found |= hit != ("NOT" in str(what))
    return found != negated


def pumped(pattern: str, size: int) -> list[str]:
    """Return texts that follow a pattern up to one of its long repeats, repeat that so often, and then break off."""
    texts = []

    def walk(node: object, before: str) -> None:
        for op, value in node:  # type: ignore[attr-defined]
            name = str(op)
            if name in ("MAX_REPEAT", "MIN_REPEAT"):
                body = one(value[2])
                if value[1] > 50 and body:
                    texts.append(before + body * (size // len(body)) + "\x00")
                walk(value[2], before)
            elif name == "SUBPATTERN":
                walk(value[-1], before)
            elif name == "BRANCH":
                for branch in value[1]:
                    walk(branch, before)
            before += one([(op, value)])

    walk(sre_parse.parse(pattern), "")
    return texts


def seconds(pattern: re.Pattern[str], text: str) -> float:
    began = time.thread_time()
    pattern.match(text)
    return time.thread_time() - began


@pytest.mark.parametrize("pattern", [each for each in PATTERNS if pumped(each, 100)])
def test_a_pattern_takes_linear_time(pattern: str) -> None:
    compiled = re.compile(pattern)
    for short, long in zip(pumped(pattern, SHORT), pumped(pattern, LONG), strict=True):
        assert min(seconds(compiled, short) for _ in range(3)) < 0.02
        assert seconds(compiled, long) < 1


@pytest.mark.parametrize(
    "start", ["(pid=1) ", "\x1b[36m(f pid=1, ip=1.2.3.4)\x1b[0m ", "I0000 00:00:1.1 ", "W ", "x:1: "]
)
@pytest.mark.parametrize("more", [" ", "a", "1", ":1: ", "a.", "1 ", "/", "\x1b[0m", "(pid="])
def test_a_long_line_is_read_in_linear_time(start: str, more: str) -> None:
    for size in (1 << 16, LONG):
        began = time.thread_time()
        messages.read_line(start + more * (size // len(more)))
        assert time.thread_time() - began < (0.1 if size < LONG else 1)
