"""What a running kernel needs: the hooks of Python's own streams, the notices and the magic. Each for itself."""

import atexit
import importlib.util
import logging
import sys
import warnings
from typing import Any, Callable, Dict, List

from . import launch
from .filter import Filter
from .guarding.kept import os
from .hooks import Undo, log_records, python_warnings, stream_writes, undo_all
from .keeping import leftovers
from .telling import introduction, missing_backend, replies


def report(text: str) -> None:
    """Write one line to the kernel's original stderr, which is the server's log; never to the notebook."""
    fd = getattr(sys.stderr, "_original_stdstream_copy", 2)
    try:
        os.write(fd, ("[keras-quiet] %s\n" % text).encode("utf-8", "replace"))
    except OSError:
        pass  # no terminal


def attempt(what: str, start: Callable[[], Undo]) -> Undo:
    """Install one thing and return what undoes it; where it cannot be installed, report it and go on without it."""
    try:
        return start()
    except Exception as error:
        report("%s are not filtered with this ipykernel: %r" % (what, error))
        return undo_all()


def new_filter(info: Dict[str, Any]) -> Filter:
    """Return the filter of this process; `info` is what was passed at launch (`launch.take`)."""
    return Filter(report, *(launch.patterns(info, key) for key in ("hide", "show")))


def keep_file(message_filter: Filter, connection_file: str, info: Dict[str, Any]) -> Undo:
    """Keep hidden lines in a file beside the connection file too, until the kernel ends in order.

    `info` is what was passed at launch (`launch.take`), {} where no provisioner of ours looks after this kernel.
    """
    message_filter.provisioner = launch.provisioner(info)
    message_filter.file = os.path.splitext(connection_file)[0] + leftovers.SUFFIX
    # An earlier kernel's, that died. A provisioner has kept it already, and removes it.
    previous = "" if message_filter.provisioner else os.path.splitext(connection_file)[0] + leftovers.PREVIOUS
    if previous:
        leftovers.keep(message_filter.file, previous)
    leftovers.sweep(os.path.dirname(message_filter.file))
    leftovers.remove(message_filter.file)
    pid = os.getpid()

    def at_exit() -> None:
        # A forked child runs the parent's exit handlers too, if it leaves by sys.exit.
        if os.getpid() != pid:
            return
        if message_filter.is_loaded:
            message_filter.hidden.close()
        if previous:
            leftovers.remove(previous)

    atexit.register(at_exit)
    return undo_all(lambda: atexit.unregister(at_exit), at_exit)


def start_hooks(
    shell: Any, message_filter: Filter, info: Dict[str, Any], attempt: Callable[..., Undo] = attempt, stderr: Any = None
) -> Undo:
    """Install all that works in any running kernel, and return a function that takes it out again.

    `shell` is IPython's, or None where only the hooks are wanted; `info` is what was passed at launch (`launch.take`).
    `stderr` is ipykernel's stream where `sys.stderr` is not.
    """
    steps = [
        attempt("records of logging", lambda: log_records.start(logging, message_filter)),
        attempt("warnings", lambda: python_warnings.start(warnings, message_filter)),
        attempt("writes", lambda: stream_writes.start(stderr or sys.stderr, message_filter)),
    ]
    # Keras Core, the preview of Keras 3, writes its banner to stdout, which is otherwise left alone.
    if importlib.util.find_spec("keras_core"):
        steps.append(attempt("writes", lambda: stream_writes.start(sys.stdout, message_filter)))
    if shell is not None:
        message_filter.notices += launch.texts(info, "notices")
        steps.append(attempt("cells", lambda: before_each_cell(shell, message_filter)))
        steps.append(attempt("the magic's lines", lambda: register_magic(shell, message_filter, info)))
        steps.append(attempt("cells", lambda: missing_backend.start(shell)))
    if getattr(shell, "kernel", None) is not None:  # IPython in a terminal has none
        steps.append(attempt("replies", lambda: replies.start(shell.kernel, message_filter)))
    return undo_all(*steps)


def before_each_cell(shell: Any, message_filter: Filter) -> Undo:
    """Load the rules before the first cell, begin to count anew before each, and show each notice once."""

    def before_cell(_info: Any = None) -> None:
        message_filter.begin_cell()
        while message_filter.notices:
            tell(message_filter.notices.pop(0))

    shell.events.register("pre_run_cell", before_cell)
    return lambda: shell.events.unregister("pre_run_cell", before_cell)


def tell(text: str) -> None:
    """Say one line to the user, or to the server's log where their stderr takes none."""
    try:
        sys.stderr.write("[keras-quiet] %s\n" % text)
    except Exception:
        report(text)


def register_magic(shell: Any, message_filter: Filter, info: Dict[str, Any]) -> Undo:
    """Register %keras_quiet and its completion."""

    def keras_quiet(line: str = "") -> Any:
        from .telling import magic

        return magic.run(message_filter, info, line)

    keras_quiet.__doc__ = "Show which backend Keras runs on and why, and what was hidden.\n\n%s" % introduction.USAGE

    def complete(_shell: Any, event: Any) -> List[str]:
        from .telling import magic

        return magic.complete(message_filter, event.line)

    lines, dispatchers = shell.magics_manager.magics["line"], shell.strdispatchers
    shell.register_magic_function(keras_quiet, "line", "keras_quiet")
    shell.set_hook("complete_command", complete, str_key="%keras_quiet")

    def undo() -> None:
        lines.pop("keras_quiet", None)
        dispatchers["complete_command"].strs.pop("%keras_quiet", None)

    return undo
