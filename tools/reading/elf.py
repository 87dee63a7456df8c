"""A shared library for Linux on x86-64 as the readers need it: its code, its constants, its functions by name.

The format: https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html; read by pyelftools and numpy.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from elftools.elf.elffile import ELFFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy.typing as npt

_RELOCATION = np.dtype([("slot", "<u8"), ("info", "<u8"), ("addend", "<i8")])
_SYMBOL = np.dtype([("name", "<u4"), ("kind", "<u2"), ("section", "<u2"), ("value", "<u8"), ("size", "<u8")])
_TO_SLOTS = (6, 7)  # R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT: the dynamic linker puts a function's address there
_STUB = re.compile(rb"\xff\x25(.{4})", re.DOTALL)  # jmp qword ptr [rip + distance]
_SPACES = re.compile(r"[\n\t\r\x1b]")
_STUB_SIZE = 8  # bytes, or a multiple of it
_LONGEST_CALL = 6  # bytes
_PIECE = 1 << 22  # bytes of code that are searched at a time: what is made of them stays in the processor's cache
_LONGEST = 4000  # bytes of a text
# A jump is a call in tail position; a distance of four bytes follows, to the function or to the slot of its address.
_DIRECT = ((0xE8,), (0xE9,))
_BY_SLOT = ((0xFF, 0x15), (0xFF, 0x25))
_EXECUTABLE = 4


class Code(NamedTuple):
    """A section of machine code: its address when loaded and its bytes, which are read from the file as needed."""

    address: int
    content: npt.NDArray[np.uint8]


class Library:
    """An ELF file. Raises ValueError if the file is not one for x86-64."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            if file.read(4) != b"\x7fELF":
                raise ValueError(f"{path} is no ELF file")
            elf = ELFFile(file)
            if elf["e_machine"] != "EM_X86_64":
                raise ValueError(f"{path} is not for x86-64, the only machine whose code is read")
            self._sections = {each.name: each.header for each in elf.iter_sections() if each["sh_type"] != "SHT_NOBITS"}
            self._names = [each.name for each in elf.iter_sections()]
            self._loaded = [
                (each["p_vaddr"], each["p_vaddr"] + each["p_filesz"], each["p_offset"])
                for each in elf.iter_segments("PT_LOAD")
            ]
        self._image = np.memmap(path, dtype=np.uint8, mode="r")

    def _content(self, name: str) -> bytes:
        section = self._sections[name]
        return self._image[section["sh_offset"] : section["sh_offset"] + section["sh_size"]].tobytes()

    def code(self) -> Iterator[Code]:
        """Yield the sections of machine code."""
        for name, header in self._sections.items():
            if header["sh_flags"] & _EXECUTABLE and name.startswith(".text"):
                yield Code(
                    header["sh_addr"], self._image[header["sh_offset"] : header["sh_offset"] + header["sh_size"]]
                )

    def named(self, role: Callable[[bytes], str | None], hint: re.Pattern[bytes]) -> dict[int, str]:
        """Return addresses that can be called, with what `role` says of their mangled names; None leaves one out.

        `hint` is what all names have of which `role` says something.
        """
        found = dict(self._imported(role, hint))
        for table in (".dynsym", ".symtab"):
            symbols, roles = self._symbols(table, role, hint)
            found.update((int(symbols["value"][number]), what) for number, what in roles.items())
        found.pop(0, None)  # what another library has
        return found

    def _symbols(
        self, table: str, role: Callable[[bytes], str | None], hint: re.Pattern[bytes]
    ) -> tuple[npt.NDArray[np.void], dict[int, str]]:
        """Return a table of symbols, and the roles of some by number; a million names are not looked at one by one."""
        if table not in self._sections:
            return np.empty(0, dtype=_SYMBOL), {}
        symbols = np.frombuffer(self._content(table), dtype=_SYMBOL)
        names = self._content(self._names[self._sections[table]["sh_link"]])
        starts = {names.rfind(b"\0", 0, found.start()) + 1 for found in hint.finditer(names)}
        roles = {start: role(names[start : names.index(b"\0", start)]) for start in starts}
        wanted = np.array([start for start, what in roles.items() if what], dtype=np.uint32)
        numbers = np.flatnonzero(np.isin(symbols["name"], wanted))
        return symbols, {int(number): str(roles[int(symbols["name"][number])]) for number in numbers}

    def _imported(self, role: Callable[[bytes], str | None], hint: re.Pattern[bytes]) -> Iterator[tuple[int, str]]:
        """Yield the functions of other libraries: the slot that holds the address, and the stub that jumps there."""
        slots = dict(self._slots(self._symbols(".dynsym", role, hint)[1]))
        yield from slots.items()
        for table in (".plt", ".plt.sec", ".plt.got"):
            start = self._sections[table]["sh_addr"] if table in self._sections else 0
            for found in _STUB.finditer(self._content(table) if start else b""):
                what = slots.get(start + found.end() + int.from_bytes(found[1], "little", signed=True))
                if what:
                    yield start + found.start() // _STUB_SIZE * _STUB_SIZE, what

    def _slots(self, roles: dict[int, str]) -> Iterator[tuple[int, str]]:
        for table in (".rela.plt", ".rela.dyn"):
            content = np.frombuffer(self._content(table) if table in self._sections else b"", dtype=_RELOCATION)
            symbols = content["info"] >> 32
            to_slots = np.isin(content["info"] & 0xFFFFFFFF, _TO_SLOTS) & np.isin(symbols, list(roles))
            for number in np.flatnonzero(to_slots):
                yield int(content["slot"][number]), roles[int(symbols[number])]

    def text(self, address: int, length: int | None = None) -> str | None:
        """Return a constant text, up to its closing zero where no length is given; None if there is none."""
        for start, end, offset in self._loaded:
            if start <= address < end and (length is None or 0 <= length <= _LONGEST):
                at = offset + address - start
                content = self._image[at : at + min(_LONGEST if length is None else length, end - address)].tobytes()
                if length is None:
                    content, zero, _ = content.partition(b"\0")
                    if not zero:
                        return None
                return _readable(content)
        return None

    def functions(self) -> Functions:
        """Return where functions begin, from the table by which exceptions are unwound, which stripping leaves."""
        data = self._content(".eh_frame_hdr") if ".eh_frame_hdr" in self._sections else b""
        # Version 1, and the encodings of its pointers: the table's are four bytes, relative to the section.
        if data[:1] != b"\x01" or data[2:4] != b"\x03\x3b":
            return Functions([])
        (count,) = struct.unpack_from("<I", data, 8)
        table = np.frombuffer(data, dtype="<i4", count=2 * count, offset=12)[::2]
        return Functions((table.astype(np.int64) + self._sections[".eh_frame_hdr"]["sh_addr"]).tolist())


