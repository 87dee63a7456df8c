"""How hidden lines are told: the rule and the text, and below them how often the text came again."""

import time

from ..keeping.table import OF_A_RULE, OF_ALL, Entry


def row(entry: Entry) -> str:
    """Return what `%keras_quiet log` prints of an entry."""
    again = copies(entry)
    return "%s  %s%s" % (entry.rule, entry.text, "\n  (%s)" % again if again else "")


def copies(entry: Entry) -> str:
    """Return how often a text came again, and from when to when it came; "" where it came once."""
    if entry.count == 1:
        return ""
    first, last = time.localtime(entry.first), time.localtime(entry.last)
    form = "%H:%M" if first[:3] == time.localtime()[:3] else "%Y-%m-%d %H:%M"
    times = dict.fromkeys(time.strftime(form, each) for each in (first, last))
    return "%s more, %s" % (counted(entry.count - 1, "time"), " to ".join(times))


def dropped(count: int) -> str:
    """Return that hidden lines were dropped, with the bounds; "" where none were."""
    if not count:
        return ""
    was = "was" if count == 1 else "were"
    bounds = "at most %d kB are kept of what one rule hid, and %d kB in all" % (OF_A_RULE >> 10, OF_ALL >> 10)
    return "%s %s dropped: %s" % (counted(count, "older line"), was, bounds)


def counted(count: int, what: str) -> str:
    """Return a number with its noun: 1 line, 20,000 lines."""
    return "{:,} {}{}".format(count, what, "" if count == 1 else "s")
