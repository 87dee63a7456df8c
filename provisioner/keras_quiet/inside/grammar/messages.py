"""The grammar of log lines: who speaks, and what is said. Written once; rules speak of the message."""

from typing import Match, NamedTuple

from .patterns import compiled
from .prefixes import FILE, LEVEL, NCCL, WORKER
from .prefixes import LOGGING as LOGGING_FORM
from .prefixes import NATIVE as FORMS
from .prefixes import WARNING as WARNING_FORM
from .ways import BARE, LOGGING, NATIVE, WARNING

# What each form begins with, and its pattern, with a group for the level.
_NATIVE = [(form.first, form.whole.replace(LEVEL, "(%s)" % LEVEL) + FILE) for form in FORMS]

# What varies in a prefix is numbers, and how many spaces stand before them. A source is compared as it is.
_VARIES = b"0123456789 "


class Message(NamedTuple):
    """What one line, record or warning says.

    `way` is one of the constants of `ways`. `source` is who speaks: the C++ file as the prefix has it, a logger's
    name, the file that a warning names, the module that writes, "nccl", or "". `text` is what is said, without prefix
    and line end. `line` is the line of that file, where the prefix names one. `category` is that of a warning, and
    `issuer` the installed package that issues it about the code of another, where that is known (`issuers`).
    """

    way: str
    source: str
    text: str
    line: str = ""
    category: str = ""
    issuer: str = ""


def text_of(line: bytes) -> str:
    """Return a line of bytes as text, without its line end."""
    return line.decode("utf-8", "replace").strip("\r\n")


def read_line(line: str) -> Message:
    """Read one line of text, without its line end; a line without a known prefix is BARE."""
    worker = compiled(WORKER.whole).match(line) if line[:1] in ("(", "\x1b") else None
    said = line[worker.end() :] if worker else line
    for first, pattern in _NATIVE:
        found = compiled(pattern).match(said) if said.startswith(first) else None
        if found:
            return _native(found, said[found.end() :])
    found = compiled(LOGGING_FORM.whole).match(said)
    if found:
        return Message(LOGGING, found.group("logger"), said[found.end() :])
    found = compiled(WARNING_FORM).match(said) if "Warning: " in said else None
    if found:
        return Message(WARNING, found.group("file"), said[found.end() :], category=found.group("category"))
    found = compiled(NCCL.whole).match(said) if " NCCL " in said else None
    if found:
        return Message(NATIVE, "nccl", said[found.end() :])
    return Message(BARE, "", line)


def said(line: str) -> str:
    """Return what two copies of a line have in common: all but the time, the process and the line number."""
    message = read_line(line)
    prefix = line[: len(line) - len(message.text)].encode("utf-8", "replace").translate(None, _VARIES)
    return "%s%s\n%s" % (prefix.decode("utf-8"), message.source, message.text)


def _native(prefix: Match[str], text: str) -> Message:
    if "F" in prefix.groups():
        # Fatal: no matter what it says, it is a process's last line, and no rule's; so it keeps its prefix.
        return Message(BARE, "", prefix.group() + text)
    path = prefix.group("file").replace("\\", "/")
    # absl-py prints Python records in glog's form: "W0704 12:14:30.208918 1407 deprecation_wrapper.py:119] From ..."
    if path.endswith(".py"):
        return Message(LOGGING, "absl", text)
    return Message(NATIVE, path, text, prefix.group("line"))
