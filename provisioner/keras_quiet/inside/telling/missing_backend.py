"""Says below a cell that sets KERAS_BACKEND what Keras lacks to run on it, as the server says before a start."""

import os
import sys
from typing import Any

from ..hooks import Undo
from ..launch import BACKEND


def start(shell: Any) -> Undo:
    """Look after each cell; `shell` is IPython's."""
    known = [os.environ.get(BACKEND)]

    def after_cell(*_result: Any) -> None:
        now = os.environ.get(BACKEND)
        if now == known[0]:
            return
        known[0] = now
        try:
            tell(now or "")
        except Exception:  # noqa: S110  # advice is no reason to disturb
            pass

    shell.events.register("post_run_cell", after_cell)
    return lambda: shell.events.unregister("post_run_cell", after_cell)


def tell(name: str) -> None:
    """Write to the notebook what is missing for a value of KERAS_BACKEND, if anything."""
    if not name:
        return
    from ..backend.choice import Chosen, lacks
    from ..backend.here import installed

    for line in lacks(Chosen(name, "set in this session"), installed()):
        sys.stderr.write("[keras-quiet] %s\n" % line)
