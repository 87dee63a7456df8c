"""The door for what Python writes to sys.stderr: Keras's banner by who writes it, and lines that the user's rules hide.

Nothing is held back here: a text is judged as it is written, so that progress bars stay as they were.
"""

import sys
import threading
from types import FrameType
from typing import Any, List, Optional, Tuple

from .capture import Filter


def install(stream: Any, quiet: Filter) -> None:
    """Put the door before `stream.write`, for this one stream."""
    plain_write = stream.write
    judge = _OwnRules(quiet).shown_of if quiet.judges_everything else None
    starts: List[Tuple[str, ...]] = []  # known at the first write

    def write(string: str) -> Any:
        if isinstance(string, str):
            if not starts:
                starts.append(_starts(quiet))
            if string.startswith(starts[0]) and _is_banner(string, quiet, sys._getframe(1)):
                return len(string)
            if judge is not None:
                plain_write(judge(string))
                return len(string)
        return plain_write(string)

    stream.write = write


def _starts(quiet: Filter) -> Tuple[str, ...]:
    try:
        return tuple(quiet.verdicts.writes())
    except Exception as error:
        quiet.stop(error)
        return ()


def _is_banner(string: str, quiet: Filter, frame: Optional[FrameType]) -> bool:
    return any(quiet.hides("write", writer, string, string.rstrip("\n")) for writer in writers(frame))


def writers(frame: Optional[FrameType]) -> List[str]:
    """Return the modules that may be said to write: the caller's, and the one that is being imported around it.

    So a user's wrapper around sys.stderr does not hide who writes, and a module that Keras imports is not Keras.
    """
    names: List[str] = []
    while frame is not None and frame.f_globals.get("__name__") != "importlib._bootstrap":
        names.append(str(frame.f_globals.get("__name__")))
        if frame.f_code.co_name == "<module>":
            return [names[0], names[-1]]
        frame = frame.f_back
    return names[:1]


class _OwnRules:
    """The user's rules on whole lines, of each thread for itself.

    `print` writes a text and its line end in two calls: a hidden text takes its line end along.
    """

    def __init__(self, quiet: Filter) -> None:
        self._quiet = quiet
        self._thread = threading.local()

    def shown_of(self, string: str) -> str:
        if getattr(self._thread, "line_end_to_go", False):
            self._thread.line_end_to_go = False
            if string.startswith("\n"):
                string = string[1:]
        shown: List[str] = []
        for line in string.splitlines(True):
            at_start = getattr(self._thread, "at_line_start", True)
            self._thread.at_line_start = line.endswith("\n")
            text = line.rstrip("\r\n")
            if at_start and text and self._quiet.hides_line(text):
                self._thread.line_end_to_go = not line.endswith("\n")
                self._thread.at_line_start = True
            else:
                shown.append(line)
        return "".join(shown)
