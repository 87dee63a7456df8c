"""The grammar of log lines: who speaks, and what is said. Written once; rules speak of the message."""

import re
from typing import Match, NamedTuple

from .kinds import BARE, LOGGING, NATIVE, WARNING

# Rays's prefix for lines of its workers, with or without colour: "(pid=123) ", "(train pid=123, ip=...) ".
# Taken off first, by itself: with the space in the patterns below, a long run of spaces is tried again and again.
_WORKER = re.compile(r"(?:\x1b\[[0-9;]*m)*\([^()\n]{0,40}pid=\d*[^()\n]{0,40}\)(?:\x1b\[[0-9;]*m)*\s+")
# A file as compilers and Bazel print it: "external/local_xla/xla/tsl/cuda/cudart_stub.cc", "./tensorflow/...",
# "c:\tf_jenkins\...\gpu_device.cc", "port.cc".
_FILE = r"(?P<file>(?:[A-Za-z]:)?[^\s:\]]+\.[A-Za-z]{1,3})"

# 2026-01-02 03:04:05.678901: I path/file.cc:12] text     TensorFlow 1.2 and newer (tsl/platform/default/logging.cc)
# I path/file.cc:12] text                                 TensorFlow before 1.2, and TF 1.x on Windows
# I0000 00:00:1795355631.823008   29633 file.cc:12] text  absl before InitializeLog (absl/log/internal/log_format.cc)
# E1027 03:04:05.678901 29633 file.cc:12] text            glog, absl after InitializeLog, absl-py
# [W file.cpp:12] text                                    torch before 2.3 (c10/util/Logging.cpp)
# [W618 03:04:05.678901234 file.cpp:12] text              torch 2.3 and newer
NATIVE_PREFIX = (
    r"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d{1,9}: (?P<tf>[IWEF]) "
    r"|(?P<glog>[IWEF])(?:\d{4}|\d{8}) \d\d:\d\d:\d+\.\d{1,9}\s+(?:\d+\s+)?"
    r"|(?P<plain>[IWEF]) |\[(?P<c10>[IWEF])(?:\d{3,4} \d\d:\d\d:\d\d\.\d{1,9})? )" + _FILE + r":(?P<line>\d+)\] ?"
)
_NATIVE = re.compile(NATIVE_PREFIX)
# WARNING:tensorflow:text                                 logging.BASIC_FORMAT
# WARNING:2026-05-12 15:52:12,478:jax._src.xla_bridge:854: text    jax/_src/logging_config.py
_LOGGING = re.compile(
    r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL|FATAL):"
    r"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d+:)?(?P<logger>[A-Za-z_][\w.]*):(?:\d+: )?"
)
# path.py:12: FutureWarning: text                         warnings.formatwarning
_WARNING = re.compile(r"(?P<file>[^\n]{1,1000}?):\d+: (?P<category>[A-Za-z0-9_.]*Warning): ")


# host:1013:1261 [0] NCCL INFO text                       nccl/src/debug.cc
_NCCL = re.compile(r"[\w.-]{1,64}:\d+:\d+ \[\d+\] NCCL (?=[A-Z]+ )")


class Message(NamedTuple):
    """What one line, record or warning says.

    `kind` is one of the constants of `kinds`. `source` is who speaks: the C++ file as the prefix has it, a logger's
    name, the file that a warning names, the module that writes, "nccl", or "". `text` is what is said, without prefix
    and line end. `line` is the line of that file, where the prefix names one. `category` is that of a warning, and
    `issuer` the installed package that issues it about the code of another, where that is known (`issuers`).
    """

    kind: str
    source: str
    text: str
    line: str = ""
    category: str = ""
    issuer: str = ""


def text_of(line: bytes) -> str:
    """Return a line of bytes as text, without its line end."""
    return line.decode("utf-8", "replace").strip("\r\n")


def read(line: str) -> Message:
    """Read one line of text, without its line end; a line without a known prefix is BARE."""
    worker = _WORKER.match(line)
    said = line[worker.end() :] if worker else line
    found = _NATIVE.match(said)
    if found:
        return _native(found, said[found.end() :])
    found = _LOGGING.match(said)
    if found:
        return Message(LOGGING, found.group("logger"), said[found.end() :])
    found = _WARNING.match(said)
    if found:
        file = found.group("file").replace("\\", "/")
        return Message(WARNING, file, said[found.end() :], category=found.group("category"))
    found = _NCCL.match(said)
    if found:
        return Message(NATIVE, "nccl", said[found.end() :])
    return Message(BARE, "", line)


def _native(prefix: Match[str], text: str) -> Message:
    if "F" in prefix.groups():
        # Fatal: no matter what it says, it is a process's last line, and no rule's; so it keeps its prefix.
        return Message(BARE, "", prefix.group() + text)
    path = prefix.group("file").replace("\\", "/")
    # absl-py prints Python records in glog's form: "W0704 12:14:30.208918 1407 deprecation_wrapper.py:119] From ..."
    if path.endswith(".py"):
        return Message(LOGGING, "absl", text)
    return Message(NATIVE, path, text, prefix.group("line"))
