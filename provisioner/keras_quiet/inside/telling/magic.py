"""%keras_quiet: which backend and why, what was hidden, and the way back to every hidden line."""

import html
import os
import sys
from typing import Any, Dict, List, NoReturn, Optional, Sequence, Tuple

from .. import launch
from ..backend import versions
from ..filter import Filter
from ..keeping.hidden import Hidden
from . import rows, session

WORDS = ("log", "off", "on", "report")
USAGE = """%keras_quiet                      the backend and the reason, and how many lines were hidden
%keras_quiet log [N] [--rule ID]  the hidden lines: all, the last N, or those of one rule
%keras_quiet off | on             off shows every line from now on, on hides known noise
%keras_quiet report               versions and the last shown log lines, to paste into a bug report"""
OFF = "every line is shown; %keras_quiet on hides known noise again"
ON = "known noise is hidden; %keras_quiet off shows every line"


class Summary:
    """What `%keras_quiet` shows: a small table where the front end takes HTML, plain text elsewhere."""

    def __init__(self, facts: Sequence[Tuple[str, str]], rows: Sequence[Tuple[str, int, int, int]]) -> None:
        self._facts = facts
        self._rows = rows

    def __repr__(self) -> str:
        width = max(len(name) for name, _ in self._facts)
        lines = ["%-*s  %s" % (width, name, text) for name, text in self._facts]
        if self._rows:
            lines += ["", "%9s  %11s  %3s  rule" % _HEADS[:3]]
            lines += ["%9d  %11d  %3d  %s" % (row[1], row[2], row[3], row[0]) for row in self._rows]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        facts = "".join(_row("td", name, text) for name, text in self._facts)
        heads = _row("th", "rule", *_HEADS[:3]) if self._rows else ""
        rows = "".join(_row("td", *row) for row in self._rows)
        return "<table>%s</table><table>%s%s</table>" % (facts, heads, rows)


_HEADS = ("this cell", "cell before", "all")


def _row(tag: str, *cells: Any) -> str:
    inner = "".join("<%s style='text-align:left'>%s</%s>" % (tag, html.escape(str(cell)), tag) for cell in cells)
    return "<tr>%s</tr>" % inner


def run(message_filter: Filter, info: Dict[str, Any], line: str) -> Optional[Summary]:
    """Do what the words after the magic say. `info` is what the provisioner passed at launch (`launch.take`)."""
    words = line.split()
    if not words:
        return summary(message_filter, info)
    if words in (["off"], ["on"]):
        message_filter.enabled = words == ["on"]
        print(ON if message_filter.enabled else OFF)  # noqa: T201  # its purpose
    elif words == ["report"]:
        from . import report

        print(report.text(message_filter, info))  # noqa: T201  # its purpose
    elif words[0] == "log":
        try:
            text = log(message_filter.hidden, words[1:])
        except ValueError as error:
            _usage_error(str(error))
        print(text)  # noqa: T201  # its purpose
    else:
        _usage_error("unknown word %r" % words[0])
    return None


def log(hidden: Hidden, words: Sequence[str]) -> str:
    """Return the hidden lines that `words` ask for. Raises ValueError for words that it does not know."""
    words, rule = list(words), ""
    if "--rule" in words:
        at = words.index("--rule")
        if at + 1 == len(words):
            raise ValueError("--rule needs the id of a rule")
        rule = words[at + 1]
        del words[at : at + 2]
    if len(words) > 1 or (words and not words[0].isdigit()):
        raise ValueError("log takes a number of lines and --rule ID, not %r" % " ".join(words))
    entries = [entry for entry in hidden.entries if rule in ("", entry.rule)]
    asked = entries[max(0, len(entries) - int(words[0])) :] if words else entries
    dropped = rows.dropped(hidden.dropped[rule] if rule else sum(hidden.dropped.values()))
    return "\n".join(filter(None, [dropped, *map(rows.row, asked)])) or "nothing was hidden"


def summary(message_filter: Filter, info: Dict[str, Any]) -> Summary:
    """Return the answer to `%keras_quiet`."""
    hidden = message_filter.hidden
    facts = [("backend", "%s  (%s)" % session.backend(info, os.environ, sys.modules))]
    others = [each for each in launch.variables(info) if each[0] != "KERAS_BACKEND"]
    facts += [(name, "%s  (%s)" % (value, reason)) for name, value, reason in others]
    state = "on" if message_filter.enabled else "off: %s" % OFF
    counts = [hidden.cell, hidden.cell_before, hidden.total]
    words = "%d in this cell, %d in the cell before, %d in all" % tuple(sum(each.values()) for each in counts)
    facts += [("filter", state), ("hidden", words)]
    if hidden.total:
        facts.append(("read them", "%keras_quiet log"))
    facts += [
        ("Keras", versions.keras(sys.modules)),
        ("Python", "%s, %s" % (versions.python(), sys.executable)),
        ("keras-quiet", versions.own_version()),
    ]
    by_count = hidden.total.most_common()
    return Summary(facts, [(rule, hidden.cell[rule], hidden.cell_before[rule], count) for rule, count in by_count])


def complete(message_filter: Filter, line: str) -> List[str]:
    """Return the words that may come next."""
    words = line.split()
    if "--rule" in words:
        return sorted(message_filter.hidden.total)
    return ["--rule"] if "log" in words else list(WORDS)


def _usage_error(text: str) -> NoReturn:
    from IPython.core.error import UsageError

    raise UsageError("%s\n%s" % (text, USAGE))
