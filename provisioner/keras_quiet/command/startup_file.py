"""What the startup file of `jupyter keras-quiet everywhere` says, and whether a file says what some version wrote.

Pure.
"""

from __future__ import annotations

import hashlib

_MARK = "# Written by `jupyter keras-quiet everywhere`; the same with --remove deletes it. Written as "
# Nothing is imported from the folder of a notebook: a notebook that is merely opened runs no code of its folder.
_CODE = """

def _keras_quiet():
    import os
    import sys
    from importlib.util import find_spec

    shell, path = get_ipython(), sys.path[:]
    if not hasattr(shell, "kernel"):
        return  # IPython in a terminal
    try:
        sys.path[:] = [folder for folder in path if os.path.abspath(folder) != os.getcwd()]
        if find_spec("keras_quiet") is not None:
            shell.extension_manager.load_extension("keras_quiet")
    except Exception as error:
        shell.log.warning("keras_quiet is not loaded: %r", error)
    finally:
        sys.path[:] = path


_keras_quiet()
del _keras_quiet
"""


def text() -> str:
    """Return what the file says."""
    return f"{_MARK}{_digest(_CODE)}.\n{_CODE}"


def is_ours(found: str) -> bool:
    """Whether a file is as some version of ours wrote it: nobody has changed a line since."""
    first, _, code = found.partition("\n")
    return first == f"{_MARK}{_digest(code)}."


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:16]
