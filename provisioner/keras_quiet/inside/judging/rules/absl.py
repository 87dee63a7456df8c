"""The first lines of the logging libraries absl, absl-py and glog."""

from typing import Tuple

from ...grammar.kinds import BARE, WRITE
from ...grammar.rule import HIDE, Rule

RULES: Tuple[Rule, ...] = (
    Rule(
        "absl-preamble",
        BARE,
        (),
        (r"WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$",),
        HIDE,
        "absl prints it before its first entry in every program that does not call InitializeLog (abseil-cpp#1656).",
        ("WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",),
    ),
    Rule(
        "absl-py-preamble",
        WRITE,
        ("absl.logging",),
        (r"WARNING: Logging before flag parsing goes to stderr\.\n$",),
        HIDE,
        "absl-py writes it before its first record where nobody parsed flags (absl/logging/__init__.py, emit).",
        ("WARNING: Logging before flag parsing goes to stderr.\n",),
    ),
    Rule(
        "absl-py-preamble-of-a-child",
        BARE,
        (),
        (r"WARNING: Logging before flag parsing goes to stderr\.$",),
        HIDE,
        "absl-py writes it in a child process too, which shares file descriptor 2 (absl/logging/__init__.py, emit).",
        ("WARNING: Logging before flag parsing goes to stderr.",),
    ),
    Rule(
        "glog-preamble",
        BARE,
        (),
        (r"WARNING: Logging before InitGoogle(?:Logging)?\(\) is written to STDERR$",),
        HIDE,
        "glog's form of absl's preamble, and Google's own (glog/src/logging.cc).",
        (
            "WARNING: Logging before InitGoogleLogging() is written to STDERR",
            "WARNING: Logging before InitGoogle() is written to STDERR",
        ),
    ),
)
