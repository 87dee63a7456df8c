"""What all doors ask, and two of the doors: Python's logging and Python's warnings.

Each message is hidden at its own door, so that the way of the user's own output stays as it was. The other doors are
`native` for file descriptor 2 and `writes` for Python's sys.stderr.
"""

import logging
import os
import threading
import warnings
from typing import TYPE_CHECKING, Any, Callable, Optional, Sequence

if TYPE_CHECKING:
    from .hidden import Hidden
    from .lines import Lines
    from .rules import Rule
    from .verdicts import Verdicts


class Filter:
    """Decides for all doors. `enabled` may be switched at any time.

    `hide` and `show` are the user's own rules. `report` gets one line for the server's log if a rule raises; from then
    on everything is shown. The rules are loaded before the first cell or at the first message: no kernel start pays for
    them, and no message waits for them.
    """

    def __init__(self, report: Callable[[str], None], hide: Sequence[str] = (), show: Sequence[str] = ()) -> None:
        self.enabled = True
        self.file = ""  # where hidden lines are kept too; set before the first message
        self.judges_everything = bool(hide)  # any line at all may be hidden, for the user has rules of their own
        self._own = (hide, show)
        self._report = report
        self._lock = threading.Lock()
        self._hidden: Optional["Hidden"] = None
        self._verdicts: Optional["Verdicts"] = None

    @property
    def is_loaded(self) -> bool:
        """Whether there is a place for hidden lines yet: there is one from the first cell on."""
        return self._hidden is not None

    @property
    def hidden(self) -> "Hidden":
        """What was hidden."""
        if self._hidden is None:
            with self._lock:
                self._hidden = self._hidden or self._new_hidden()
        return self._hidden

    @property
    def verdicts(self) -> "Verdicts":
        """The rules, and what they remember."""
        if self._verdicts is None:
            with self._lock:
                self._verdicts = self._verdicts or self._new_verdicts()
        return self._verdicts

    def _new_hidden(self) -> "Hidden":
        from .hidden import Hidden

        hidden = Hidden(self._report)
        if self.file:
            hidden.open(self.file)
        return hidden

    def _new_verdicts(self) -> "Verdicts":
        from .rules import RULES
        from .verdicts import Verdicts

        return Verdicts(RULES, os.environ, *self._own)

    def renew_locks(self) -> None:
        """In a forked child: a lock that another thread held at that moment would never be free again."""
        self._lock = threading.Lock()
        if self._hidden is not None:
            self._hidden.renew_lock()

    def load(self) -> None:
        """Load all that a message needs; what cannot be loaded stops the filter."""
        try:
            self.new_lines()
            self.hidden.begin_cell()
        except Exception as error:
            self.stop(error)

    def new_lines(self) -> "Lines":
        """Return what puts the lines of one more source together."""
        from .lines import Lines

        return Lines(self.find_line, self.keep, self.verdicts.starts())

    def shown_of(self, lines: "Lines", data: bytes) -> bytes:
        """Return what `lines` lets through of the next piece; where it fails, the piece and what was held."""
        held = lines.held
        try:
            return lines.feed(data)
        except Exception as error:
            self.stop(error)
            lines.release()
            return held + data

    def find_line(self, line: str) -> Optional["Rule"]:
        """Return the rule that hides one native line, or None."""
        from .messages import read

        return self.verdicts.hiding(read(line), line) if self.enabled else None

    def keep(self, rule: "Rule", text: str) -> None:
        """Keep a hidden text for the way back."""
        self.hidden.add(rule.id, text)

    def hides(self, kind: str, source: str, text: str, line: str) -> bool:
        """Whether a message is hidden; if so it is kept as `line`, which is how it is printed.

        The first three are those of `messages.Message`.
        """
        if not self.enabled:
            return False
        try:
            from .messages import Message

            rule = self.verdicts.hiding(Message(kind, source, text), line)
            if rule is not None:
                self.keep(rule, line)
            return rule is not None
        except Exception as error:
            self.stop(error)
            return False

    def stop(self, error: BaseException) -> None:
        """Fail open: show everything from now on, and say so once."""
        if self.enabled:
            self._report("the filter stopped, every line is shown from now on: %r" % error)
        self.enabled = False


class _RecordFilter(logging.Filter):
    def __init__(self, quiet: Filter) -> None:
        super().__init__()
        self._quiet = quiet

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except Exception:
            return True  # the handler reports wrong arguments, as ever
        line = "%s:%s:%s" % (record.levelname, record.name, text)
        return not self._quiet.hides("logging", record.name, text, line)


def install_logging(quiet: Filter) -> None:
    """Put one filter on each logger that rules speak of, at its birth.

    Not by `getLogger` beforehand: absl makes its logger of a class of its own, and only if there is none yet
    (absl/logging/__init__.py, _initialize).
    """
    record_filter = _RecordFilter(quiet)
    plain_init = logging.Logger.__init__

    def __init__(self: logging.Logger, name: str, level: Any = logging.NOTSET) -> None:
        plain_init(self, name, level)
        if _is_filtered(quiet, name):
            self.addFilter(record_filter)

    logging.Logger.__init__ = __init__  # type: ignore[method-assign]
    logging.root.addFilter(record_filter)
    if quiet.judges_everything:
        for logger in logging.root.manager.loggerDict.values():
            if isinstance(logger, logging.Logger):
                logger.addFilter(record_filter)


def _is_filtered(quiet: Filter, name: str) -> bool:
    try:
        return quiet.judges_everything or name in quiet.verdicts.loggers
    except Exception as error:
        quiet.stop(error)
        return False


def install_warnings(quiet: Filter) -> None:
    """Filter Python's warnings where they are printed; recorded, redirected and raised ones never come here."""
    module: Any = warnings
    plain_show = module._showwarnmsg_impl

    def _showwarnmsg_impl(msg: Any) -> None:
        text = "%s: %s" % (msg.category.__name__, msg.message)
        path = str(msg.filename).replace("\\", "/")
        if not quiet.hides("warning", path, text, "%s:%s: %s" % (msg.filename, msg.lineno, text)):
            plain_show(msg)

    module._showwarnmsg_impl = _showwarnmsg_impl
