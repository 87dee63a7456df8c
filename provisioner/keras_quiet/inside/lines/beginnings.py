"""What a line that may be noise begins with; all other lines pass without a look at the rules. Pure."""

from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import FrozenSet, Iterable, Iterator, List, Match, Pattern, Tuple

from ..grammar.prefixes import LEVEL, LEVELS, LOGGING, NATIVE, NCCL, NOISE, OF_INSTALLED, WORKER
from ..guarding.kept import re

# Each of them begins with one of these characters, or with such a word and a colon. Hardly any other line does: it is
# told apart by a look at its first byte, while the patterns one after the other take five times as long.
_FIRST, _WORD = r"\dIWE(\x1b\[/~", r"[\w.-]{1,64}:[\d\\]"
# No prefix is longer, in bytes.
LONGEST = 1000
# So much of a literal beginning is looked for, in bytes: enough to be rare.
LITERAL = 12
# By so many of its bytes a line is passed over, compared with so many literals at once.
LIKE, AT_ONCE = 5, 80
_DIGITS = bytes.maketrans(b"123456789,WE", b"000000000.II")


# The prefixes of native lines, of warnings about installed files, of workers and of NCCL; and that of a record, whose
# logger is a group. Whether a rule speaks of that logger is looked up: a name in the pattern takes 15 us to compile.
_FORMS = [prefix.begins.replace(LEVEL, NOISE) for prefix in (*NATIVE, WORKER, NCCL, OF_INSTALLED)]
_PREFIX = ("(?=[%s]|%s)(%s)" % (_FIRST, _WORD, "|".join([*_FORMS, LOGGING.whole]))).encode()
# What holds a name or a colour may be cut anywhere in it.
_CUT = re.compile(("(?:%s)\\Z" % "|".join(prefix.cut for prefix in (*NATIVE, WORKER) if prefix.cut)).encode())


class Beginnings:
    """What lines that may be noise begin with: a prefix of a log, or one of the literal `starts`.

    `loggers` are those of whom a rule speaks. A kernel's start waits for this, however many literals there are: so the
    search knows of them at first only which bytes come at which place, and a line that it finds is looked at more
    closely.
    """

    def __init__(self, starts: Iterable[str], loggers: Iterable[str] = ()) -> None:
        self._literals = frozenset([start[:LITERAL] for start in map(str.encode, starts)])
        self._lengths = tuple(set(map(len, self._literals)))
        self._loggers = frozenset(map(str.encode, loggers))
        self._later = self._search(_like(self._literals))
        self._skeletons: List[bytes] = []  # made for the first line that is cut

    def begin(self, line: bytes, position: int = 0) -> bool:
        """Whether the line that begins there begins with one of them."""
        found = self._later.match(line, position - 1) if position else self._later.match(b"\n" + line[:LONGEST])
        return found is not None and (self._is_prefix(found) or self._is_literal(line, position))

    def may_begin(self, piece: bytes) -> bool:
        """Whether a line of which only the beginning is there may do so."""
        if not self._skeletons:
            self._skeletons = sorted(each.translate(_DIGITS) for each in (*self._literals, *self._prefixes()))
        skeleton = piece[:80].translate(_DIGITS)
        number = bisect_left(self._skeletons, skeleton)
        begun = number < len(self._skeletons) and self._skeletons[number].startswith(skeleton)
        return begun or _CUT.match(piece) is not None or self.begin(piece)

    def first(self, data: bytes, position: int, last: int) -> int:
        """Return where the first such line begins between two line starts, or else the second."""
        if position == last or self.begin(data, position):
            return position
        for found in self._later.finditer(data, position, last):
            if self._is_prefix(found) or self._is_literal(data, found.start() + 1):
                return found.start() + 1
        return last

    def _is_prefix(self, found: Match[bytes]) -> bool:
        if found.lastindex is None:
            return False
        logger = found.group("logger")
        return logger is None or logger in self._loggers

    def _is_literal(self, data: bytes, position: int) -> bool:
        for length in self._lengths:  # noqa: SIM110  # any() takes twice as long, and this is asked very often
            if data[position : position + length] in self._literals:
                return True
        return False

    def _prefixes(self) -> Iterator[bytes]:
        """Yield the prefixes in full, where no name in them may be any."""
        yield from (skeleton.encode() for prefix in NATIVE for skeleton in prefix.skeletons)
        for level in LEVELS:
            yield from (level.encode() + logger + b":" for logger in self._loggers)

    def _search(self, pattern: bytes) -> Pattern[bytes]:
        """Return what finds the next line that begins with a prefix, which is a group, or else as `pattern` has it.

        A newline in front lets the search leap from line to line, which ^ with MULTILINE does not.
        """
        if b"" in self._literals:
            return re.compile(b"\n")  # any line may be noise
        return re.compile(b"\n(?:%b|%b)" % (_PREFIX, pattern))


@lru_cache(maxsize=4)
def beginnings_of(starts: Tuple[str, ...], loggers: FrozenSet[str] = frozenset()) -> Beginnings:
    """Return the beginnings with these literals: the same for every source of lines."""
    return Beginnings(starts, loggers)


def _like(literals: FrozenSet[bytes]) -> bytes:
    """Return a pattern of what has at each of the first places a byte that one of the literals has there.

    It compiles 30 times as fast as one of the literals themselves, and passes over other text as fast.
    """
    in_order = sorted(literals)
    lots = [in_order[start : start + AT_ONCE] for start in range(0, len(in_order), AT_ONCE)]
    places = [islice(zip(*lot), LIKE) for lot in lots]  # noqa: B905  # strict= came with Python 3.10
    return b"|".join(b"".join(map(_any_byte, each)) for each in places) or b"(?!)"


def _any_byte(values: Iterable[int]) -> bytes:
    """Return a pattern of one of these bytes."""
    return b"[%b]" % re.escape(bytes(sorted(set(values))))
