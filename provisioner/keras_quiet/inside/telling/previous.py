"""`%keras_quiet log --previous`: what the kernel before this one hid, and what it said last.

The file is that kernel's private one under another name; the provisioner has added what was left in the pipe.
"""

from typing import Any, Dict, List

from ..guarding.files import read_own_end
from ..keeping.leftovers import PREVIOUS, SUFFIX
from ..keeping.private_file import LIMIT, entries
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
        # A hidden text by what it is, in the place of its last line, which has its count; a shown one by its number.
        self._rows: Dict[Any, Entry] = {}
        self._shown = 0
        path = file[: -len(SUFFIX)] + PREVIOUS
        lines = _read(path) if file.endswith(SUFFIX) else b""
        if lines:
            self.head = RESTARTED
        for entry in entries(lines):
            self._take(entry)

    @property
    def entries(self) -> List[Entry]:
        """What it hid and showed, in order."""
        return list(self._rows.values())

    def _take(self, entry: Dict[str, Any]) -> None:
        try:
            if "died" in entry:
                self.head = DIED % entry["died"]
            elif "shown" in entry:
                texts = filter(str.strip, str(entry["shown"]).splitlines())
                for text in texts:
                    self._shown += 1
                    self._rows[self._shown] = _entry(SHOWN, text)
            elif "hidden" in entry:
                hidden = _entry(str(entry["hidden"]), str(entry["text"]), entry)
                self._rows.pop((hidden.rule, hidden.text), None)
                self._rows[hidden.rule, hidden.text] = hidden
        except (ValueError, TypeError, KeyError):
            pass  # nothing of ours


def _entry(rule: str, text: str, about: Dict[str, Any] = _ONCE) -> Entry:
    entry = Entry(rule, text, float(about["first"]))
    entry.count, entry.last = int(about["count"]), float(about["last"])
    return entry


def _read(path: str) -> bytes:
    """Return the content of a file that is this user's alone, nothing where there is none."""
    try:
        return read_own_end(path, LONGEST)
    except (OSError, ValueError):
        return b""
