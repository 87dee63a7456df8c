"""The hook for Python's warnings, where they are printed; recorded, redirected and raised ones never come here."""

import functools
import sys
from typing import Any

from ..filter import Filter
from ..grammar.kinds import WARNING
from . import Undo, replace

# The categories by which one package tells another of an old name: the only ones that are judged by who issues them.
_OF_OLD_NAMES = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)


def start(owner: Any, message_filter: Filter) -> Undo:
    """Replace the function that prints a warning; `owner` is the module warnings."""
    plain_show = owner._showwarnmsg_impl

    def _showwarnmsg_impl(msg: Any) -> None:
        if not hides(message_filter, msg):
            plain_show(msg)

    return replace(owner, "_showwarnmsg_impl", _showwarnmsg_impl)


def hides(message_filter: Filter, msg: Any) -> bool:
    """Whether a warnings.WarningMessage is hidden. Called by the function that prints it."""
    try:
        if not message_filter.enabled:
            return False
        category, text = msg.category.__name__, str(msg.message)
        line = "%s:%s: %s: %s" % (msg.filename, msg.lineno, category, text)
        # No rule names a place of the user's own: such a warning is only kept for the report, which costs little.
        if not (_is_installed(msg.filename) or message_filter.judges_everything):
            message_filter.hidden.recent.append(line)
            return False
        issuer = ""
        if issubclass(msg.category, _OF_OLD_NAMES):
            from ..judging.issuers import issuer_of  # not before: a kernel's start would pay for it

            issuer = issuer_of(sys._getframe(2), msg.filename, msg.lineno)
        return message_filter.hides(
            WARNING, msg.filename.replace("\\", "/"), text, line, category=category, issuer=issuer
        )
    except Exception as error:
        message_filter.stop(error)
        return False


@functools.lru_cache(maxsize=1024)
def _is_installed(filename: str) -> bool:
    from ..grammar.places import place_of

    return bool(place_of(filename.replace("\\", "/")))
