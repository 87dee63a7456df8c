"""The messages with which a rule is tested: what its `hides` say, and the same said by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...inside.grammar.messages import Message, read_line
from ...inside.grammar.ways import BARE, LOGGING, NATIVE, WARNING, WRITE
from . import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .entries import RuleEntry

# Who says the same words and is not meant.
ANYBODY_ELSE = {
    NATIVE: ("mine.cc", "my_port.cc", "port.cc.mine"),
    LOGGING: ("mine", "tensorflow.mine", "my.absl", "__main__"),
    WARNING: (
        *("/home/me/project/train.py", "train.py", "<ipython-input-3-0a1b2c3d4e5f>", "C:/Temp/ipykernel_12/34.py"),
        *(site + file for site in forms.SITES for file in ("/ipykernel_launcher.py", "/IPython/core/shell.py")),
    ),
    WRITE: ("__main__", "keras.backends", "mine.keras.backend", "absl", "logging"),
}


def first(rule: RuleEntry, text: str) -> Message:
    """Return what a sample says: records and warnings come with all their lines, other messages line by line."""
    if rule.way == WRITE:
        return Message(WRITE, rule.sources[0], text)
    message = read_line(text)
    by_line = message.way not in (LOGGING, WARNING)
    return message._replace(text=message.text.partition("\n")[0]) if by_line else message


def said(rule: RuleEntry, text: str) -> Iterator[Message]:
    """Yield a sample as each version, and each module that the rule names, says it."""
    message = first(rule, text)
    yield message
    if rule.way == WRITE:
        yield from (message._replace(source=source) for source in rule.sources)
    if _has_forms(message):
        yield from map(read_line, forms.native(_file(rule, message), message.text))


def fatal(rule: RuleEntry, message: Message) -> Iterator[Message]:
    """Yield a native message as the last words of a process: level F."""
    if _has_forms(message):
        yield from map(read_line, forms.native(_file(rule, message), message.text, forms.FATAL))


def _has_forms(message: Message) -> bool:
    """Whether the file is one of C++, whose prefix changes with the version; NCCL has a prefix of its own."""
    return message.way == NATIVE and "." in message.source


def _file(rule: RuleEntry, message: Message) -> str:
    has_path = any("/" in source for source in rule.sources)
    return message.source if has_path else message.source.rpartition("/")[2]


def variants(message: Message) -> Iterator[Message]:
    """Yield the same words by others, and a text that quotes them."""
    yield from (message._replace(source=source) for source in ANYBODY_ELSE.get(message.way, ()))
    yield message._replace(text=f"I read: {message.text}")


def heads(rules: Iterable[RuleEntry]) -> set[str]:
    """Return all first lines that have a prefix: such a line belongs to no message before it."""
    lines = {text.partition("\n")[0] for rule in rules if rule.way not in (BARE, WRITE) for text in rule.hides}
    return {line for line in lines if read_line(line).way != BARE}


def lines_of(text: str) -> tuple[str, ...]:
    """Return a message as a record brings it, and line by line as a file descriptor does."""
    return (text, *text.split("\n")) if "\n" in text else (text,)
