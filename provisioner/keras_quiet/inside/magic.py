"""%keras_quiet: why this backend, what was hidden, and the way back to every hidden line."""

import html
from typing import Any, Dict, List, Sequence, Tuple

from . import launch
from .capture import Filter
from .hidden import Line

NAME = "keras_quiet"
WORDS = ("log", "off", "on")
USAGE = """%keras_quiet                    the backend and its reason, and how much was hidden
%keras_quiet log [N] [--rule ID]  the hidden lines, or the last N, or those of one rule
%keras_quiet off | on           show everything from now on | hide known noise again"""


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


class Magic:
    """The magic of one kernel. `told` is what the provisioner told at launch (`launch.take`)."""

    def __init__(self, quiet: Filter, told: Dict[str, Any]) -> None:
        self._quiet = quiet
        self._told = told

    def register(self, shell: Any) -> None:
        """Add the magic and its completion to an IPython shell."""
        shell.register_magic_function(self.run, "line", NAME)
        shell.set_hook("complete_command", self._complete, str_key="%" + NAME)

    def run(self, line: str = "") -> Any:
        """Show which backend was chosen and why, and what was hidden; `log`, `off` and `on` as the usage text says."""
        words = line.split()
        if not words:
            return self.summary()
        if words in (["off"], ["on"]):
            self._quiet.enabled = words == ["on"]
            return None
        if words[0] == "log":
            try:
                lines = self.log(words[1:])
            except ValueError as error:
                return _usage_error(str(error))
            print("\n".join("%s  %s" % entry for entry in lines) or "nothing was hidden")  # noqa: T201  # its purpose
            return None
        return _usage_error("unknown word %r" % words[0])

    def log(self, words: Sequence[str]) -> List[Line]:
        """Return the hidden lines that `words` ask for. Raises ValueError for words that it does not know."""
        lines, words = list(self._quiet.hidden.lines), list(words)
        if "--rule" in words:
            at = words.index("--rule")
            if at + 1 == len(words):
                raise ValueError("--rule needs the id of a rule")
            rule = words[at + 1]
            del words[at : at + 2]
            lines = [entry for entry in lines if entry.rule == rule]
        if len(words) > 1 or (words and not words[0].isdigit()):
            raise ValueError("log takes a number of lines and --rule ID, not %r" % " ".join(words))
        count = int(words[0]) if words else len(lines)
        return lines[-count:] if count else []

    def summary(self) -> Summary:
        """Return the answer to `%keras_quiet`."""
        hidden = self._quiet.hidden
        facts = [(name, "%s  (%s)" % (value, reason)) for name, value, reason in launch.variables(self._told)]
        if not facts:
            facts = [("environment", "nothing was injected: this front end runs no provisioner")]
        state = "on" if self._quiet.enabled else "off: everything is shown; %keras_quiet on returns"
        counts = [hidden.cell, hidden.cell_before, hidden.total]
        words = "%d in this cell, %d in the cell before, %d in all" % tuple(sum(each.values()) for each in counts)
        facts += [("filter", state), ("hidden", words)]
        if hidden.total:
            facts.append(("read them", "%keras_quiet log"))
        rows = [
            (rule, hidden.cell[rule], hidden.cell_before[rule], count) for rule, count in hidden.total.most_common()
        ]
        return Summary(facts, rows)

    def _complete(self, _shell: Any, event: Any) -> List[str]:
        words = event.line.split()
        if "--rule" in words:
            return sorted(self._quiet.hidden.total)
        return ["--rule"] if "log" in words else list(WORDS)


def _usage_error(text: str) -> None:
    from IPython.core.error import UsageError

    raise UsageError("%s\n%s" % (text, USAGE))
