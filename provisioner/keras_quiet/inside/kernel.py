"""Starts ipykernel's application with the hooks: native lines before it starts, the others when its shell stands."""

import os
from typing import Any, Callable

from . import launch, shell
from .hooks import crash_stack, native_lines, peeked_pipe
from .telling import introduction

# Before ipykernel 6 nobody watches file descriptor 2: native lines go to the terminal alone, and stay as they are.
WATCHES_SINCE = 6


def prepare(started: Callable[[], None]) -> None:
    """Prepare ipykernel's classes before the application starts; `started` is called when its shell stands.

    Raises ImportError where there is no ipykernel.
    """
    from ipykernel._version import __version__
    from ipykernel.iostream import OutStream
    from ipykernel.kernelapp import IPKernelApp

    own_backend = os.environ.pop(launch.OWN_BACKEND, "")
    info = launch.take()
    if not info:
        from . import without_provisioner  # a kernel that a provisioner started does not load it

        info = without_provisioner.launch_info(own_backend)
    message_filter = shell.new_filter(info)
    if hasattr(os, "register_at_fork"):  # Python 3.7; nothing takes the function out again, so it is for kernels alone
        os.register_at_fork(after_in_child=message_filter.leave_parent)
    # First, for without it there is no way back to a hidden line: then nothing is filtered at all.
    _wrap(IPKernelApp, "init_io", lambda app: shell.keep_file(message_filter, app.abs_connection_file, info))
    # Not earlier, or what ipykernel and its debugger say at the start would load the rules; no user's code has run yet.
    _wrap(IPKernelApp, "init_shell", lambda app: shell.start_hooks(app.shell, message_filter, info))
    _wrap(IPKernelApp, "init_shell", lambda app: introduction.add(app.kernel, app.shell, info))
    _wrap(IPKernelApp, "init_shell", lambda _app: started())
    ends = peeked_pipe.ends(info)
    if int(__version__.partition(".")[0]) < WATCHES_SINCE:
        peeked_pipe.leave(ends)
        return
    shell.attempt("native lines", lambda: native_lines.start(OutStream, message_filter, ends))
    _wrap(IPKernelApp, "init_shell", lambda _app: crash_stack.start(ends))


def _wrap(owner: Any, name: str, after: Callable[[Any], object]) -> None:
    plain = getattr(owner, name)

    def wrapped(self: Any) -> None:
        plain(self)
        try:
            after(self)
        except Exception as error:
            shell.report("not all is filtered with this ipykernel: %s: %r" % (name, error))

    setattr(owner, name, wrapped)
