r"""The prefixes of log lines, each written once: how it begins, and what follows up to the text of the message.

A line is told by how it begins (`lines/beginnings`) and then read as a whole (`messages`).

2026-01-02 03:04:05.678901: I path/file.cc:12] text     TensorFlow 1.2 and newer (tsl/platform/default/logging.cc)
I path/file.cc:12] text                                 TensorFlow before 1.2, and TF 1.x on Windows
I0000 00:00:1795355631.823008   29633 file.cc:12] text  absl before InitializeLog (absl/log/internal/log_format.cc)
E1027 03:04:05.678901 29633 file.cc:12] text            glog, absl after InitializeLog, absl-py
[W file.cpp:12] text                                    torch before 2.3 (c10/util/Logging.cpp)
[W618 03:04:05.678901234 file.cpp:12] text              torch 2.3 and newer
host:1013:1261 [0] NCCL INFO text                       nccl/src/debug.cc
WARNING:tensorflow:text                                 logging.BASIC_FORMAT
WARNING:2026-05-12 15:52:12,478:jax._src.xla_bridge:854: text    jax/_src/logging_config.py
path.py:12: FutureWarning: text                         warnings.formatwarning
(train pid=123, ip=10.0.0.2) any of these               Ray's workers, with or without colour
"""

from typing import Sequence

# The level of a native line. F is fatal: no such line is noise.
LEVEL, NOISE = "[IWEF]", "[IWE]"
# A file as compilers and Bazel print it: "external/local_xla/xla/tsl/cuda/cudart_stub.cc", "./tensorflow/...",
# "c:\tf_jenkins\...\gpu_device.cc", "port.cc".
FILE = r"(?P<file>(?:[A-Za-z]:)?[^\s:\]]+\.[A-Za-z]{1,3}):(?P<line>\d+)\] ?"
_TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d{1,9}:"


class Prefix:
    """One form: the pattern of its beginning, and of what follows up to the file or the text.

    `first` are the characters that a native line of this form may begin with: only its pattern is compiled then.
    `skeletons` are what a line may look like that is cut short, with its digits as 0 and its level as I; `cut` is a
    pattern of what may come after a skeleton up to the cut. A line that looks like neither is never held: only a whole
    line is judged.
    """

    def __init__(
        self, begins: str, follows: str = "", skeletons: Sequence[str] = (), cut: str = "", first: str = ""
    ) -> None:
        self.begins, self.follows, self.skeletons, self.cut = begins, follows, skeletons, cut
        self.first = tuple(first)

    @property
    def whole(self) -> str:
        """The pattern of the prefix up to the file or the text."""
        return self.begins + self.follows


_FOLDERS = ("tensorflow/", "external/", "xla/", "tsl/", "./", "c:\\", "C:\\")
NATIVE = (
    Prefix(_TIME + " " + LEVEL + " ", skeletons=("0000-00-00 00:00:00.000000: I ",), first="0123456789"),
    Prefix(
        LEVEL + r"(?:\d{4}|\d{8}) \d\d:\d\d:",
        r"\d+\.\d{1,9}\s+(?:\d+\s+)?",
        ("I0000 00:00:", "I00000000 00:00:"),
        first="IWEF",
    ),
    Prefix(
        LEVEL + r" (?=(?:[A-Za-z]:)?[^\s:\]]{1,300}\.[A-Za-z]{1,3}:\d)",
        skeletons=tuple("I " + folder for folder in _FOLDERS),
        cut=NOISE + r" (?:[cC]:\\|tensorflow/|external/|xla/|tsl/|\./)[^\s:\]]{0,300}(?::\d*)?",
        first="IWEF",
    ),
    Prefix(
        r"\[" + LEVEL + r"(?:\d{3,4} \d\d:\d\d:\d\d\.\d{1,9})? ",
        skeletons=("[I ", "[I000 00:00:00.000000000 "),
        first="[",
    ),
)
NCCL = Prefix(r"[\w.-]{1,64}:\d+:\d+ \[\d+\] NCCL ", "(?=[A-Z]+ )")
# Python's logging and warnings, printed by a child process. Whose file a warning names tells that a rule may name it.
LEVELS = ("INFO:", "WARNING:", "ERROR:")
LOGGING = Prefix(
    r"(?:DEBUG|INFO|WARNING|ERROR|CRITICAL|FATAL):(?:" + _TIME + ")?", r"(?P<logger>[A-Za-z_][\w.]*):(?:\d+: )?"
)
WARNING = r"(?P<file>[^\n]{1,1000}?):\d+: (?P<category>[A-Za-z0-9_.]*Warning): "
OF_INSTALLED = Prefix(
    r"(?:[a-zA-Z]:\\|[/~])[^:\n]{0,400}[/\\](?:(?:site|dist)-packages[/\\]|importlib[/\\]_bootstrap)", WARNING
)
# Taken off first, by itself: with the space in the patterns above, a long run of spaces is tried again and again.
WORKER = Prefix(
    r"(?:\x1b\[[0-9;]*m)*\([^()\n]{0,40}pid=",
    r"\d*[^()\n]{0,40}\)(?:\x1b\[[0-9;]*m)*\s+",
    cut=r"(?:\x1b\[[0-9;]*m)*(?:\x1b(?:\[[0-9;]*)?|\([^()\n]{0,44})?",
)
