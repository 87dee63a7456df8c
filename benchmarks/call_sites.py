"""The log statements in a shared library: which C++ file says what, and at which level where the call tells it.

A LOG statement compiles to a call that gets the address of the file's name, the line and the level, and to the
addresses of the texts that follow (x86-64: `lea register, [rip + x]`). So no source and no symbol is needed. It is a
reading of bytes, not of a program: texts of the code that follows come along, such as those of a second statement in
one function, a text that was put elsewhere is missed, and of absl's newer calls the level is not known. VLOG
statements, which print nothing by default, come along.
"""

from __future__ import annotations

import mmap
import re
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# lea: the address relative to the next instruction.
_LEA = re.compile(rb"[\x48\x4c]\x8d[\x05\x0d\x15\x1d\x25\x2d\x35\x3d](....)", re.DOTALL)
_FILE = re.compile(rb"(?<=\0)[\w./+-]{3,200}\.(?:cc|h|cpp)(?=\0)")
# The fourth argument of TensorFlow's own LogMessage: xor ecx, ecx is INFO; mov ecx, 1 or 2 is WARNING or ERROR.
_LEVELS = {b"\x31\xc9": "I", b"\xb9\x01\0\0\0": "W", b"\xb9\x02\0\0\0": "E", b"\xb9\x03\0\0\0": "F"}
_FURTHER = 900  # bytes of code that a statement's texts are looked for in
_NEAR = 40  # bytes of code around the file's name that hold the level
_LONGEST = 1500  # characters of a text


class Site(NamedTuple):
    """One log statement: the file's base name, the level or "?", and its texts with "…" for what is put in."""

    file: str
    level: str
    text: str


class _Section(NamedTuple):
    kind: int
    flags: int
    address: int
    offset: int
    size: int


def sites(path: Path) -> Iterator[Site]:
    """Yield the log statements of a library for x86-64, each variant that the compiler made of it; none of another."""
    with path.open("rb") as file:
        if file.read(4) != b"\x7fELF":
            return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as image:
        library = _Library(image)
        for code in library.code:
            yield from library.statements(code)


class _Library:
    """An ELF file in memory."""

    def __init__(self, image: mmap.mmap) -> None:
        self._image = image
        sections = [each for each in _sections(image) if each.kind == 1 and each.flags & 2]  # has content, is loaded
        self.code = [each for each in sections if each.flags & 4]
        self._constants = [each for each in sections if not each.flags & 4]
        self._files = {
            each.address + found.start() - each.offset: found.group().decode()
            for each in self._constants
            for found in _FILE.finditer(image, each.offset, each.offset + each.size)
        }

    def statements(self, code: _Section) -> Iterator[Site]:
        content = self._image[code.offset : code.offset + code.size]
        for found in _LEA.finditer(content):
            name = self._files.get(code.address + _target(found))
            if name:
                near = content[max(0, found.start() - _NEAR) : found.end() + _NEAR]
                text = " … ".join(
                    self._texts(content[found.end() : found.end() + _FURTHER], code.address + found.end())
                )
                level = next((level for bytes_, level in _LEVELS.items() if bytes_ in near), "?")
                if text:
                    yield Site(name.rpartition("/")[2], level, text)

    def _texts(self, content: bytes, address: int) -> Iterator[str]:
        for found in _LEA.finditer(content):
            target = address + _target(found)
            if target in self._files:
                return  # the next statement
            text = self._text(target)
            if len(text) > 1:
                yield text

    def _text(self, address: int) -> str:
        for each in self._constants:
            if each.address <= address < each.address + each.size:
                start = each.offset + address - each.address
                end = self._image.find(b"\0", start, start + _LONGEST)
                text = self._image[start : max(start, end)].decode("ascii", "replace")
                return text if text.replace("\n", "").isprintable() and "\ufffd" not in text else ""
        return ""


def _target(found: re.Match[bytes]) -> int:
    return found.end() + int(struct.unpack("<i", found.group(1))[0])


def _sections(image: mmap.mmap) -> Iterator[_Section]:
    (table,) = struct.unpack_from("<Q", image, 0x28)
    size, count = struct.unpack_from("<HH", image, 0x3A)
    for number in range(count):
        _, kind, flags, address, offset, length = struct.unpack_from("<IIQQQQ", image, table + number * size)
        yield _Section(kind, flags, address, offset, length)
