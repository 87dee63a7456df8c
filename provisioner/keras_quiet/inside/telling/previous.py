"""`%keras_quiet log --previous`: what the kernel before this one hid, and what it said last.

The file is that kernel's private one under another name; the provisioner has added what was left in the pipe.
"""

import stat
from typing import Any, Dict, List

from ..guarding.kept import json, os
from ..keeping.leftovers import PREVIOUS, SUFFIX
from ..keeping.private_file import LIMIT
from ..keeping.table import Entry

# The rule of a text that was shown.
SHOWN = "shown"
NONE = "nothing is left of a kernel before this one"
RESTARTED = "the kernel before this one was restarted"
DIED = "the kernel before this one died: %s"
_ONCE = {"count": 1, "first": 0, "last": 0}
# No file is longer: a private one, and a pipe's content in JSON, in which a byte has six at most.
LONGEST = LIMIT + 6 * (1 << 20)


class Previous:
    """What is left of the kernel before this one; `file` is this kernel's private file."""

    def __init__(self, file: str) -> None:
        self.head = NONE
        self.entries: List[Entry] = []
        path = file[: -len(SUFFIX)] + PREVIOUS
        lines = _read(path) if file.endswith(SUFFIX) else b""
        if lines:
            self.head = RESTARTED
        for line in lines.splitlines():
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            entry = json.loads(line.decode())
            if "died" in entry:
                self.head = DIED % entry["died"]
            elif "shown" in entry:
                texts = filter(str.strip, str(entry["shown"]).splitlines())
                self.entries += [_entry(SHOWN, text) for text in texts]
            elif "hidden" in entry:
                self._hide(_entry(str(entry["hidden"]), str(entry["text"]), entry))
        except (ValueError, TypeError, KeyError, RecursionError):
            pass  # cut by a crash, or nothing of ours

    def _hide(self, hidden: Entry) -> None:
        """Take a hidden text, in place of an older line about it: the last one has its count."""
        self.entries = [each for each in self.entries if (each.rule, each.text) != (hidden.rule, hidden.text)]
        self.entries.append(hidden)


def _entry(rule: str, text: str, about: Dict[str, Any] = _ONCE) -> Entry:
    entry = Entry(rule, text, float(about["first"]))
    entry.count, entry.last = int(about["count"]), float(about["last"])
    return entry


def _read(path: str) -> bytes:
    """Return the content of a file that is this user's alone, nothing where there is none."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return b""
    with os.fdopen(fd, "rb") as file:
        about = os.fstat(fd)
        is_own = about.st_uid == getattr(os, "getuid", lambda: about.st_uid)()
        return file.read(LONGEST) if stat.S_ISREG(about.st_mode) and is_own and about.st_nlink == 1 else b""
