"""Row 4 of the sources of a backend: keras.json, where Keras would look for it."""

import json
import os
from typing import Mapping, NamedTuple, Optional

from ..guarding.files import read_start

# A keras.json has four short lines; a longer file is not one. In bytes.
LONGEST = 1 << 16


class Choice(NamedTuple):
    """What one file says: a backend, or None and what is wrong with the file (also None: nothing chosen there).

    `names_us`: the file speaks of keras-quiet, so that its reader wants to know of the problem.
    """

    path: str
    backend: Optional[str] = None
    problem: Optional[str] = None
    names_us: bool = False


def keras_json(environ: Mapping[str, str]) -> Choice:
    """Read the backend from keras.json as Keras does (keras/src/backend/config.py:301)."""
    home = environ.get("HOME") or os.path.expanduser("~")
    if not environ.get("KERAS_HOME") and home == "~":
        return Choice("keras.json")  # nobody knows this user's home
    path = os.path.join(environ.get("KERAS_HOME") or os.path.join(home, ".keras"), "keras.json")
    try:
        content = json.loads(read_start(path, LONGEST))
    except FileNotFoundError:
        return Choice(path)
    except (OSError, ValueError, RecursionError) as error:
        return Choice(path, problem="cannot be read: %s" % cause(error))
    backend = content.get("backend") if isinstance(content, dict) else None
    if isinstance(backend, str) and backend:
        return Choice(path, backend)
    return Choice(path, problem="names no backend")


def cause(error: BaseException) -> str:
    """Say in a few words why a file cannot be read."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
