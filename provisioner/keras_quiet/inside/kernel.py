"""Installs the hooks in ipykernel's application, each for itself: text that a hook fails to take is shown."""

import atexit
import importlib.util
import logging
import os
import re
import sys
import warnings
from typing import Any, Callable, Dict, List

from . import launch
from .filter import Filter
from .hooks import log_records, native_lines, python_warnings, stream_writes

# Before ipykernel 6 nobody watches file descriptor 2: native lines go to the terminal alone, and stay as they are.
WATCHES_SINCE = 6


def report(text: str) -> None:
    """Write one line to the kernel's original stderr, which is the server's log; never to the notebook."""
    fd = getattr(sys.stderr, "_original_stdstream_copy", 2)
    try:
        os.write(fd, ("[keras-quiet] %s\n" % text).encode("utf-8", "replace"))
    except OSError:
        pass  # no terminal


def install() -> None:
    """Prepare ipykernel's classes before the application starts. Raises ImportError where there is no ipykernel."""
    from ipykernel._version import __version__
    from ipykernel.iostream import OutStream
    from ipykernel.kernelapp import IPKernelApp

    info = launch.take()
    quiet = Filter(report, *(_readable(launch.texts(info, key)) for key in ("hide", "show")))
    if hasattr(os, "register_at_fork"):  # Python 3.7
        os.register_at_fork(after_in_child=quiet.renew_locks)
    # First, for without it there is no way back to a hidden line: then nothing is filtered at all.
    _wrap(IPKernelApp, "init_io", lambda app: _after_io(app, quiet))
    _wrap(IPKernelApp, "init_shell", lambda app: _after_shell(app.shell, quiet, info))
    if int(__version__.partition(".")[0]) >= WATCHES_SINCE:
        _attach("native lines", lambda: native_lines.install(OutStream, quiet))


def _readable(patterns: List[str]) -> List[str]:
    return [pattern for pattern in patterns if _is_readable(pattern)]


def _is_readable(pattern: str) -> bool:
    """Whether this Python's `re` can read a pattern: the server's, which checked it, may be a newer one."""
    try:
        re.compile(pattern)
        return True
    except re.error as error:
        report("the pattern %r is left out: %s" % (pattern, error))
        return False


def _after_io(app: Any, quiet: Filter) -> None:
    quiet.file = os.path.splitext(app.abs_connection_file)[0] + launch.SUFFIX
    launch.remove(quiet.file)  # an earlier kernel's, that died: its provisioner has read it
    pid = os.getpid()

    def at_exit() -> None:
        # A forked child runs the parent's exit handlers too, if it leaves by sys.exit.
        if os.getpid() == pid and quiet.is_loaded:
            quiet.hidden.close()

    atexit.register(at_exit)


def _after_shell(shell: Any, quiet: Filter, info: Dict[str, Any]) -> None:
    # Not earlier, or what ipykernel and its debugger say at the start would load the rules; no user's code has run yet.
    _attach("records of logging", lambda: log_records.install(logging, quiet))
    _attach("warnings", lambda: python_warnings.install(warnings, quiet))
    _attach("writes", lambda: stream_writes.install(sys.stderr, quiet))
    # Keras Core, the preview of Keras 3, writes its banner to stdout, which is otherwise left alone.
    if importlib.util.find_spec("keras_core"):
        _attach("writes", lambda: stream_writes.install(sys.stdout, quiet))
    if shell is None:
        return
    notices = launch.texts(info, "notices")

    def before_cell(_info: Any = None) -> None:
        quiet.load()
        while notices:
            sys.stderr.write("[keras-quiet] %s\n" % notices.pop(0))

    shell.events.register("pre_run_cell", before_cell)
    _register_magic(shell, quiet, info)


def _register_magic(shell: Any, quiet: Filter, info: Dict[str, Any]) -> None:
    def keras_quiet(line: str = "") -> Any:
        """Show which backend was chosen and why, and what was hidden.

        %keras_quiet                      the backend and its reason, and how much was hidden
        %keras_quiet log [N] [--rule ID]  the hidden lines, or the last N, or those of one rule
        %keras_quiet off | on             show everything from now on | hide known noise again
        """
        from . import magic

        return magic.run(quiet, info, line)

    def complete(_shell: Any, event: Any) -> List[str]:
        from . import magic

        return magic.complete(quiet, event.line)

    shell.register_magic_function(keras_quiet, "line", "keras_quiet")
    shell.set_hook("complete_command", complete, str_key="%keras_quiet")


def _attach(what: str, install_hook: Callable[[], None]) -> None:
    try:
        install_hook()
    except Exception as error:
        report("%s are not filtered with this ipykernel: %r" % (what, error))


def _wrap(owner: Any, name: str, after: Callable[[Any], None]) -> None:
    plain = getattr(owner, name)

    def wrapped(self: Any) -> None:
        plain(self)
        _attach(name, lambda: after(self))

    setattr(owner, name, wrapped)
