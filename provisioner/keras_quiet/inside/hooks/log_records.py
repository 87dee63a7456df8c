"""The hook for records of Python's logging, at the handlers that write to the notebook or the terminal.

Not at the loggers: a log file, a test's `assertLogs`, a queue and every other handler of the user's get every record,
and each gets it as it is under the plain kernel: nothing of ours stays on it.
"""

import functools
import logging
import sys
import weakref
from typing import Any, Callable, FrozenSet, Optional, Tuple

from ..filter import Filter
from ..grammar.patterns import START
from ..grammar.rule import Rule
from ..grammar.ways import LOGGING
from ..guarding.kept import threading
from . import Undo, replace
from .destinations import Destinations


def start(owner: Any, message_filter: Filter) -> Undo:
    """Replace what asks a handler's filters, for all handlers, whenever they are made; `owner` is the module logging.

    So a handler's own filters come first, the handler does all its work itself, and no frame of ours stands in the
    traceback of a logging error.
    """
    plain_filter, plain_record = owner.Handler.filter, owner.LogRecord
    records = Records(message_filter, Destinations(sys.stdout, sys.stderr), plain_record)

    @functools.wraps(plain_filter)  # its signature is the plain one's
    def filter(self: logging.Handler, record: logging.LogRecord) -> Any:  # noqa: A001  # its name in logging
        passes = plain_filter(self, record)
        if not passes or not message_filter.enabled:
            return passes
        # From Python 3.12 on a filter may put another record in its place.
        judged = passes if isinstance(passes, plain_record) else record
        return False if message_filter.attempt(lambda: records.hides(self, judged), False, "records") else passes

    return replace(owner.Handler, "filter", filter)


class _Verdict:
    """What was found of the last record of a thread: the rule that hides it, if any, and whether its text is kept."""

    def __init__(self, record: Any, rule: Optional[Rule]) -> None:
        self.record = _reference(record)
        self.rule = rule
        self.is_kept = False


class Records:
    """Judges each record once, however many handlers it comes to; `plain_record` is logging's own class of records."""

    def __init__(self, message_filter: Filter, destinations: Destinations, plain_record: Any) -> None:
        self._filter, self._recent = message_filter, message_filter.recent
        self._destinations = destinations
        self._plain_record = plain_record
        self._loggers: Optional[FrozenSet[str]] = None
        self._last = threading.local()

    def hides(self, handler: logging.Handler, record: Any) -> bool:
        """Whether a record stays away from this handler."""
        if not self._is_named(record):
            return False
        if self._begins_otherwise(record):
            speaker = _speaker(record)
            if not self._recent.is_last(speaker) and self._is_seen(handler):
                self._recent.add_speaker(speaker)
            return False
        if not self._is_seen(handler):
            return False
        verdict = self._verdict(record)
        text = _formatted(handler, record) if verdict.rule else None
        if verdict.rule is None or text is None:
            return False
        if not verdict.is_kept:
            verdict.is_kept = True
            self._filter.keep(verdict.rule, text)
        return True

    def _is_named(self, record: Any) -> bool:
        """Whether any rule speaks of a record's logger."""
        if self._loggers is None:
            self._loggers = self._filter.verdicts.loggers
        name = getattr(record, "name", None)
        return isinstance(name, str) and (name in self._loggers or self._filter.judges_everything)

    def _begins_otherwise(self, record: Any) -> bool:
        """Whether no message of that logger that may be hidden begins so, which tells most records of a flood.

        A record of the user's own class may put its message together in another way.
        """
        if type(record) is not self._plain_record or type(record.msg) is not str:
            return False
        start = record.msg[:START]
        return "%" not in start and not self._filter.verdicts.may_hide(LOGGING, record.name, start)

    def _is_seen(self, handler: logging.Handler) -> bool:
        try:
            return self._destinations.have_all_of(handler)
        except Exception:
            return False  # a property of the user's raises

    def _verdict(self, record: Any) -> _Verdict:
        known: Optional[_Verdict] = getattr(self._last, "verdict", None)
        if known is None or known.record() is not record:
            known = self._last.verdict = _Verdict(record, self._rule_of(record))
            if known.rule is None:
                self._recent.add_speaker(_speaker(record))
        return known

    def _rule_of(self, record: Any) -> Optional[Rule]:
        try:
            text = record.getMessage()
        except Exception:
            return None  # the handler reports wrong arguments, as ever
        return self._filter.rule_of(LOGGING, record.name, text, "%s:%s:%s" % (record.levelname, record.name, text))


def _speaker(record: Any) -> Tuple[Any, ...]:
    """Return who spoke, for the report. What was said is the user's: their formatter may mask it."""
    return LOGGING, record.name, record.pathname, record.levelname


def _reference(record: Any) -> Callable[[], Any]:
    try:
        return weakref.ref(record)
    except TypeError:
        return lambda: None  # a record of the user's making with slots: it is judged for each handler


def _formatted(handler: logging.Handler, record: Any) -> Optional[str]:
    """Return the text of a record as its handler would have printed it, or None where it would not.

    The user's formatter is called as ever: it may leave something on the record, or count.
    """
    handler.acquire()
    try:
        text = handler.format(record)
    except Exception:
        return None  # the handler finds out itself, and reports it as ever
    finally:
        handler.release()
    return text if isinstance(text, str) else None
