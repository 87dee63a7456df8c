"""Which entries come nearest to a line that none names: of the same file or logger, or with alike samples. Pure."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from ..inside.grammar.messages import Message, read_line
from ..inside.grammar.places import place_of
from ..inside.grammar.ways import WARNING
from ..inside.judging.rules import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .rulebook.entries import Entry

    E = TypeVar("E", bound=Entry)

# So many of the nearest are named, and of those that share no source only what is as alike as this.
NEAREST, ALIKE = 3, 0.5
# So much of a text is compared, in characters.
ALIKE_IN = 200


def nearest(message: Message, entries: Sequence[E]) -> list[E]:
    """Return the entries of the same file or logger, else those whose samples are alike; the most similar first."""
    same = of_same_source(message, entries)
    matcher = SequenceMatcher(None, b=message.text[:ALIKE_IN])
    scored = [(_likeness(matcher, entry, 0 if same else ALIKE), entry) for entry in same or entries]
    scored.sort(key=lambda pair: -pair[0])
    return [entry for likeness, entry in scored if same or likeness >= ALIKE][:NEAREST]


def of_same_source(message: Message, entries: Sequence[E]) -> list[E]:
    """Return the entries about the file or the logger that speaks; none for a message that does not say who does."""
    place = place_of(message.source) if message.way == WARNING else message.source
    key = key_of(message.way, place)
    return [
        entry
        for entry in entries
        if key and entry.way == message.way and key in {key_of(entry.way, source) for source in entry.sources}
    ]


@cache
def texts_of(samples: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the first lines of samples say, without their prefixes, and each text once."""
    return tuple(dict.fromkeys(read_line(sample.partition("\n")[0]).text for sample in samples))


def _likeness(matcher: SequenceMatcher[str], entry: Entry, least: float) -> float:
    """Return how alike the matcher's second text and an entry's samples are; 0 where it is less than `least`."""
    most = 0.0
    for text in texts_of(entry.samples):
        matcher.set_seq1(text[:ALIKE_IN])
        # Two bounds that cost little: most entries are of something else.
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            most = max(most, matcher.ratio())
    return most
