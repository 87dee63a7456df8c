"""Which of TensorFlow's own statements, before 2.18, are VLOG(n), and with which n.

`VLOG(n)` is the same call as LOG(INFO), behind a condition: a function is asked once whether n prints, and its answer
is kept in a variable of the statement's own (tsl/platform/default/logging.h). So the code that asks tells the n of a
variable, and the code that looks at the variable goes on to the statement, or jumps to it where the compiler moved it
behind the function. In large functions a function of its own asks, and its answer takes the place of the variable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import loggers, x86

if TYPE_CHECKING:
    from . import elf

_GIVEN = -1  # the verbosity of a function that is called with it
_NEAR = 120  # bytes of code from where a guarded statement begins to its first call


class Guards:
    """What one function looks at before its statements."""

    def __init__(self, asking_functions: dict[int, int]) -> None:
        self._asking_functions = asking_functions
        self._asking: int | None = None
        self._variable = 0
        self._verbosities: dict[int, int] = {}
        self._begins: list[tuple[int, int]] = []  # where guarded code begins, and the variable

    def asks(self, verbosity: int | None) -> None:
        """Take a call into account that asks whether a verbosity prints; one that is not known is not looked for."""
        self._asking = verbosity

    def asks_there(self, place: int, operands: str, given: int | None) -> None:
        """Take a call at `place` into account of a function that asks; `given` is the verbosity it is called with."""
        asked = self._asking_functions.get(int(operands, 16) if operands.startswith("0x") else 0)
        verbosity = given if asked == _GIVEN else asked
        if verbosity is not None:
            self._verbosities[place], self._variable = verbosity, place

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


def asking(code: elf.Code, calls: dict[int, str], targets: dict[int, str], functions: elf.Functions) -> dict[int, int]:
    """Return the functions in `code` that do nothing but ask whether a verbosity prints, and which they ask for."""
    limit = code.address + len(code.content)
    found = {}
    for start in (address for address, role in targets.items() if role == loggers.ASKS_IN_LAMBDA):
        if code.address <= start < limit:
            asked = _asked(code, calls, start, functions.around(start)[1] or limit)
            found.update({start: asked} if asked is not None else {})
    return found


def _asked(code: elf.Code, calls: dict[int, str], start: int, end: int) -> int | None:
    registers = x86.Registers()
    content = code.content[start - code.address : end - code.address].tobytes()
    for address, size, mnemonic, operands in x86.instructions(content, start):
        if calls.get(address) == loggers.ASKS_VERBOSITY:
            asked = registers["rsi"]
            return _GIVEN if asked is None else asked
        registers.follow(address + size, mnemonic, operands)
    return None
