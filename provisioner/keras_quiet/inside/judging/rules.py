"""The known noise: finds the few rules that may name a message, by who speaks and by how the text begins.

The build compiles `rules/*.toml` to the file that is read here (`hatch_build.py`), with its index.
"""

from bisect import bisect_left
from typing import Any, Dict, FrozenSet, Iterator, List, Tuple

from ..grammar.messages import Message
from ..grammar.patterns import START, compiled
from ..grammar.places import KERNEL, place_of
from ..grammar.rule import INSTALLED, Rule
from ..grammar.ways import BARE, NATIVE, WARNING, WRITE
from ..guarding.kept import json, os

FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "rules.json")
# The lines of the file: the head, a bracket, the entries of the index, a bracket, the rules.
_INDEX = 2


class Rules:
    """The rules of a compiled file; `content` is its JSON, of which each entry is a line (`rulebook/compiling`).

    `loggers` are the names of the loggers that a rule names, `writers` those of the modules that write to a stream of
    Python's. `bare` and `written` are the literal beginnings of messages that have no prefix, and of those that one
    call writes to such a stream.
    """

    def __init__(self, content: str) -> None:
        self._lines = content.split("\n")
        head: Dict[str, Any] = json.loads(self._lines[0][:-1] + "}")["head"]
        self.loggers: FrozenSet[str] = frozenset(head["loggers"])
        self.writers: List[str] = head["writers"]
        self.bare: List[str] = head["starts"][BARE]
        self.written: List[str] = head["starts"][WRITE]
        self._end = _INDEX + head["keys"]
        # Made when they first come up. No lock: two threads may make the same at once, and the first one is kept.
        self._rules: Dict[int, Rule] = {}
        self._patterns: Dict[Tuple[str, str], Dict[str, List[Tuple[Rule, str]]]] = {}

    def matching(self, message: Message, text: str) -> Iterator[Rule]:
        """Yield the rules that name a message; `text` is its text, or as much of it as is to be looked at."""
        for key in _keys(message):
            starts = self._starts(message.way, key)
            for start in (text[:START], ""):
                for rule, pattern in starts.get(start, ()):
                    if speaks(rule, message) and compiled(pattern).match(text):
                        yield rule

    def may_begin(self, way: str, key: str, start: str) -> bool:
        """Whether a rule under this key of the index has a message that may begin so."""
        starts = self._starts(way, key)
        return start in starts or "" in starts

    def rule(self, number: int) -> Rule:
        """Return the rule with this number in the file."""
        if number not in self._rules:
            rule_id, way, action, *lists = _parsed(self._lines[self._end + 1 + number])
            sources, messages, *more = map(tuple, lists)
            self._rules.setdefault(number, Rule(rule_id, way, sources, messages, action, *more))
        return self._rules[number]

    def _starts(self, way: str, key: str) -> Dict[str, List[Tuple[Rule, str]]]:
        found = self._patterns.get((way, key))
        if found is not None:
            return found
        entry = entry_of("%s %s" % (way, key))
        number = bisect_left(self._lines, entry, _INDEX, self._end)
        if number == self._end or not self._lines[number].startswith(entry):
            return {}
        index = _parsed(self._lines[number][len(entry) :])
        starts = {start: [self._message(*each) for each in places] for start, places in index.items()}
        return self._patterns.setdefault((way, key), starts)

    def _message(self, number: int, place: int) -> Tuple[Rule, str]:
        rule = self.rule(number)
        return rule, rule.messages[place]


def read() -> Rules:
    """Return the rules of this installation. Raises OSError and ValueError where their file cannot be read."""
    with open(FILE, "rb") as file:
        return Rules(file.read().decode("utf-8"))


def entry_of(key: str) -> str:
    """Return how the line of a key begins in the index."""
    return json.dumps(key, ensure_ascii=False) + ":"


def speaks(rule: Rule, message: Message) -> bool:
    """Whether a message's source is one of those that a rule names."""
    if message.way == NATIVE:
        base = message.source.rpartition("/")[2]
        return any(base == source or ("/" in source and _ends(message.source, source)) for source in rule.sources)
    if message.way != WARNING:
        return not rule.sources or message.source in rule.sources
    if rule.categories and message.category.rpartition(".")[2] not in rule.categories:
        return False
    place = place_of(message.source)
    named = [s for s in rule.sources if place.startswith(s) or (s == INSTALLED and place != KERNEL)]
    return bool(place and named) and not any(
        place.startswith(source[1:]) for source in rule.sources if source[0] == "!"
    )


def key_of(way: str, source: str) -> str:
    """Return under which key of the index a source stands: a C++ file's base name, the folder of a warning's file."""
    if way == NATIVE:
        return source.rpartition("/")[2]
    return source.partition("/")[0] if way == WARNING else source


def _keys(message: Message) -> Tuple[str, ...]:
    """Return under which keys of the index the rules about a message stand."""
    if message.way in (BARE, WRITE):
        return (message.text[:START],)
    if message.way != WARNING:
        return (key_of(message.way, message.source),)
    place = place_of(message.source)
    return (key_of(WARNING, place), INSTALLED + message.text[:START]) if place else ()


def _parsed(line: str) -> Any:
    return json.loads(line.rstrip(","))


def _ends(path: str, end: str) -> bool:
    return path == end or path.endswith("/" + end)
