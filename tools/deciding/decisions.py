"""Who decides a statement: a rule, a `[[shown]]` entry, an entry of `rules/unread.toml`, or nobody yet.

A rule or a `[[shown]]` entry with messages decides a statement that its source and one of its messages fit
(`texts`); of several the one with the most characters in common. A `[[shown]]` entry without messages decides what
nobody else does, for a file or a whole folder, but never in the folders that training, prediction and export reach:
there each statement is decided by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reading.statement import ERROR, LITE, LOGGING, NATIVE, RAW, WARNINGS, Statement

from . import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keras_quiet.command.rulebook.entries import Entry, Rulebook

    from .unread import Unread

SHOWN, UNDECIDED = "shown", "undecided"
ONE, FILE, FOLDER, BY_HAND, NOBODY = "one by one", "by file", "by folder", "by hand", "undecided"
# What fit, predict, save and export can reach: no entry for a whole file or folder decides here.
NEAR = (
    "tensorflow/core/common_runtime/",
    "tensorflow/core/kernels/",
    "tensorflow/core/framework/",
    "tensorflow/core/data/",
    "tensorflow/core/grappler/",
    "xla/stream_executor/",
    "xla/service/",
    "xla/hlo/",
    "xla/pjrt/",
    "tsl/",
    "tensorflow/lite/",
    "tensorflow/compiler/mlir/lite/",
    "tensorflow/core/profiler/",
    "xla/backends/profiler/",
)
_WAYS = {NATIVE: "native", RAW: "bare", LITE: "bare", LOGGING: "logging", WARNINGS: "warning"}
ANYWHERE = "*"


class Decision(NamedTuple):
    """What happens to a statement: `what` is an action, SHOWN or UNDECIDED; `by` the rule's id or the reason.

    `how` says by which kind of entry: ONE, FILE, FOLDER, BY_HAND or NOBODY.
    """

    what: str
    by: str
    how: str


class Decider:
    """The rules, the entries about what is shown, and what is decided by hand."""

    def __init__(self, book: Rulebook, unread: Iterable[Unread] = ()) -> None:
        self._named = _by_key(entry for entry in (*book.rules, *book.shown) if entry.messages and entry.way != "write")
        self._whole = _by_way(entry for entry in book.shown if entry.sources and not entry.messages)
        self.left = {each: each.count for each in unread}  # how many statements an entry may still decide

    def decide(self, statement: Statement) -> Decision:
        """Return who decides a statement."""
        entry = self._best(statement)
        if entry:
            return Decision(_action(entry), _reason(entry), ONE)
        by_place = self._by_place(statement) if needs_decision(statement) else None
        return self._by_hand(statement) or by_place or Decision(UNDECIDED, "", NOBODY)

    def _by_hand(self, statement: Statement) -> Decision | None:
        """Return what is decided by hand: as many statements as the entry counts, the next is undecided."""
        for each, left in self.left.items():
            if left and each.names(statement):
                self.left[each] -= 1
                return Decision(each.decision, each.why, BY_HAND)
        return None

    def _best(self, statement: Statement) -> Entry | None:
        if not texts.can_be_matched(statement.text):
            return None
        best, most = None, 0
        way, base = _WAYS[statement.way], statement.file.rpartition("/")[2]
        for entry in (*self._named.get((way, ""), ()), *self._named.get((way, base), ())):
            if _speaks(entry, statement):
                common = max(
                    found.common if found else 0
                    for found in (texts.fit(each, statement.printed) for each in entry.messages)
                )
                if common > most:
                    best, most = entry, common
        return best

    def _by_place(self, statement: Statement) -> Decision | None:
        place = f"/{statement.file.removeprefix('./')}"
        if not statement.file or any(f"/{each}" in place for each in NEAR):
            return None
        for entry in self._whole.get(_WAYS[statement.way], ()):
            for source in entry.sources:
                if _is_in(place, source):
                    return Decision(SHOWN, entry.why, FOLDER if source.endswith("/") else FILE)
        return None


def needs_decision(statement: Statement) -> bool:
    """Whether somebody has to decide a statement: all but errors, which stay shown as a class."""
    return statement.level != ERROR


def _by_key(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """Return entries by the way and the base name of the C++ file; "" where they name a folder, or by another way."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        names = {source.rpartition("/")[2] for source in entry.sources} if entry.way == _WAYS[NATIVE] else {""}
        for name in names:
            found.setdefault((entry.way, name), []).append(entry)
    return found


def _by_way(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.way, []).append(entry)
    return found


def _speaks(entry: Entry, statement: Statement) -> bool:
    """Whether the source of a statement is one that an entry names."""
    way = _WAYS[statement.way]
    if way == "bare":
        return True
    if way == "native":
        return bool(statement.file) and any(_is_in(f"/{statement.file}", source) for source in entry.sources)
    if way == "logging":
        return statement.name in entry.sources or any(
            _is_path(each) and _is_in(f"/{statement.file}", each) for each in entry.sources
        )
    categories = getattr(entry, "categories", ())
    if categories and statement.name.endswith("Warning") and statement.name not in categories:
        return False
    named = (source for source in entry.sources if not source.startswith("!"))
    return statement.caller or any(each == ANYWHERE or statement.file.startswith(each) for each in named)


def _is_in(place: str, source: str) -> bool:
    """Whether a path that begins with a slash is of a file (its base name or the end of its path) or in a folder."""
    return f"/{source}" in place if source.endswith("/") else place.endswith(f"/{source}")


def _is_path(source: str) -> bool:
    return "/" in source or source.endswith(".py")


def _action(entry: Entry) -> str:
    return str(getattr(entry, "action", SHOWN))


def _reason(entry: Entry) -> str:
    return str(getattr(entry, "id", entry.why))
