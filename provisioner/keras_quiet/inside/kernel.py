"""Starts ipykernel's application with the hooks: native lines before it starts, the others when its shell stands."""

from typing import Any, Callable

from . import launch, shell
from .hooks import native_lines
from .telling import introduction

# Before ipykernel 6 nobody watches file descriptor 2: native lines go to the terminal alone, and stay as they are.
WATCHES_SINCE = 6


def prepare() -> None:
    """Prepare ipykernel's classes before the application starts. Raises ImportError where there is no ipykernel."""
    from ipykernel._version import __version__
    from ipykernel.iostream import OutStream
    from ipykernel.kernelapp import IPKernelApp

    info = launch.take()
    message_filter = shell.new_filter(info)
    # First, for without it there is no way back to a hidden line: then nothing is filtered at all.
    _wrap(IPKernelApp, "init_io", lambda app: shell.keep_file(message_filter, app.abs_connection_file, info))
    # Not earlier, or what ipykernel and its debugger say at the start would load the rules; no user's code has run yet.
    _wrap(IPKernelApp, "init_shell", lambda app: shell.start_hooks(app.shell, message_filter, info))
    _wrap(IPKernelApp, "init_shell", lambda app: introduction.add(app.kernel, app.shell, info))
    if int(__version__.partition(".")[0]) >= WATCHES_SINCE:
        shell.attempt("native lines", lambda: native_lines.start(OutStream, message_filter))


def _wrap(owner: Any, name: str, after: Callable[[Any], object]) -> None:
    plain = getattr(owner, name)

    def wrapped(self: Any) -> None:
        plain(self)
        try:
            after(self)
        except Exception as error:
            shell.report("not all is filtered with this ipykernel: %s: %r" % (name, error))

    setattr(owner, name, wrapped)
