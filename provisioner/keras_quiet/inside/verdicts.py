"""Asks the rules about a message: hidden, and by which rule, or shown."""

import re
from typing import Dict, FrozenSet, Iterable, List, Mapping, Optional, Pattern, Set, Tuple

from . import machine
from .messages import BARE, LOGGING, NATIVE, WRITE, Message
from .rules import HIDE, HIDE_WITHOUT_GPU, Rule

# Rules look at no more than this of a message: the beginning names it, and time is bounded whatever comes.
LOOKED_AT = 4096
# The user's patterns look at no more characters than this. They are checked at launch (keras_quiet/patterns.py) to
# take cubic time at worst, so that no line can freeze the kernel.
OWN_LOOKED_AT = 300
# So many different messages are remembered as shown; past that every one is shown.
REMEMBERED = 1000

_Compiled = Tuple[Pattern[str], Pattern[str], Rule]


class Verdicts:
    """The rules of one kernel, and what they remember.

    `environ` is looked at when a message turns on it: a cell may switch CUDA off at any time. `hide` and `show` are the
    user's own regular expressions, matched from the beginning of a line as it is printed; `show` wins over everything.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        environ: Mapping[str, str],
        hide: Iterable[str] = (),
        show: Iterable[str] = (),
    ) -> None:
        self._rules: Dict[str, List[Rule]] = {}
        for rule in rules:
            self._rules.setdefault(rule.kind, []).append(rule)
        self._compiled: Dict[str, List[_Compiled]] = {}
        self._environ = environ
        self._hide = [(re.compile(pattern), own_rule(pattern)) for pattern in hide]
        self._show = [re.compile(pattern) for pattern in show]
        self.loggers = self._loggers()
        self._seen: Set[Message] = set()

    def starts(self) -> List[str]:
        """Return the literal beginnings of the noise that comes without a prefix; of any line, for the user's rules."""
        return [""] if self._hide else self._literal_starts(BARE)

    def writes(self) -> List[str]:
        """Return the literal beginnings of the noise that one call writes to a stream of Python's."""
        return self._literal_starts(WRITE)

    def _literal_starts(self, kind: str) -> List[str]:
        return [literal_start(rule.message) for rule in self._rules.get(kind, ())]

    def _loggers(self) -> FrozenSet[str]:
        """Return the names of the loggers that rules speak of."""
        sources = [rule.source for rule in self._rules.get(LOGGING, ())]
        return frozenset(name.replace("\\", "") for source in sources for name in source.split("|"))

    def hiding(self, message: Message, line: str) -> Optional[Rule]:
        """Return the rule that hides this message, or None where it is to be shown. The first match decides."""
        start = line[:OWN_LOOKED_AT]
        if any(pattern.match(start) for pattern in self._show):
            return None
        for own, rule in self._hide:
            if own.match(start):
                return rule
        text = message.text[:LOOKED_AT]
        for source, pattern, rule in self._of_kind(message.kind):
            if pattern.match(text) and _speaks(source, message):
                return rule if self._applies(rule, message) else None
        return None

    def _of_kind(self, kind: str) -> List[_Compiled]:
        # Compiled at the first message of a kind: 0.2 ms a pattern that no kernel start should pay.
        if kind not in self._compiled:
            self._compiled[kind] = [
                (re.compile(r"(?:%s)\Z" % rule.source), re.compile(rule.message), rule)
                for rule in self._rules.get(kind, ())
            ]
        return self._compiled[kind]

    def _applies(self, rule: Rule, message: Message) -> bool:
        if rule.asked_by and self._environ.get(rule.asked_by):
            return False
        if rule.action == HIDE or (rule.action == HIDE_WITHOUT_GPU and not machine.has_gpu(self._environ)):
            return True
        repeated = message in self._seen
        if len(self._seen) < REMEMBERED:
            self._seen.add(message)
        return repeated


def _speaks(source: Pattern[str], message: Message) -> bool:
    # Rules name a C++ file by its base name; with its folder where the same message counts differently elsewhere.
    if source.match(message.source):
        return True
    return message.kind == NATIVE and source.match(message.source.rpartition("/")[2]) is not None


def own_rule(pattern: str) -> Rule:
    """Return the rule that a user's pattern makes; its id is the pattern itself."""
    return Rule("hide %s" % pattern, BARE, "", pattern, HIDE, "The user's own rule.", ())


def literal_start(pattern: str) -> str:
    r"""Return the literal text that everything matched by a pattern begins with: r"a\(b+" gives "a("."""
    literal = ""
    for token in re.finditer(r"\\([^\w\s])|([^\\.^$*+?{}\[\]|()])|(.)", pattern, re.DOTALL):
        if token.group(3):
            return literal[:-1] if token.group(3) in "*?{" else literal
        literal += token.group(1) or token.group(2)
    return literal
