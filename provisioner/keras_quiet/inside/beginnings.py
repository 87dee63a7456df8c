"""What a line that may be noise begins with; all other lines pass without a look at the rules. Pure."""

import re
from typing import Dict, Iterable, List

# What a line that may be noise can begin with, as a pattern and as its skeleton: the skeleton (digits as 0, the level
# as I) tells of a line that is cut short whether it can still become one. F (fatal) lines are never noise.
PREFIXES = (
    (rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d+: [IWE] ", b"0000-00-00 00:00:00.000000: I "),
    (rb"[IWE]\d{4} \d\d:\d\d:", b"I0000 00:00:"),
    (rb"[IWE]\d{8} \d\d:\d\d:", b"I00000000 00:00:"),
    (rb"[IWE] (?:tensorflow|external|xla|tsl|\.)/", b"I tensorflow/"),
    (rb"[IWE] [a-zA-Z]:\\", b"I c:\\"),
    (rb"(?:\x1b\[[0-9;]*m)*\([^()\n]{0,40}pid=", b"(pid=0"),
    (rb"\[[IWE] NNPACK\.cpp:", b"[I NNPACK.cpp:0"),
    (rb"\[[IWE]\d{3,4} \d\d:\d\d:\d\d\.\d+ NNPACK\.cpp:", b"[I000 00:00:00.000000000 NNPACK.cpp:0"),
    # Python's logging and warnings, printed by a child process.
    (rb"(?:INFO|WARNING):(?:tensorflow|absl|root|plaidml|torch_xla|jax\._src\.[\w.]+):", b"IARNING:tensorflow:"),
    # Never held: only a line that is there as a whole is judged.
    (rb"[\w.-]{1,64}:\d+:\d+ \[\d+\] NCCL INFO ", b""),
    (rb"(?:[a-zA-Z]:\\|[/~])[^:\n]{0,400}[/\\](?:(?:site|dist)-packages[/\\]|importlib[/\\]_bootstrap)", b""),
)
# Each of them begins with one of these characters, or with such a word and a colon. Hardly any other line does: it is
# told apart by a look at its first byte, while the patterns one after the other take five times as long.
_FIRST, _WORD = rb"\dIWE(\x1b\[/~", rb"[\w.-]{1,64}:[\d\\]"
# So much of a literal beginning is looked for, in bytes: enough to be rare, and quickly compiled.
LITERAL = 12
_DIGITS = bytes.maketrans(b"123456789,WE", b"000000000.II")


class Beginnings:
    """What lines that may be noise begin with: a prefix of a log, or one of the literal `starts`."""

    def __init__(self, starts: Iterable[str]) -> None:
        literals = sorted({start.encode()[:LITERAL] for start in starts})
        any_one = pattern_of(literals)
        # A newline in front lets the search leap from line to line, which ^ with MULTILINE does not.
        self._here, self._later = re.compile(any_one), re.compile(b"\n" + any_one)
        self._skeletons = [skeleton for _, skeleton in PREFIXES if skeleton]
        self._skeletons += [literal.translate(_DIGITS) for literal in literals]

    def begin(self, line: bytes) -> bool:
        """Whether a line begins with one of them."""
        return self._here.match(line) is not None

    def may_begin(self, piece: bytes) -> bool:
        """Whether a line of which only the beginning is there may do so."""
        skeleton = piece[:80].translate(_DIGITS)
        return self.begin(piece) or any(each.startswith(skeleton) for each in self._skeletons)

    def first(self, data: bytes, position: int, last: int) -> int:
        """Return where the first such line begins between two line starts, or else the second."""
        if position == last or self._here.match(data, position):
            return position
        found = self._later.search(data, position, last)
        return found.start() + 1 if found else last


def pattern_of(literals: Iterable[bytes]) -> bytes:
    """Return the pattern of what a line that may be noise begins with: a prefix, or one of the literals."""
    if b"" in literals:
        return b""  # any line may be noise
    first = _FIRST + b"".join(re.escape(literal[:1]) for literal in literals)
    heads = b"|".join([*(pattern for pattern, _ in PREFIXES), _any_of(literals)])
    return b"(?=[%b]|%b)(?:%b)" % (first, _WORD, heads)


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
