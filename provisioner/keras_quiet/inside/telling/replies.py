"""Says in each execute_reply what was hidden, for a front end that shows it (labextension/keras-quiet)."""

from typing import Any, Dict, List, Optional, Sequence

from ..filter import Filter
from ..hooks import Undo, replace
from ..keeping.table import Entry

# The key in the metadata of a reply.
KEY = "keras_quiet"
# So many texts go along, so many characters of them together, and the counts of so many rules.
LINES, SIZE, RULES = 40, 1 << 16, 30


def start(owner: Any, message_filter: Filter) -> Undo:
    """Add to what ipykernel puts into a reply's metadata; `owner` is the kernel (ipykernel/kernelbase.py).

    The reply is finished after the flush at the end of a cell, so its native lines are counted.
    """
    plain_finish, replies = owner.finish_metadata, Replies(message_filter)

    def finish_metadata(parent: Any, metadata: Any, reply_content: Any) -> Any:
        metadata = plain_finish(parent, metadata, reply_content)
        try:
            told = replies.next()
            if told is not None:
                metadata[KEY] = told
        except Exception:  # noqa: S110  # a count is no reason to stop the filter, nor to fill the log at each cell
            pass
        return metadata

    return replace(owner, "finish_metadata", finish_metadata)


class Replies:
    """What one reply after the other says. A silent request begins no new cell, but its reply tells too."""

    def __init__(self, message_filter: Filter) -> None:
        self._filter = message_filter
        self._total = self._turn = self._dropped = 0  # what was told last
        self._enabled = True

    def next(self) -> Optional[Dict[str, Any]]:
        """Return what the next reply says, or None as long as there is nothing to say.

        `hidden`, `rules` and `dropped` are of this kernel, `lines` are the last that came since the reply before: each
        a rule, a text, and how often it came again. `of` is how many came, where `lines` are not all of them.
        """
        if not self._filter.is_loaded:
            return None
        hidden, enabled = self._filter.hidden, self._filter.enabled
        total, dropped = sum(hidden.total.values()), sum(hidden.dropped.values())
        if not total and enabled and self._enabled:
            return None
        new = [entry for entry in hidden.entries if entry.turn > self._turn] if total > self._total else []
        lines = last_lines(new)
        is_all = len(lines) == len(new) and dropped == self._dropped
        from . import rows

        told = {
            "enabled": enabled,
            "hidden": total,
            "rules": dict(hidden.total.most_common(RULES)),
            "lines": [[entry.rule, entry.text, rows.copies(entry)] for entry in lines],
            "of": 0 if is_all else total - self._total,
            "dropped": rows.dropped(dropped),
        }
        self._total, self._dropped, self._enabled = total, dropped, enabled
        self._turn = new[-1].turn if new else self._turn
        return told


def last_lines(entries: Sequence[Entry]) -> List[Entry]:
    """Return as many of the last entries as may go along, and no text in part."""
    size, lines = 0, []  # type: int, List[Entry]
    for entry in reversed(entries[-LINES:]):
        size += len(entry.text)
        if lines and size > SIZE:
            break
        lines.insert(0, entry)
    return lines
