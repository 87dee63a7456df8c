"""What a dead kernel has left in its pipe, judged by the rules of its filter: the kernel's half did not come to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..inside.keeping.private_file import hidden_entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Remainder(NamedTuple):
    """The bytes to show, and entries for the private file of those that are hidden."""

    shown: bytes
    hidden: bytes


def judged(rest: bytes, environ: Mapping[str, str], hide: Sequence[str], show: Sequence[str]) -> Remainder:
    """Judge what was left. `environ` is the kernel's environment, `hide` and `show` are the user's patterns."""
    if not rest:
        return Remainder(b"", b"")
    from ..inside.filter import Filter  # noqa: PLC0415  # a server loads it when the first kernel dies

    rules = Filter(lambda _text: None, hide, show, environ=environ)
    lines = rules.attempt(rules.new_lines, None)
    if lines is None:
        return Remainder(rest, b"")
    shown = rules.shown_of(lines, rest) + lines.release()
    return Remainder(shown, b"".join(map(hidden_entry, rules.hidden.entries)))
