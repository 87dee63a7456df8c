"""Says recorded log lines in a real kernel, each in the way that its producer takes, and tells what was shown."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus_player import MARK
from sessions import kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CORPUS = Path(__file__).parents[1] / "corpus" / "lines.jsonl"
RECENT = Path(__file__).parents[1] / "corpus" / "recent.jsonl"
WILD = CORPUS.with_name("wild.jsonl")
_PLAYER = Path(__file__).parent / "corpus_player.py"

Record = dict[str, Any]
Step = dict[str, Any]

# absl-py's and TensorFlow's Python records in glog's form: "W0704 12:14:30.2 1407 util.py:119] text".
_GLOG_PYTHON = re.compile(r"(?P<level>[IWE])\d{4} [\d:.]+ +\d+ \w+\.py:\d+\] (?P<text>.*)", re.DOTALL)
_LOGGED = re.compile(
    r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL):(?:[\d-]+ [\d:,]+:)?"
    r"(?P<logger>[A-Za-z_][\w.]*):(?:\d+: )?(?P<text>.*)",
    re.DOTALL,
)
_WARNED = re.compile(r"(?P<file>[^\n]+?):(?P<line>\d+): (?P<category>\w*Warning): ?(?P<text>.*)", re.DOTALL)
_NATIVE = re.compile(
    r"(?:\([^()]*pid=[^()]*\) )?(?:\d{4}-\d\d-\d\d [\d:.]+: )?[IWEF](?:\d{4} [\d:.]+ +\d+)? \S+:\d+\] "
)
_BANNER = re.compile(r"Using \S+ backend\.?\n?")
_LEVELS = {"I": "INFO", "W": "WARNING", "E": "ERROR"}
# What JAX logs where nobody set up logging: Python's handler of last resort prints it without a prefix.
_JAX = ("No GPU/TPU found", "CUDA backend failed to initialize")
# Producers whose lines without a prefix come from C and C++.
_IN_C = ("tensorflow-cpp", "absl", "cuda", "other")
_C_WORDS = "MIOpen("  # with which AMD's library for torch begins


def load(path: Path = CORPUS) -> list[Record]:
    """Read a file of records, one JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@dataclass(frozen=True)
class Outcome:
    """What a reader saw of one record: "shown", "hidden", or "part" of its lines. `text` is what was said last."""

    record: Record
    seen: str
    text: str


def steps(record: Record) -> list[Step]:
    """Return what a program does to print a record."""
    text = record["text"]
    before = [{"way": "stream", "stream": "stdout", "text": record["before"]}] if record.get("before") else []
    banner = _BANNER.match(text)
    if banner and record["producer"] == "keras":
        said = [_banner(record, banner.group().strip())]
        rest = text[banner.end() :]
        return said + ([{"way": "native", "text": rest}] if rest else [])
    if text.startswith("WARNING: Logging before flag parsing"):
        return [{"way": "module", "module": "absl.logging", "stream": "stderr", "text": text + "\n"}]
    if text.startswith(_JAX):
        return [{"way": "last resort", "logger": "jax._src.xla_bridge", "text": text}]
    return [*before, _prefixed(text) or _bare(record)]


def _banner(record: Record, text: str) -> Step:
    if str(record.get("versions")).startswith("Keras Core"):  # keras_core/utils/io_utils.py, print_msg
        return {"way": "module", "module": "keras_core.utils.io_utils", "stream": "stdout", "text": text + "\n"}
    return {"way": "module", "module": "keras.backend", "stream": "stderr", "text": text + "\n"}


def _prefixed(text: str) -> Step | None:
    if found := _GLOG_PYTHON.fullmatch(text):
        return {"way": "logger", "logger": "tensorflow", "level": _LEVELS[found["level"]], "text": found["text"]}
    if _NATIVE.match(text):
        return {"way": "native", "text": text}
    if found := _LOGGED.fullmatch(text):
        return {"way": "logger", **found.groupdict()}
    if found := _WARNED.fullmatch(text):
        return {"way": "warning", **found.groupdict(), "line": int(found["line"])}
    return None


def _bare(record: Record) -> Step:
    if record["producer"] in _IN_C or record["text"].startswith(_C_WORDS):
        return {"way": "native", "text": record["text"]}
    return {"way": "stream", "stream": "stderr", "text": record["text"] + "\n"}


def run(records: Sequence[Record], *, gpu: bool, python: str = sys.executable, quiet: bool = True) -> list[Outcome]:
    """Say all records in one kernel of an interpreter, and return what was shown of each, in order."""
    plan = [(str(number), steps(record)) for number, record in enumerate(records)]
    code = f"{_PLAYER.read_text('utf-8')}\nimport json\nplay(json.loads({json.dumps(plan)!r}))"
    argv = quiet_argv(python) if quiet else plain_argv(python)
    with tempfile.TemporaryDirectory() as folder:
        # A stand-in: sys.stdout is hooked only where Keras Core is installed.
        (Path(folder) / "keras_core.py").touch()
        environment = {"KERAS_QUIET_GPU": str(int(gpu)), "PYTHONPATH": folder}
        with kernel(argv, env=environment) as session:
            cell = session.run(code)
    if cell.error:
        raise RuntimeError(cell.error)
    stdout, stderr = _pieces(cell.stdout), _pieces(cell.stderr)
    return [
        Outcome(record, _seen(said, stdout[name] + stderr[name]), said[-1]["text"])
        for record, (name, said) in zip(records, plan, strict=True)
    ]


def _pieces(text: str) -> dict[str, str]:
    marks = re.split("\n?" + re.escape(MARK).replace("%s", r"(\w+)") + "\n", text)
    return dict(zip(marks[1::2], marks[2::2], strict=True))


def _seen(said: Iterable[Step], output: str) -> str:
    lines = [line.strip() for step in said for line in step["text"].splitlines() if line.strip()]
    shown = {line.strip() in output for line in lines} or {bool(output.strip())}
    return "part" if len(shown) > 1 else "shown" if shown == {True} else "hidden"
