"""Asks the rules about a message: hidden, and by which rule, or shown."""

from typing import TYPE_CHECKING, Iterable, List, Mapping, Optional, Set

from ..grammar.messages import Message
from ..grammar.rule import HIDE, HIDE_WITHOUT_GPU, Rule
from ..grammar.ways import BARE, WARNING
from . import machine
from .callers import is_called_from
from .rules import Rules

if TYPE_CHECKING:
    from .globs import Glob

# Rules look at no more than this of a message: the beginning names it, and the time is bounded for every text.
LOOKED_AT = 4096
# So many different messages are remembered as shown; past that every one is shown.
REMEMBERED = 1000

# The one class of messages that no text names: one installed package tells another of an old name (`issuers`).
BETWEEN_PACKAGES = Rule("between-packages", WARNING)


class Verdicts:
    """The rules of one kernel, and what they remember.

    `environ` is looked at when a message turns on it: a cell may switch CUDA off at any time. `hide` and `show` are the
    user's own patterns for the first line of a message as it is printed; `show` wins over everything.
    """

    def __init__(
        self,
        rules: Rules,
        environ: Mapping[str, str],
        hide: Iterable["Glob"] = (),
        show: Iterable["Glob"] = (),
    ) -> None:
        self.rules = rules
        self._environ = environ
        self._hide = [(glob.matches, own_rule(glob.text)) for glob in hide]
        self._show = [glob.matches for glob in show]
        self.loggers = rules.loggers
        self._seen: Set[Message] = set()

    def starts(self) -> List[str]:
        """Return the literal beginnings of the noise that comes without a prefix; of any line, for the user's rules."""
        return [""] if self._hide else self.rules.bare

    def may_hide(self, way: str, source: str, start: str) -> bool:
        """Whether a message may be hidden that begins so (`patterns.START`); its speaker has to be named exactly."""
        return bool(self._hide) or self.rules.may_begin(way, source, start)

    def hiding(self, message: Message, line: str) -> Optional[Rule]:
        """Return the rule that hides this message, or None where it is to be shown. The first match decides."""
        first = line.partition("\n")[0]
        for matches in self._show:
            if matches(first):
                return None
        for matches, rule in self._hide:
            if matches(first):
                return rule
        named = next(self.rules.matching(message, message.text[:LOOKED_AT]), None)
        if named is None:
            return BETWEEN_PACKAGES if message.issuer else None
        return named if self._applies(named, message) else None

    def _applies(self, rule: Rule, message: Message) -> bool:
        if rule.asked_by and any(asks(self._environ, asked) for asked in rule.asked_by):
            return False
        if rule.called_from and not is_called_from(rule.called_from):
            return False
        if rule.action == HIDE or (rule.action == HIDE_WITHOUT_GPU and not machine.accelerator(self._environ)):
            return True
        repeated = message in self._seen
        if len(self._seen) < REMEMBERED:
            self._seen.add(message)
        return repeated


def asks(environ: Mapping[str, str], asked: str) -> bool:
    """Return whether a variable is set, or has the value that "NAME=VALUE" names.

    JAX sets TF_CPP_MIN_LOG_LEVEL to 1 by itself (jax/__init__.py): that is no user's wish for more messages.
    """
    name, sign, value = asked.partition("=")
    return environ.get(name) == value if sign else bool(environ.get(name))


def own_rule(pattern: str) -> Rule:
    """Return the rule that a user's pattern makes; its id is the pattern itself."""
    return Rule("hide %s" % pattern, BARE)
