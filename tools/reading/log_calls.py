"""The log statements of a shared library, read from its machine code (Linux on x86-64).

The calls of the functions that a log statement compiles to (`loggers`) are found by the library's symbols, and their
arguments are the constants that the registers hold (`x86`). What is not followed is the flow of control: instructions
are read in the order in which they stand. The compiler moves what it takes to be rare behind the function, and then
parts of a text, or the file, can be missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import elf, guards, loggers, x86
from .statement import HOLE, INFO, LITE, NATIVE, RAW, UNKNOWN, VERBOSE_0, Statement, filled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_VERBOSE, _FATAL = "V", "F"
_LEVELS = ("I", "W", "E", _FATAL)  # absl::LogSeverity, and TensorFlow's own
_LITE_LEVELS = (_VERBOSE, *_LEVELS)  # tflite::LogSeverity
_FILE = re.compile(r"[\w./+-]{3,250}\.(?:cc|h|cpp|inc|cu|c|hpp)")
_HOLES = re.compile(f"{HOLE}+")
_AFTER = 4096  # bytes of code in which a statement's parts are looked for
_AHEAD, _MOST_JUMPS = 600, 4  # bytes of code read where a statement jumps to, and how often it may
_ASCII = 128


def statements(path: Path) -> Iterator[Statement]:
    """Yield the statements of a library, once for each copy that the compiler made, without fatal ones and VLOG(1).

    Raises ValueError if the file is no ELF file for x86-64.
    """
    library = elf.Library(path)
    targets = library.named(loggers.role, loggers.HINT)
    if not any(map(loggers.starts, targets.values())):
        return
    old = loggers.ASKS_VERBOSITY in targets.values()
    functions = library.functions()
    for code in library.code():
        calls = dict(elf.calls(code, targets))
        asking = guards.asking(code, calls, targets, functions) if old else None
        for start, end in _functions(calls, functions, code):
            if start in targets:
                continue  # one of absl's constructors, which calls another
            yield from _Function(library, calls, asking).statements(code, start, end)


def _functions(calls: dict[int, str], functions: elf.Functions, code: elf.Code) -> Iterator[tuple[int, int]]:
    """Yield from where to where instructions are read: functions, up to the last statement in each."""
    ends: dict[int, int] = {}
    limit = code.address + len(code.content)
    for address, role in calls.items():
        if loggers.starts(role) or role == loggers.ASKS_VERBOSITY:
            start, after = functions.around(address)
            ends[max(start, code.address)] = min(address + _AFTER, after or limit, limit)
    yield from ends.items()


class _Draft:
    """A statement whose parts are still being read; `at` is the address of its first call."""

    def __init__(self, at: int, file: str, line: int | None, level: str) -> None:
        self.at, self.file, self.line, self.level = at, file, line, level
        self.parts: list[str] = []

    def finished(self) -> Iterator[Statement]:
        if self.level not in {_VERBOSE, _FATAL}:
            text = _HOLES.sub(HOLE, "".join(self.parts))
            yield Statement(self.file, self.line, self.level, NATIVE, text)


class _Function:
    """Reads the instructions of one function."""

    def __init__(self, library: elf.Library, calls: dict[int, str], asking: dict[int, int] | None) -> None:
        self._library = library
        self._calls = calls
        self._registers = x86.Registers()
        self._open: _Draft | None = None
        self._drafts: list[_Draft] = []
        self._jumps: list[tuple[int | None, x86.Registers, _Draft]] = []
        self._guards = None if asking is None else guards.Guards(asking)

    def statements(self, code: elf.Code, start: int, end: int) -> Iterator[Statement]:
        content = code.content[start - code.address : end - code.address].tobytes()
        for address, size, mnemonic, operands in x86.instructions(content, start):
            if address in self._registers.jumped_to:
                self._registers.arrive(address)
            role = self._calls.get(address)
            if role in {loggers.RAW, loggers.LITE}:
                yield from self._whole(role)
            elif role:
                self._call(role, address, operands)
            elif mnemonic == "jmp" and self._open:
                self._jumps.append((x86.jump(mnemonic, operands), self._registers.copy(), self._open))
                self._open = None
            elif self._guards:
                self._guards.follow(address + size, mnemonic, operands)
            self._registers.follow(address + size, mnemonic, operands)
        for target, registers, draft in self._jumps:
            self._registers = registers
            self._go_on(code, draft, target)
        verbosities = self._guards.verbosities([draft.at for draft in self._drafts]) if self._guards else {}
        for draft in self._drafts:
            if draft.level == INFO and draft.at in verbosities:
                draft.level = _verbose(verbosities[draft.at])
            yield from draft.finished()

    def _go_on(self, code: elf.Code, draft: _Draft, address: int | None) -> None:
        """Read on where a statement jumps to: to what several statements, or two branches of one, have in common."""
        for _ in range(_MOST_JUMPS):
            if address is None or not code.address <= address < code.address + len(code.content):
                return
            address = self._block(code, draft, address)

    def _block(self, code: elf.Code, draft: _Draft, start: int) -> int | None:
        """Read up to where the code does not go on; return where it jumps to, None if the statement ends before."""
        at = start - code.address
        for address, size, mnemonic, operands in x86.instructions(code.content[at : at + _AHEAD].tobytes(), start):
            role = self._calls.get(address)
            if role == loggers.END or (role and loggers.starts(role)):
                return None
            if role:
                self._part(draft, role)
            if mnemonic in x86.ENDS:
                return x86.jump(mnemonic, operands)
            self._registers.follow(address + size, mnemonic, operands)
        return None

    def _call(self, role: str, address: int, operands: str) -> None:
        if role.startswith(loggers.BEGIN):
            self._open = _Draft(address, self._file("rsi"), self._registers["rdx"], self._level(role))
            self._drafts.append(self._open)
        elif role == loggers.END:
            self._open = None
        elif role in {loggers.ASKS_VERBOSITY, loggers.ASKS_IN_LAMBDA}:
            self._asks(role, address, operands)
        elif self._open:
            self._part(self._open, role)

    def _asks(self, role: str, address: int, operands: str) -> None:
        verbosity = self._registers["rsi"]
        if self._guards and role == loggers.ASKS_VERBOSITY:
            self._guards.asks(verbosity)
        elif self._guards:
            self._guards.asks_there(address, operands, verbosity)

    def _part(self, draft: _Draft, role: str) -> None:
        if role == loggers.VERBOSITY:
            if draft.level == INFO:
                draft.level = _verbose(self._registers["rsi"])
        elif role != loggers.MANIPULATOR:
            draft.parts.append(self._said(role) or HOLE)

    def _said(self, role: str) -> str | None:
        if role == loggers.CHARACTER:
            character = self._registers["rsi"]
            return chr(character) if character and character < _ASCII else None
        if role == loggers.HOLE:
            return None
        address, length = ("rdx", "rsi") if role == loggers.COPY else ("rsi", "rdx")
        place = self._registers[address]
        size = None if role == loggers.ARRAY else self._registers[length]
        if place is None or (size is None and role != loggers.ARRAY):
            return None
        return self._library.text(place, size)

    def _whole(self, role: str) -> Iterator[Statement]:
        """Yield the statement of one call: RawLog(severity, file, line, format, ...), Log(severity, format, ...)."""
        raw = role == loggers.RAW
        severity, place = self._registers["rdi"], self._registers["rcx" if raw else "rsi"]
        levels = _LEVELS if raw else _LITE_LEVELS
        level = UNKNOWN if severity is None or severity >= len(levels) else levels[severity]
        format_ = self._library.text(place) if place is not None else None
        text = filled(format_ or "%s").removesuffix("\n")
        file, line = (self._file("rsi"), self._registers["rdx"]) if raw else ("", None)
        if level not in {_VERBOSE, _FATAL}:
            yield Statement(file, line, level, RAW if raw else LITE, text)

    def _file(self, register: str) -> str:
        place = self._registers[register]
        name = (place is not None and self._library.text(place)) or ""
        return name if _FILE.fullmatch(name) else ""

    def _level(self, role: str) -> str:
        if role != loggers.GIVEN:
            return role[-1]
        severity = self._registers["rcx"]
        return UNKNOWN if severity is None or severity >= len(_LEVELS) else _LEVELS[severity]


def _verbose(verbosity: int | None) -> str:
    """Return the level of a VLOG: VLOG(0) prints by default, as LOG(INFO) does."""
    return UNKNOWN if verbosity is None else VERBOSE_0 if verbosity == 0 else _VERBOSE
