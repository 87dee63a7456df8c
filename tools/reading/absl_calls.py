"""The log statements of a shared library that uses absl's logging, read from its machine code (Linux on x86-64).

`LOG(WARNING) << "No device " << name` compiles to calls of functions whose names the library's symbols tell: the
constructor of absl's LogMessage, whose arguments are the file's name and the line and whose overload is the level;
one call for each part that follows, of which literal parts have a function of their own whose arguments are the text
and its length; and Flush. VLOG(n) is a LOG(INFO) followed by WithVerbosity(n), and VLOG(0) prints by default as
LOG(INFO) does. TFLite's logger and absl's raw one have one function each, which gets a format.

What is not followed is the flow of control: instructions are read in the order in which they stand. The compiler
moves what it takes to be rare behind the function, and then parts of a text can be missing.
Source: absl/log/internal/log_message.h, absl/base/internal/raw_logging.h, tensorflow/lite/minimal_logging.h.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reading import elf, x86
from reading.statement import ERROR, HOLE, INFO, UNKNOWN, VERBOSE_0, WARNING, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEVELS = (INFO, WARNING, ERROR, "F")  # absl::LogSeverity; tflite::LogSeverity is one more, for it begins with VERBOSE
_ROLES = {
    rb"log_internal10LogMessageC[12]E.*7InfoTagE": "begin I",
    rb"log_internal10LogMessageC[12]E.*10WarningTagE": "begin W",
    rb"log_internal10LogMessageC[12]E.*8ErrorTagE": "begin E",
    rb"log_internal10LogMessageC[12]EPKci.*11LogSeverityE": "begin ?",
    rb"log_internal\d+LogMessage(Quietly)?DebugFatalC[12]E": "begin E",
    rb"log_internal\d+LogMessage(Quietly)?FatalC[12]E": "begin F",
    rb"log_internal10LogMessage13WithVerbosityE": "verbosity",
    rb"log_internal10LogMessage19CopyToEncodedBufferI.*basic_string_viewIc": "copy",
    rb"log_internal10LogMessage19CopyToEncodedBufferI.*cm$": "character",
    rb"log_internal10LogMessagelsE(NSt\w*|St17)basic_string_viewIc": "view",
    rb"log_internal10LogMessagelsE(c|h|a)$": "character",
    rb"log_internal10LogMessagelsILi\d+EEERS\w*_RAT_\w*c$": "array",
    rb"log_internal10LogMessagelsEPF": "manipulator",
    rb"log_internal10LogMessagels": "hole",
    rb"log_internal10LogMessage11OstreamViewC[12]E": "hole",
    rb"log_internal10LogMessage5FlushE": "end",
    rb"log_internal10LogMessageD[12]E": "end",
    rb"16raw_log_internal6RawLogE": "raw",
    rb"16logging_internal13MinimalLogger3LogE": "lite",
    rb"^_ZN3tsl8internal10LogMessageC[12]EPKcii": "begin ?",
    rb"^_ZN3tsl8internal15LogMessageFatalC[12]E": "begin F",
    rb"^_ZN3tsl8internal10LogMessageD[12]E": "end",
    rb"^_ZN3tsl8internal10LogMessage16VmoduleActivatedE": "vmodule",
    rb"^_ZSt16__ostream_insertIc": "view",
    rb"^_ZStlsISt11char_traitsIcEERSt13basic_ostreamIcT_ES5_PKc$": "array",
    rb"^_ZStlsISt11char_traitsIcEERSt13basic_ostreamIcT_ES5_c$": "character",
    rb"^_ZNSo9_M_insertI|^_ZNSolsE[a-z]$|^_ZSt?lsI": "hole",
}
_NAMES = [(re.compile(name), role) for name, role in _ROLES.items()]
_HINT = re.compile(rb"log_internal|16logging_internal13Minimal|^_ZN3tsl8internal|^_ZS|^_ZNSo")
_FILE = re.compile(r"[\w./+-]{3,250}\.(cc|h|cpp|inc|cu|c|hpp)")
_PRINTF = re.compile(r"%[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t|L)?[diouxXeEfFgGaAcsp]")
_AFTER = 4096  # bytes of code in which a statement's parts are looked for


def role(name: bytes) -> str | None:
    """Return what part a function has in a log statement, by its mangled name; None of one that has none."""
    if not _HINT.search(name):
        return None
    return next((role for pattern, role in _NAMES if pattern.search(name)), None)


def statements(path: Path) -> Iterator[Statement]:
    """Yield the statements of a library, once for each copy that the compiler made; fatal ones and VLOG(1) are left out.

    Raises ValueError if the file is no ELF file for x86-64.
    """
    library = elf.Library(path)
    targets = library.named(role)
    if not any(each.startswith("begin") or each in {"raw", "lite"} for each in targets.values()):
        return
    functions = library.functions()
    for code in library.code():
        calls = dict(elf.calls(code, targets))
        for start, end in _functions(calls, functions, code):
            yield from _Reader(library, calls).read(code, start, end)


def _functions(calls: dict[int, str], functions: elf.Functions, code: elf.Code) -> Iterator[tuple[int, int]]:
    """Yield from where to where instructions are read: functions, up to the last statement in each."""
    last: dict[int, int] = {}
    limit = code.address + len(code.content)
    for address, what in calls.items():
        if what.startswith("begin") or what in {"raw", "lite"}:
            start, after = functions.around(address)
            last[max(start, code.address)] = min(address + _AFTER, after or limit, limit)
    yield from last.items()


class _Reader:
    """Reads the instructions of one function."""

    def __init__(self, library: elf.Library, calls: dict[int, str]) -> None:
        self._library = library
        self._calls = calls
        self._registers = x86.Registers()
        self._open: _Open | None = None

    def read(self, code: elf.Code, start: int, end: int) -> Iterator[Statement]:
        content = code.content[start - code.address : end - code.address].tobytes()
        for address, size, mnemonic, operands in x86.instructions(content, start):
            what = self._calls.get(address)
            if what:
                yield from self._call(what)
            self._registers.follow(address + size, mnemonic, operands)
        yield from self._close()

    def _call(self, what: str) -> Iterator[Statement]:
        if what.startswith("begin"):
            yield from self._close()
            self._open = _Open(self._file("rsi"), self._registers["rdx"], self._level(what[-1]), [])
        elif what == "end":
            yield from self._close()
        elif what in {"raw", "lite"}:
            yield from self._formatted(what)
        elif self._open:
            self._part(self._open, what)

    def _part(self, statement: _Open, what: str) -> None:
        if what == "verbosity":
            if statement.level == INFO:
                statement.level = {0: VERBOSE_0, None: UNKNOWN}.get(self._registers["rsi"], "V")
        elif what != "manipulator":
            statement.parts.append(self._said(what) or HOLE)

    def _said(self, what: str) -> str | None:
        if what == "character":
            character = self._registers["rsi"]
            return chr(character) if character and character < 128 else None
        address, length = {"copy": ("rdx", "rsi"), "view": ("rsi", "rdx"), "array": ("rsi", "")}.get(what, ("", ""))
        place, size = self._registers[address], self._registers[length]
        if place is None or (size is None and what != "array"):
            return None
        return self._library.text(place, size)

    def _formatted(self, what: str) -> Iterator[Statement]:
        """A statement that is one call with a format: RawLog(severity, file, line, format), Log(severity, format)."""
        severity = self._registers["rdi"]
        file, line = (self._file("rsi"), self._registers["rdx"]) if what == "raw" else ("", None)
        place = self._registers["rcx" if what == "raw" else "rsi"]
        format_ = (place is not None and self._library.text(place)) or "%s"
        level = UNKNOWN if severity is None else ("V", *_LEVELS)[severity + (what == "raw")]
        if level in {INFO, WARNING, ERROR, UNKNOWN}:
            yield Statement(file, line, level, what, _PRINTF.sub(HOLE, format_).replace("%%", "%"))

    def _file(self, register: str) -> str:
        place = self._registers[register]
        name = (place is not None and self._library.text(place)) or ""
        return name if _FILE.fullmatch(name) else ""

    def _level(self, level: str) -> str:
        if level != UNKNOWN:
            return level
        severity = self._registers["rcx"]
        return UNKNOWN if severity is None or not 0 <= severity < len(_LEVELS) else _LEVELS[severity]

    def _close(self) -> Iterator[Statement]:
        statement, self._open = self._open, None
        if statement and statement.level not in {"V", "F"}:
            text = re.sub(f"{HOLE}+", HOLE, "".join(statement.parts))
            yield Statement(statement.file, statement.line, statement.level, "native", text)


class _Open:
    """A statement whose parts are still being read."""

    def __init__(self, file: str, line: int | None, level: str, parts: list[str]) -> None:
        self.file, self.line, self.level, self.parts = file, line, level, parts
