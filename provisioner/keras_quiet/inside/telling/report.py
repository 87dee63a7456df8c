"""`%keras_quiet report`: what a report of a noisy or a lost line needs, ready to paste, without the user's name."""

import getpass
import os
import platform
import re
import sys
from typing import Any, Dict, Iterable, List, Union

from ..backend import versions
from ..filter import Filter
from ..grammar.messages import read_line
from ..grammar.places import place_of
from ..grammar.ways import BARE, WARNING
from ..keeping.recent import Speaker
from . import session

# How ipykernel names the file of a cell: <ipython-input-3-0a1b2c3d4e5f> before 6.0, /tmp/ipykernel_12/345.py since.
_CELL = re.compile(r"<ipython-input-|(?:.*/)?ipykernel_\d+/\d+\.py$")


def text(message_filter: Filter, info: Dict[str, Any]) -> str:
    """Return the report as Markdown: versions, how much was hidden, and the shown lines that look like log lines."""
    backend, reason = session.backend(info, os.environ, sys.modules)
    told = ["keras-quiet %s" % versions.own_version(), "Python %s" % versions.python()]
    told += ["Keras %s" % versions.keras(sys.modules), *versions.libraries(sys.modules), platform.platform()]
    total = message_filter.hidden.total
    lines = log_lines(message_filter.recent)
    rows = [
        ", ".join(told),
        "backend: %s (%s)" % (backend, reason),
        "filter: %s, %d hidden by %d rules"
        % ("on" if message_filter.enabled else "off", sum(total.values()), len(total)),
        "",
        "```",
        *(lines or ["no line that looks like a log line was shown"]),
        "```",
    ]
    return blank("\n".join(rows), os.path.expanduser("~"), _user())


def log_lines(shown: Iterable[Union[str, Speaker]]) -> List[str]:
    """Return the lines of shown native texts that a library may have logged, and who else spoke.

    Of records and warnings, only that is known: their text may be the user's secret. Warnings count where their file
    is installed or is a cell, which a library names as its caller.
    """
    lines: List[str] = []
    for each in shown:
        if isinstance(each, str):
            lines += [line for line in each.splitlines() if _is_logged(read_line(line).way, read_line(line).source)]
        elif _is_logged(each.way, each.file):
            lines.append(_told(each))
    return lines


def _is_logged(way: str, file: str) -> bool:
    if way != WARNING:
        return way != BARE
    return bool(place_of(file) or _CELL.match(file.replace("\\", "/")))


def _told(speaker: Speaker) -> str:
    if speaker.way == WARNING:
        return "a %s of %s" % (speaker.who, speaker.file)
    return "a record of the logger %s, level %s, from %s" % (speaker.who, speaker.level, speaker.file)


def blank(text: str, home: str, user: str) -> str:
    """Return a text with the home folder as "~" and the user's name as "<user>"."""
    if len(home) > 1:
        text = text.replace(home, "~")
    return re.sub(r"(?<![A-Za-z0-9])%s(?![A-Za-z0-9])" % re.escape(user), "<user>", text) if user else text


def _user() -> str:
    try:
        return getpass.getuser()
    except Exception:
        return ""  # a user without a name in the system's table
