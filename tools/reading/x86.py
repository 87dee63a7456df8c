"""Constants in the registers of x86-64 code: what a call's arguments are where the code itself says so."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import capstone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDE = ["rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"]
_FULL = {name: name for name in _WIDE}
_FULL.update({f"e{name[1:]}": name for name in _WIDE[:8]})
_FULL.update({f"{name}d": name for name in _WIDE[8:]})
# Parts of a register: what writes one leaves a value that is not known.
_PART = {f"{name}{suffix}": name for name in _WIDE[8:] for suffix in "wb"}
_PART.update({name[1:]: name for name in _WIDE[:8]})
_PART.update({f"{letter}{half}": f"r{letter}x" for letter in "abcd" for half in "lh"})
_PART.update({"sil": "rsi", "dil": "rdi", "bpl": "rbp", "spl": "rsp"})
_NOT_KEPT = ("rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11")  # by a called function
_ONLY_READ = {"cmp", "test", "push", "nop", "bt", "ucomiss", "ucomisd", "comiss", "comisd"}
# What these write is not, or not only, their first operand.
_WRITE_TWO = ("mul", "imul", "div", "idiv", "cqo", "cdq", "cpuid", "rdtsc")
_WRITE_MORE = ("rep", "xchg", "movs", "stos", "cmpxchg")
# The next instruction is not reached from one of these.
ENDS = {"jmp", "ret", "ud2", "int3", "hlt"}
_RELATIVE = re.compile(r"(\w+), \[rip ([+-]) (0x[0-9a-f]+|\d+)\]")
_AT = re.compile(r"\[rip ([+-]) (0x[0-9a-f]+|\d+)\]")
_DIGITS = "-0123456789"
_STACK = re.compile(r"(\w+) ptr (\[r[bs]p[^\]]*\])$")


class Registers:
    """The constants that registers and the function's own stack hold, as far as the instructions read so far tell.

    Instructions come in the order in which they stand. Where the one before does not go on to the next, what is known
    is what was known at the first jump to there.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self.jumped_to: dict[int, dict[str, int]] = {}  # what was known at the first jump to an address
        self._goes_on = True

    def arrive(self, address: int) -> None:
        """Go on at an instruction that was jumped to."""
        known = self.jumped_to.pop(address)
        if not self._goes_on:
            self._known = known

    def copy(self) -> Registers:
        """Return what is known now; jumps are not."""
        other = Registers()
        other._known = self._known.copy()
        return other

    def __getitem__(self, name: str) -> int | None:
        return self._known.get(name)

    def follow(self, end: int, mnemonic: str, operands: str) -> None:
        """Take one instruction into account; `end` is the address of the next."""
        if mnemonic == "nop":
            return
        self._goes_on = mnemonic not in ENDS
        if mnemonic[0] == "j":
            target = jump(mnemonic, operands)
            if target and target > end and target not in self.jumped_to:
                self.jumped_to[target] = self._known.copy()
        elif mnemonic == "call":
            self._forget(_NOT_KEPT)
        elif mnemonic not in _ONLY_READ:
            self._write(end, mnemonic, operands)

    def _write(self, end: int, mnemonic: str, operands: str) -> None:
        written, _, source = operands.partition(", ")
        full = _FULL.get(written)
        if full is None:
            self._store(mnemonic, written, source)
        else:
            self._set(full, self._value(end, mnemonic, operands, source))
        others = _others(mnemonic)
        if others:
            self._forget((*others, _FULL.get(source, "")))

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            self._known.pop(name, None)

    def _set(self, name: str, value: int | None) -> None:
        if value is None:
            self._known.pop(name, None)
        else:
            self._known[name] = value

    def _store(self, mnemonic: str, target: str, source: str) -> None:
        if target in _PART:
            self._known.pop(_PART[target], None)
            return
        place = _STACK.match(target) if "[r" in target else None
        if place:
            self._set(place[2], self._known.get(source) if mnemonic == "mov" and place[1] == "qword" else None)

    def _value(self, end: int, mnemonic: str, operands: str, source: str) -> int | None:
        if mnemonic == "lea":
            found = _RELATIVE.match(operands)
            return end + int(found[2] + found[3], 0) if found else None
        if mnemonic in {"mov", "movabs"}:
            if source[0] in _DIGITS:
                return int(source, 0)
            return self._known.get(_FULL.get(source) or source.removeprefix("qword ptr "))
        if mnemonic == "xor":
            return 0 if operands == f"{source}, {source}" else None
        return None


@functools.cache
def _others(mnemonic: str) -> tuple[str, ...]:
    """Return the registers that an instruction writes besides its first operand."""
    if mnemonic in _WRITE_TWO:
        return ("rax", "rdx")
    return ("rsi", "rdi", "rcx", "rax") if mnemonic.startswith(_WRITE_MORE) else ()


def jump(mnemonic: str, operands: str) -> int | None:
    """Return where a jump goes to; None of what is no jump to a place that the code names."""
    return int(operands, 16) if mnemonic[0] == "j" and operands.startswith("0x") else None


def relative(end: int, operands: str) -> int:
    """Return the address of an operand that is relative to the next instruction, whose address is `end`."""
    found = _AT.search(operands)
    return end + int(found[1] + found[2], 0) if found else 0


@functools.cache
def _machine() -> capstone.Cs:
    machine = capstone.Cs(capstone.CS_ARCH_X86, capstone.CS_MODE_64)
    machine.skipdata = True
    return machine


def instructions(content: bytes, address: int) -> Iterator[tuple[int, int, str, str]]:
    """Return address, size, mnemonic and operands of each instruction; bytes that are none are passed over."""
    found: Iterator[tuple[int, int, str, str]] = _machine().disasm_lite(content, address)
    return found
