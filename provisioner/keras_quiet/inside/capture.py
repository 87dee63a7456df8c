"""What all doors ask, and two of the doors: Python's logging and Python's warnings.

Each message is hidden at its own door, so that the way of the user's own output stays as it was. The other doors are
`native` for file descriptor 2 and `writes` for Python's sys.stderr.
"""

import logging
import warnings
from typing import Any, Callable, Optional, Set

from .hidden import Hidden
from .messages import LOGGING, WARNING, Message, read
from .rules import RULES, Rule
from .verdicts import Verdicts


class Filter:
    """Decides for all doors. `enabled` may be switched at any time.

    `report` gets one line for the server's log if a rule raises; from then on everything is shown.
    """

    def __init__(self, verdicts: Verdicts, hidden: Hidden, report: Callable[[str], None]) -> None:
        self.enabled = True
        self.hidden = hidden
        self._verdicts = verdicts
        self._report = report

    @property
    def judges_everything(self) -> bool:
        """Whether any line at all may be hidden."""
        return self._verdicts.judges_everything

    def find(self, message: Message, line: str) -> Optional[Rule]:
        """Return the rule that hides a message, printed as `line`; or None."""
        if not self.enabled:
            return None
        try:
            return self._verdicts.hiding(message, line)
        except Exception as error:
            self.stop(error)
            return None

    def stop(self, error: BaseException) -> None:
        """Fail open: show everything from now on, and say so once."""
        self.enabled = False
        self._report("the filter stopped, every line is shown from now on: %r" % error)

    def find_line(self, line: str) -> Optional[Rule]:
        """Return the rule that hides one native line, or None."""
        return self.find(read(line), line)

    def keep(self, rule: Rule, text: str) -> None:
        """Keep a hidden text for the way back."""
        self.hidden.add(rule.id, text)

    def hides(self, message: Message, line: str) -> bool:
        """Whether a message, printed as `line`, is hidden; if so it is kept."""
        rule = self.find(message, line)
        if rule is not None:
            self.keep(rule, line)
        return rule is not None


class _RecordFilter(logging.Filter):
    def __init__(self, quiet: Filter) -> None:
        super().__init__()
        self._quiet = quiet

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except Exception:
            return True  # the handler reports wrong arguments, as ever
        text_as_printed = "%s:%s:%s" % (record.levelname, record.name, text)
        return not self._quiet.hides(Message(LOGGING, record.name, text), text_as_printed)


def logger_names() -> Set[str]:
    """Return the loggers that rules speak of."""
    sources = [rule.source for rule in RULES if rule.kind == LOGGING]
    return {name.replace("\\", "") for source in sources for name in source.split("|")}


def install_logging(quiet: Filter) -> None:
    """Put one filter on each logger that rules speak of, at its birth.

    Not by `getLogger` beforehand: absl makes its logger of a class of its own, and only if there is none yet
    (absl/logging/__init__.py, _initialize).
    """
    names, record_filter = logger_names(), _RecordFilter(quiet)
    plain_init = logging.Logger.__init__

    def __init__(self: logging.Logger, name: str, level: Any = logging.NOTSET) -> None:
        plain_init(self, name, level)
        if name in names or quiet.judges_everything:
            self.addFilter(record_filter)

    logging.Logger.__init__ = __init__  # type: ignore[method-assign]
    for name, logger in [("root", logging.root), *logging.root.manager.loggerDict.items()]:
        if (name in names or quiet.judges_everything) and isinstance(logger, logging.Logger):
            logger.addFilter(record_filter)


def install_warnings(quiet: Filter) -> None:
    """Filter Python's warnings where they are printed; recorded, redirected and raised ones never come here."""
    module: Any = warnings
    plain_show = module._showwarnmsg_impl

    def _showwarnmsg_impl(msg: Any) -> None:
        text = "%s: %s" % (msg.category.__name__, msg.message)
        path = str(msg.filename).replace("\\", "/")
        if not quiet.hides(Message(WARNING, path, text), "%s:%s: %s" % (msg.filename, msg.lineno, text)):
            plain_show(msg)

    module._showwarnmsg_impl = _showwarnmsg_impl
