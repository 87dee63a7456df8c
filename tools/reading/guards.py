"""Which of TensorFlow's own statements, before 2.18, are VLOG(n), and with which n.

`VLOG(n)` is the same call as LOG(INFO), behind a condition: a function is asked once whether n prints, and its answer
is kept in a variable of the statement's own (tsl/platform/default/logging.h). So the code that asks tells the n of a
variable, and the code that looks at the variable goes on to the statement, or jumps to it where the compiler moved it
behind the function.
"""

from __future__ import annotations

from . import x86

_NEAR = 120  # bytes of code from where a guarded statement begins to its first call


class Guards:
    """What one function looks at before its statements."""

    def __init__(self) -> None:
        self._asking: int | None = None
        self._variable = 0
        self._verbosities: dict[int, int] = {}
        self._begins: list[tuple[int, int]] = []  # where guarded code begins, and the variable

    def asks(self, verbosity: int | None) -> None:
        """Take a call into account that asks whether a verbosity prints; one that is not known is not looked for."""
        self._asking = verbosity

    def follow(self, end: int, mnemonic: str, operands: str) -> None:
        """Take one instruction into account; `end` is the address of the next."""
        if "[rip" in operands and mnemonic != "lea":
            self._variable = x86.relative(end, operands)
            if self._asking is not None:
                self._verbosities[self._variable], self._asking = self._asking, None
        elif mnemonic in {"je", "jne"} and self._variable:
            self._begins.append((int(operands, 16) if mnemonic == "jne" else end, self._variable))
            self._variable = 0

    def verbosities(self, statements: list[int]) -> dict[int, int]:
        """Return the verbosities of the statements that have one, by the addresses of their first calls."""
        found = {}
        for begin, variable in self._begins:
            after = min((each for each in statements if each >= begin), default=begin + _NEAR)
            if variable in self._verbosities and after - begin < _NEAR:
                found[after] = self._verbosities[variable]
        return found
