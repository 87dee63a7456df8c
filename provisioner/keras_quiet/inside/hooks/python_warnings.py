"""The hook for Python's warnings, where they are printed; recorded, redirected and raised ones never come here."""

from typing import Any

from ..filter import Filter
from ..kinds import WARNING
from . import Undo, replace


def install(owner: Any, quiet: Filter) -> Undo:
    """Replace the function that prints a warning; `owner` is the module warnings."""
    plain_show = owner._showwarnmsg_impl

    def _showwarnmsg_impl(msg: Any) -> None:
        if not hides(quiet, msg):
            plain_show(msg)

    return replace(owner, "_showwarnmsg_impl", _showwarnmsg_impl)


def hides(quiet: Filter, msg: Any) -> bool:
    """Whether a warnings.WarningMessage is hidden."""
    category, text = msg.category.__name__, str(msg.message)
    path = str(msg.filename).replace("\\", "/")
    line = "%s:%s: %s: %s" % (msg.filename, msg.lineno, category, text)
    return quiet.hides(WARNING, path, text, line, category)
