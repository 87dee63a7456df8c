"""Says in each execute_reply what was hidden, for a front end that shows it (labextension/keras-quiet)."""

from typing import TYPE_CHECKING, Any, Dict

from ..filter import Filter
from ..hooks import Undo, replace

if TYPE_CHECKING:
    from ..keeping.hidden import Hidden

# The key in the metadata of a reply.
KEY = "keras_quiet"
# So many lines of a cell go along, so many characters of each, and the counts of so many rules.
LINES, LONGEST, RULES = 40, 400, 30


def start(owner: Any, message_filter: Filter) -> Undo:
    """Add to what ipykernel puts into a reply's metadata; `owner` is the kernel (ipykernel/kernelbase.py).

    The reply is finished after the flush at the end of a cell, so its native lines are counted.
    """
    plain_finish = owner.finish_metadata
    told = [0]  # so many lines have gone along already: a silent request begins no new cell

    def finish_metadata(parent: Any, metadata: Any, reply_content: Any) -> Any:
        metadata = plain_finish(parent, metadata, reply_content)
        try:
            if message_filter.is_loaded and message_filter.hidden.total:
                metadata[KEY] = summary(message_filter.hidden, told[0])
                told[0] = metadata[KEY]["hidden"]
        except Exception:  # noqa: S110  # a count is no reason to stop the filter, nor to fill the log at each cell
            pass
        return metadata

    return replace(owner, "finish_metadata", finish_metadata)


def summary(hidden: "Hidden", told: int) -> Dict[str, Any]:
    """Return what was hidden in all, by rule, and the last of the lines that came after the first `told` ones."""
    total = sum(hidden.total.values())
    return {
        "hidden": total,
        "rules": dict(hidden.total.most_common(RULES)),
        "lines": [[rule, _sendable(text[:LONGEST])] for rule, text in hidden.last(min(total - told, LINES))],
    }


def _sendable(text: str) -> str:
    """Return a text that fits into a message: half a surrogate pair does not, and then the cell would get no reply."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
