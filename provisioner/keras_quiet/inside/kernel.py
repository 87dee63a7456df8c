"""Ties the doors into ipykernel's application, each for itself: what cannot be tied leaves that door as it was."""

import atexit
import os
import sys
from typing import Any, Callable

from . import capture, launch, machine, native
from .hidden import Hidden
from .rules import RULES
from .verdicts import Verdicts

# Beside the connection file: kernel-1234.json has kernel-1234.keras-quiet.log.
SUFFIX = ".keras-quiet.log"


def report(text: str) -> None:
    """Write one line to the kernel's original stderr, which is the server's log; never to the notebook."""
    fd = getattr(sys.stderr, "_original_stdstream_copy", 2)
    try:
        os.write(fd, ("[keras-quiet] %s\n" % text).encode("utf-8", "replace"))
    except OSError:
        pass  # no terminal


def install() -> None:
    """Prepare ipykernel's classes before the application starts. Raises ImportError where there is no ipykernel."""
    from ipykernel import version_info
    from ipykernel.iostream import OutStream
    from ipykernel.kernelapp import IPKernelApp

    launch.take()
    verdicts = Verdicts(RULES, lambda: machine.has_gpu(os.environ))
    quiet = capture.Filter(verdicts, Hidden(), report)
    # First, for without it there is no way back to a hidden line: then nothing is filtered at all.
    _wrap(IPKernelApp, "init_io", lambda app: _after_io(app, quiet))
    # ipykernel 5 does not watch file descriptor 2: native lines go to the terminal alone, and stay as they are.
    if version_info[0] >= 6:
        _tie("native lines", lambda: native.install(OutStream, quiet, verdicts.starts()))
    _tie("logging", lambda: capture.install_logging(quiet))
    _tie("warnings", lambda: capture.install_warnings(quiet))


def _after_io(app: Any, quiet: capture.Filter) -> None:
    capture.install_writes(sys.stderr, quiet)
    path = os.path.splitext(app.abs_connection_file)[0] + SUFFIX
    quiet.hidden.open(path)
    pid = os.getpid()
    # A forked child runs the parent's exit handlers too, if it leaves by sys.exit.
    atexit.register(lambda: quiet.hidden.close() if os.getpid() == pid else None)


def _tie(door: str, install_door: Callable[[], None]) -> None:
    try:
        install_door()
    except Exception as error:
        report("%s are not filtered with this ipykernel: %r" % (door, error))


def _wrap(owner: Any, name: str, after: Callable[[Any], None]) -> None:
    plain = getattr(owner, name)

    def wrapped(self: Any) -> None:
        plain(self)
        _tie(name, lambda: after(self))

    setattr(owner, name, wrapped)
