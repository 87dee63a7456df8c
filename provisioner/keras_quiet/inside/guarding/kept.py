"""The modules of which our code needs functions at any time, as they were when it started.

The user's code may replace these functions: `unittest.mock.patch("time.sleep")` and gevent do in the module, freezegun
and pyfakefs do wherever a module has them by a name of its own. They find no copy here, for it is no module.
"""

import json
import os
import re
import select
import threading
import time
from sys import _getframe as getframe
from typing import TYPE_CHECKING, Any

__all__ = ["getframe", "json", "os", "re", "select", "threading", "time"]


class _Copy:
    """The names of a module, and what they stand for now."""

    def __init__(self, module: Any, **more: Any) -> None:
        vars(self).update(vars(module), **more)


if not TYPE_CHECKING:
    os = _Copy(os, path=_Copy(os.path))
    json, re, select, threading, time = map(_Copy, (json, re, select, threading, time))
