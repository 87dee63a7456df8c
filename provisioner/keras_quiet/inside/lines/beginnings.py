"""What a line that may be noise begins with; all other lines pass without a look at the rules. Pure."""

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import Dict, FrozenSet, Iterable, List, Pattern, Sequence, Tuple

# What a line that may be noise can begin with, as a pattern and as its skeletons: a skeleton (digits as 0, the level
# as I) tells of a line that is cut short whether it can still become one. F (fatal) lines are never noise.
_LOGGERS = (b"tensorflow:", b"absl:", b"root:", b"plaidml:", b"torch_xla:", b"jax._src.")
_FOLDERS = (b"tensorflow/", b"external/", b"xla/", b"tsl/", b"./")
PREFIXES: Tuple[Tuple[bytes, Tuple[bytes, ...]], ...] = (
    (rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d+: [IWE] ", (b"0000-00-00 00:00:00.000000: I ",)),
    (rb"[IWE]\d{4} \d\d:\d\d:", (b"I0000 00:00:",)),
    (rb"[IWE]\d{8} \d\d:\d\d:", (b"I00000000 00:00:",)),
    (rb"[IWE] (?:tensorflow|external|xla|tsl|\.)/", tuple(b"I " + folder for folder in _FOLDERS)),
    (rb"[IWE] [a-zA-Z]:\\", (b"I c:\\", b"I C:\\")),
    (rb"(?:\x1b\[[0-9;]*m)*\([^()\n]{0,40}pid=", ()),
    (rb"\[[IWE] NNPACK\.cpp:", (b"[I NNPACK.cpp:0",)),
    (rb"\[[IWE]\d{3,4} \d\d:\d\d:\d\d\.\d+ NNPACK\.cpp:", (b"[I000 00:00:00.000000000 NNPACK.cpp:0",)),
    # Python's logging and warnings, printed by a child process.
    (
        rb"(?:INFO|WARNING):(?:tensorflow|absl|root|plaidml|torch_xla|jax\._src\.[\w.]+):",
        tuple(level + name for level in (b"INFO:", b"IARNING:") for name in _LOGGERS),
    ),
    # Never held: only a line that is there as a whole is judged.
    (rb"[\w.-]{1,64}:\d+:\d+ \[\d+\] NCCL INFO ", ()),
    (rb"(?:[a-zA-Z]:\\|[/~])[^:\n]{0,400}[/\\](?:(?:site|dist)-packages[/\\]|importlib[/\\]_bootstrap)", ()),
)
# Names and colours are in no skeleton: the beginning of a Ray worker's prefix, and a logger of JAX's, cut anywhere.
_CUT = re.compile(
    rb"(?:\x1b\[[0-9;]*m)*(?:\x1b(?:\[[0-9;]*)?|\([^()\n]{0,44})?\Z|(?:INFO|WARNING):jax\._src\.[\w.]{0,99}\Z"
)
# Each of them begins with one of these characters, or with such a word and a colon. Hardly any other line does: it is
# told apart by a look at its first byte, while the patterns one after the other take five times as long.
_FIRST, _WORD = rb"\dIWE(\x1b\[/~", rb"[\w.-]{1,64}:[\d\\]"
# So much of a literal beginning is looked for, in bytes: enough to be rare.
LITERAL = 12
# By so many of its bytes a line is passed over at first.
LIKE = 5
# After so many lines that were looked at in vain, the exact pattern pays, which takes 70 us a literal to compile.
VAIN = 1000
_DIGITS = bytes.maketrans(b"123456789,WE", b"000000000.II")


def _prefix(form: bytes) -> bytes:
    """Return the pattern of a prefix; `form` has a place for the choice of them."""
    return b"(?=[%b]|%b)%b" % (_FIRST, _WORD, form % b"|".join(pattern for pattern, _ in PREFIXES))


_PREFIX = re.compile(_prefix(b"(?:%b)"))


class Beginnings:
    """What lines that may be noise begin with: a prefix of a log, or one of the literal `starts`.

    A kernel's start waits for this, however many literals there are: so the search knows of them at first only which
    bytes come at which place, and a line that it finds is looked at more closely.
    """

    def __init__(self, starts: Sequence[str]) -> None:
        together = "\n".join(starts).encode()  # in one step: there may be hundreds
        self._literals = frozenset([start[:LITERAL] for start in together.split(b"\n")] if starts else ())
        self._lengths = tuple(set(map(len, self._literals)))
        self._later = _search(self._literals, _like(self._literals))
        self._vain = 0
        self._skeletons: List[bytes] = []  # made for the first line that is cut

    def begin(self, line: bytes, position: int = 0) -> bool:
        """Whether the line that begins there begins with one of them."""
        return self._is_literal(line, position) or _PREFIX.match(line, position) is not None

    def may_begin(self, piece: bytes) -> bool:
        """Whether a line of which only the beginning is there may do so."""
        if not self._skeletons:
            prefixes = [skeleton for _, skeletons in PREFIXES for skeleton in skeletons]
            self._skeletons = sorted(prefixes + [literal.translate(_DIGITS) for literal in self._literals])
        skeleton = piece[:80].translate(_DIGITS)
        number = bisect_left(self._skeletons, skeleton)
        begun = number < len(self._skeletons) and self._skeletons[number].startswith(skeleton)
        return begun or _CUT.match(piece) is not None or self.begin(piece)

    def first(self, data: bytes, position: int, last: int) -> int:
        """Return where the first such line begins between two line starts, or else the second."""
        if position == last or self.begin(data, position):
            return position
        for found in self._later.finditer(data, position, last):
            if found.lastindex or self._is_literal(data, found.start() + 1):
                return found.start() + 1
            self._vain += 1
            if self._vain == VAIN:
                self._later = _search(self._literals, _any_of(sorted(self._literals)))
        return last

    def _is_literal(self, data: bytes, position: int) -> bool:
        for length in self._lengths:  # noqa: SIM110  # any() takes twice as long, and this is asked very often
            if data[position : position + length] in self._literals:
                return True
        return False


@lru_cache(maxsize=4)
def beginnings_of(starts: Tuple[str, ...]) -> Beginnings:
    """Return the beginnings with these literals: the same for every source of lines."""
    return Beginnings(starts)


def _search(literals: FrozenSet[bytes], pattern: bytes) -> Pattern[bytes]:
    """Return what finds the next line that begins with a prefix, which is a group, or as `pattern` has it.

    A newline in front lets the search leap from line to line, which ^ with MULTILINE does not.
    """
    if b"" in literals:
        return re.compile(b"\n")  # any line may be noise
    return re.compile(b"\n(?:%b|%b)" % (_prefix(b"(%b)"), pattern))


def _like(literals: FrozenSet[bytes]) -> bytes:
    """Return a pattern of what has at each of the first places a byte that one of the literals has there."""
    places = zip(*literals)  # noqa: B905  # strict= came with Python 3.10
    return b"".join([b"[%b]" % _any_byte(place) for place in islice(places, LIKE)]) or b"(?!)"


def _any_byte(values: Iterable[int]) -> bytes:
    """Return what stands in brackets for one of these bytes."""
    return re.escape(bytes(sorted(set(values))))


def _any_of(literals: Iterable[bytes]) -> bytes:
    """Return a pattern that matches what begins with one of the literals; more of them make it no slower."""
    rest: Dict[bytes, List[bytes]] = {}
    for literal in literals:
        rest.setdefault(literal[:1], []).append(literal[1:])
    if b"" in rest:
        return b""  # nothing more is asked
    if not rest:
        return b"(?!)"
    choices = [re.escape(first) + _any_of(rests) for first, rests in rest.items()]
    return choices[0] if len(choices) == 1 else b"(?:" + b"|".join(choices) + b")"
