"""The hook for Python's warnings, where they are printed; recorded, redirected and raised ones never come here."""

import sys
from typing import Any, Optional

from ..filter import Filter
from ..grammar.places import place_of
from ..grammar.ways import WARNING
from ..guarding.kept import getframe
from ..judging.issuers import issuer_of
from . import Undo, replace
from .destinations import Destinations

# The categories by which one package tells another of an old name: the only ones that are judged by who issues them.
_OF_OLD_NAMES = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)
# NumPy's own is a UserWarning, so that it is seen by default (numpy/exceptions.py).
_OF_NUMPY = "VisibleDeprecationWarning"


def start(owner: Any, message_filter: Filter) -> Undo:
    """Replace the function that prints a warning; `owner` is the module warnings."""
    plain_show = owner._showwarnmsg_impl
    printed = Printed(message_filter, Destinations(sys.stdout, sys.stderr), owner._formatwarnmsg)

    def _showwarnmsg_impl(msg: Any) -> None:
        if not message_filter.enabled or not message_filter.attempt(lambda: printed.hides(msg), False, "warnings"):
            plain_show(msg)

    return replace(owner, "_showwarnmsg_impl", _showwarnmsg_impl)


class Printed:
    """Judges the warnings that Python is about to print; `plain_format` makes the text (warnings._formatwarnmsg)."""

    def __init__(self, message_filter: Filter, destinations: Destinations, plain_format: Any) -> None:
        self._filter, self._recent = message_filter, message_filter.recent
        self._destinations = destinations
        self._format = plain_format

    def hides(self, msg: Any) -> bool:
        """Whether a warnings.WarningMessage is hidden."""
        file = str(msg.filename)
        # No rule names a place of the user's own: such a warning is only kept for the report, which costs little.
        is_judged = place_of(file) or self._filter.judges_everything
        if is_judged and self._destinations.have(sys.stderr if msg.file is None else msg.file):
            rule = self._rule_of(msg, file)
            text = self._formatted(msg) if rule else None
            if rule and text is not None:
                self._filter.keep(rule, text)
                return True
        self._recent.add_speaker((WARNING, msg.category.__name__, file, ""))
        return False

    def _rule_of(self, msg: Any, file: str) -> Any:
        try:
            text = str(msg.message)
        except Exception:
            return None  # it cannot be printed either
        category, issuer = msg.category.__name__, ""
        if issubclass(msg.category, _OF_OLD_NAMES) or category == _OF_NUMPY:
            issuer = issuer_of(getframe(0), file, msg.lineno)
        line = "%s:%s: %s: %s" % (file, msg.lineno, category, text)
        return self._filter.rule_of(WARNING, file, text, line, category=category, issuer=issuer)

    def _formatted(self, msg: Any) -> Optional[str]:
        """Return the text as it would have been printed: warnings.formatwarning may be the user's, and mask a part."""
        try:
            return str(self._format(msg)).rstrip("\n")
        except Exception:
            return None  # who prints it finds out
