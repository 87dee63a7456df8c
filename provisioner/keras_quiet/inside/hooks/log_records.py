"""The hook for records of Python's logging, at the handlers that write to the notebook or the terminal.

Not at the loggers: a log file, a test's `assertLogs`, a queue and every other handler of the user's get every record.
"""

import functools
import logging
import sys
import threading
import weakref
from typing import Any, Container, Dict, FrozenSet, Optional, Tuple

from ..filter import Filter
from ..grammar.kinds import LOGGING
from . import Undo, replace


def start(owner: Any, message_filter: Filter) -> Undo:
    """Replace what asks a handler's filters, for all handlers, whenever they are made; `owner` is the module logging.

    So a handler's own filters come first, the handler does all its work itself, and no frame of ours stands in the
    traceback of a logging error.
    """
    plain_filter = owner.Handler.filter
    records = Records(message_filter)

    @functools.wraps(plain_filter)  # its signature is the plain one's
    def filter(self: logging.Handler, record: logging.LogRecord) -> Any:  # noqa: A001  # its name in logging
        passes = plain_filter(self, record)
        if not passes or not message_filter.enabled:
            return passes
        # From Python 3.12 on a filter may put another record in its place.
        judged = passes if isinstance(passes, logging.LogRecord) else record
        if records.passes_at_once(self, judged):
            return passes
        return False if message_filter.attempt(lambda: records.hides(self, judged), otherwise=False) else passes

    return replace(owner.Handler, "filter", filter)


class Records:
    """Judges each record once, however many handlers it comes to."""

    def __init__(self, message_filter: Filter) -> None:
        self._filter = message_filter
        self._loggers: Optional[FrozenSet[str]] = None
        from ipykernel.iostream import OutStream

        self._stream = OutStream
        # Those of the terminal: where they are watched, ipykernel has put it elsewhere.
        copies = [getattr(stream, "_original_stdstream_copy", None) for stream in (sys.stdout, sys.stderr)]
        self._descriptors = {1, 2, *copies}
        self._last = threading.local()
        self._letters: Dict[str, Tuple[int, Container[str]]] = {}  # by logger (`Candidates.first_letters`)

    def passes_at_once(self, handler: logging.Handler, record: Any) -> bool:
        """Whether the first letters of a record tell that no rule names it, as they do of nearly all."""
        try:
            length, letters = self._letters.get(record.name, (0, ()))
            said = record.msg
        except (AttributeError, TypeError):
            return False  # a name or a record of the user's making
        if not length or type(said) is not str or type(record) is not logging.LogRecord:
            return False
        start = said[:length]
        if len(start) < length or start in letters or "%" in start:
            return False
        if self._is_seen(handler):
            self._filter.hidden.recent.append(_printed(record, said))
        return True

    def hides(self, handler: logging.Handler, record: Any) -> bool:
        """Whether a record stays away from this handler."""
        if not isinstance(record.name, str):
            return False  # a record of the user's making
        if self._loggers is None:
            self._loggers = self._filter.verdicts.loggers
        if (record.name not in self._loggers and not self._filter.judges_everything) or not self._is_seen(handler):
            return False
        known: Optional[Tuple[Any, bool]] = getattr(self._last, "verdict", None)
        if known is None or known[0]() is not record:
            known = self._last.verdict = (weakref.ref(record), self._judges(record))
        return known[1]

    def _is_seen(self, handler: logging.Handler) -> bool:
        """Whether a handler writes to the notebook or the terminal, through whichever stream."""
        stream = getattr(handler, "stream", None) or getattr(getattr(handler, "console", None), "file", None)
        if isinstance(stream, self._stream):
            return True
        try:
            return stream.fileno() in self._descriptors  # type: ignore[union-attr]  # None has no fileno
        except Exception:
            return False  # a buffer of the user's, or no stream at all

    def _judges(self, record: Any) -> bool:
        try:
            text = record.getMessage()
        except Exception:
            return False  # the handler reports wrong arguments, as ever
        if self._filter.hides(LOGGING, record.name, text, _printed(record, text)):
            return True
        letters = self._filter.verdicts.first_letters(LOGGING, record.name)
        if letters is not None:
            self._letters[record.name] = letters
        if record.args or not isinstance(record.msg, str):
            record.getMessage = Said(record, text)
        return False


def _printed(record: Any, text: str) -> str:
    return "%s:%s:%s" % (record.levelname, record.name, text)


class Said:
    """The text of a record that was asked for it already: the user's arguments are formatted no second time.

    It takes itself out of the record as soon as the handler has asked: other handlers find the record as it was.
    """

    def __init__(self, record: Any, text: str) -> None:
        self._left = [] if record is None else [record]
        self._text = text

    def __call__(self) -> str:
        """Return the text, as the record's getMessage does."""
        while self._left:
            vars(self._left.pop()).pop("getMessage", None)
        return self._text

    def __reduce__(self) -> Any:
        """Let a record with it go to another process."""
        return Said, (None, self._text)