class Functions:
    """The sorted addresses at which functions begin."""

    def __init__(self, starts: list[int]) -> None:
        self._starts = starts

    def around(self, address: int) -> tuple[int, int | None]:
        """Return where the function that holds an address begins, and where the next one does."""
        number = bisect_right(self._starts, address)
        after = self._starts[number] if number < len(self._starts) else None
        return (self._starts[number - 1] if number else address), after


def calls(code: Code, targets: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the addresses of the instructions that call one of the targets, and which."""
    wanted = np.array(sorted(targets), dtype=np.int64)
    for start in range(0, len(code.content), _PIECE):
        piece = np.asarray(code.content[start : start + _PIECE + _LONGEST_CALL - 1])
        for opcode in (*_DIRECT, *_BY_SLOT):
            for at, target in _going(piece, opcode, code.address + start, wanted):
                yield at, targets[target]


def _going(
    piece: npt.NDArray[np.uint8], opcode: tuple[int, ...], address: int, wanted: npt.NDArray[np.int64]
) -> list[tuple[int, int]]:
    """Return where in a piece an opcode goes to a wanted address, and to which; bytes that look like it come along."""
    size = len(opcode) + 4
    ends = len(piece) - size + 1
    found = np.ones(max(ends, 0), dtype=bool)
    for offset, byte in enumerate(opcode):
        found &= piece[offset : offset + len(found)] == byte
    at = np.flatnonzero(found)
    distance = np.zeros(len(at), dtype=np.uint32)
    for byte in range(4):
        distance |= piece[at + len(opcode) + byte].astype(np.uint32) << np.uint32(8 * byte)
    target = at + address + size + distance.view(np.int32).astype(np.int64)
    hits = np.flatnonzero(np.isin(target, wanted))
    return list(zip((at[hits] + address).tolist(), target[hits].tolist(), strict=True))


def _readable(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if _SPACES.sub("", text).isprintable() else None
