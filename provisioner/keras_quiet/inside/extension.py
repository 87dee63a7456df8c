"""`%load_ext keras_quiet`: the hooks in an IPython that already runs, and out again. All of them, or none."""

import atexit
import sys
from typing import Any, Callable, List, Optional

from . import launch, shell
from .hooks import Undo, second_pipe, undo_all

_loaded: Optional[Undo] = None


def load(ipython: Any) -> bool:
    """Install the hooks; where one cannot be, install none, say why in one line, and return False.

    That is no error, so that the notebook runs on. `ipython` is the shell that runs.
    """
    global _loaded  # noqa: PLW0603  # one process has one file descriptor 2, one logging, one warnings
    steps: List[Undo] = []
    try:
        told = _start(ipython, steps)
    except Exception as error:
        undo_all(*steps)()
        why = str(error) if isinstance(error, OSError) else repr(error)
        tell("not loaded, this kernel stays as it was: %s. Then: %%reload_ext keras_quiet" % why)
        return False
    _loaded = undo_all(*steps)
    if told:
        tell(told)
    return True


def unload() -> None:
    """Take the hooks out again; a child process that still writes through our pipe is shown as it is."""
    global _loaded
    undo, _loaded = _loaded, None
    if undo is not None:
        undo()


def _start(ipython: Any, steps: List[Undo]) -> str:
    """Install the hooks and put the way back into `steps`; return what the user has to know, or ""."""
    info = launch.take()
    message_filter = shell.new_filter(info)
    steps.append(lambda: setattr(message_filter, "enabled", False))

    def attempt(_what: str, start: Callable[[], Undo]) -> Undo:
        steps.append(start())
        return steps[-1]

    file = getattr(getattr(getattr(ipython, "kernel", None), "parent", None), "abs_connection_file", "")
    if file:
        attempt("file", lambda: shell.keep_file(message_filter, file, info))
    stream, told = None, ""
    try:
        stream = second_pipe.watched_stream()
        attempt("native lines", lambda: second_pipe.start(stream, message_filter))
    except second_pipe.NotWatchedError as error:
        told = "warnings and logging are filtered, native lines (from C++) are not: %s" % error
    message_filter.load()
    shell.start_hooks(ipython, message_filter, info, attempt, stream)
    atexit.register(unload)
    steps.append(lambda: atexit.unregister(unload))
    return told


def tell(text: str) -> None:
    """Say one line to whoever loads the extension."""
    try:
        sys.stderr.write("[keras-quiet] %s\n" % text)
    except Exception:
        shell.report(text)
