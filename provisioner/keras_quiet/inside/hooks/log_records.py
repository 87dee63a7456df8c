"""The hook for records of Python's logging, at the loggers that rules name."""

import logging
from typing import Any, List

from ..filter import Filter
from ..kinds import LOGGING
from . import Undo, replace, undo_all


def install(owner: Any, quiet: Filter) -> Undo:
    """Put one filter on each logger that rules name, at its birth; `owner` is the module logging.

    Not by `getLogger` beforehand: absl makes its logger of a class of its own, and only if there is none yet
    (absl/logging/__init__.py, _initialize).
    """
    record_filter = RecordFilter(quiet)
    plain_init = owner.Logger.__init__

    def is_judged(name: str) -> bool:
        return quiet.judges_everything or quiet.attempt(lambda: name in quiet.verdicts.loggers, otherwise=False)

    def __init__(self: logging.Logger, name: str, level: Any = logging.NOTSET) -> None:
        plain_init(self, name, level)
        if is_judged(name):
            self.addFilter(record_filter)

    undo_init = replace(owner.Logger, "__init__", __init__)
    owner.root.addFilter(record_filter)
    # In a kernel that already runs there are loggers; where none can be yet, no rules are loaded for this.
    if quiet.judges_everything or quiet.is_loaded:
        for logger in _loggers(owner):
            if is_judged(logger.name):
                logger.addFilter(record_filter)

    def remove() -> None:
        for logger in _loggers(owner):
            logger.removeFilter(record_filter)

    return undo_all(undo_init, remove)


def _loggers(owner: Any) -> List[logging.Logger]:
    placed = [each for each in owner.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    return [owner.root, *placed]


class RecordFilter(logging.Filter):
    """Lets a record pass unless a rule hides it."""

    def __init__(self, quiet: Filter) -> None:
        super().__init__()
        self._quiet = quiet

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record goes on."""
        try:
            text = record.getMessage()
        except Exception:
            return True  # the handler reports wrong arguments, as ever
        line = "%s:%s:%s" % (record.levelname, record.name, text)
        return not self._quiet.hides(LOGGING, record.name, text, line)
