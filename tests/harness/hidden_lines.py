"""Every hidden line in order, which the filter itself keeps once with a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_quiet.inside.grammar.messages import said
from keras_quiet.inside.lines.repeats import texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keras_quiet.inside.filter import Filter
    from keras_quiet.inside.keeping.hidden import Run


def lines_of(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """Return each line with its rule. Raises AssertionError where lines of a run do not say the same."""
    told = [(rule, what, line) for rule, what, lines in runs for line in texts_of(lines)]
    assert all(said(line) == what for _, what, line in told), told
    return [(rule, line) for rule, _, line in told]


def recorded(message_filter: Filter) -> list[tuple[str, str]]:
    """Return the list that gets each native line which the filter hides from now on, with its rule."""
    kept: list[tuple[str, str]] = []
    keep_lines = message_filter.keep_lines

    def keep(runs: Sequence[Run]) -> None:
        keep_lines(runs)
        kept.extend(lines_of(runs))

    message_filter.keep_lines = keep  # type: ignore[method-assign]
    return kept
