"""One program in the plain kernel and in ours: what a reader and the terminal got, less the known noise."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty
from typing import TYPE_CHECKING, Any

from sessions import Session, kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Noise of each way in; what a program calls by these names.
NOISE = """
import logging, os, sys, time, threading
NATIVE = (b"I0000 00:00:1795355631.823008 29633 port.cc:153] oneDNN custom operations are on. You may see slightly "
          b"different numerical results due to floating-point round-off errors.\\n")
def noise(): os.write(2, NATIVE)
def log_noise(): logging.getLogger("tensorflow").warning("Assets written to: model/assets")
def own(text):
    noise(); os.write(2, b"native %s\\n" % text.encode())
    log_noise(); logging.getLogger("tensorflow").warning("log " + text)
    # In one write each: print writes a line's end by itself, and a native line may come between, in both kernels.
    sys.stderr.flush(); sys.stdout.write("out " + text + "\\n"); sys.stderr.write("err " + text + "\\n")
"""
_NOISE = re.compile(
    r"I0000 00:00:1795355631\.823008 .*errors\.\n"
    r"|(?:\x1b\[[\d;]*m)*(?:W\d{4} .*\] )?"
    r"(?:\x1b\[[\d;]*m|WARNING|tensorflow|[ :])*"
    r"Assets written to: (?:model|\*{3})/assets(?: |\x1b\[[\d;]*m|\w+\.py:\d+)*\n"
    r"|\{[^\n]*\"Assets written to: model/assets\"[^\n]*\}\n"  # JSON, and below it structlog's
    r"|\[warning +\] Assets written to: model/assets +(?:\[[^\n]*)?\n"
    r"|WARNING: Logging before flag parsing goes to stderr\.\n"
)
_VARYING = re.compile(
    r"0x[0-9a-f]+|ipykernel_\d+/\d+\.py|(?<=pid[= ])\d+|\b[0-9a-f]{32}\b|(?<=<ipython-input-)[\w-]+"
    r"|\b[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+|\bTask-\d+"
)
# What differs from run to run in messages that are no text.
_IDS = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{20,}(?:_\d+)*")


@dataclass
class Told:
    """What came of one cell: its streams' text, everything else as pairs of a type and what it says, and prompts."""

    stdout: str = ""
    stderr: str = ""
    others: list[tuple[str, Any]] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    noise: int = field(default=0, compare=False)  # so many known messages were shown


def without_noise(text: str) -> str:
    """Return a text without whole lines of known noise, and with what varies from run to run made equal."""
    return _VARYING.sub("*", _NOISE.sub("", text))


def run(session: Session, cells: Sequence[str | tuple[str, Sequence[str]]]) -> list[Told]:
    """Run cells; one may be a pair, of the code and the answers to its prompts. The text of a cell has no noise."""
    told: dict[str, Told] = {}
    for cell in cells:
        code, answers = (cell, []) if isinstance(cell, str) else (cell[0], list(cell[1]))
        request = session.client.execute(code, allow_stdin=not isinstance(cell, str))
        told[request] = Told()
        _follow(session, request, told, answers)
    for each in told.values():
        each.noise += len(_NOISE.findall(each.stdout + each.stderr))
        each.stdout, each.stderr = without_noise(each.stdout), without_noise(each.stderr)
    return list(told.values())


def _follow(session: Session, request: str, told: dict[str, Told], answers: list[str]) -> None:
    idle, waited = False, 0
    while not idle or waited < 6:
        if session.client.stdin_channel.msg_ready():
            told[request].prompts.append(session.client.get_stdin_msg()["content"]["prompt"])
            session.client.input(answers.pop(0))
        try:
            message = session.client.get_iopub_msg(timeout=0.05)
        except Empty:
            waited += 1
            if waited > 1200:
                raise TimeoutError(f"no answer to {request}: {told[request]}") from None
            continue
        waited, parent = 0, message["parent_header"].get("msg_id")
        if parent in told:
            _take(message, told[parent])
            idle = idle or (parent == request and message["content"].get("execution_state") == "idle")


def _take(message: dict[str, Any], told: Told) -> None:
    content, kind = message["content"], message["msg_type"]
    if kind == "stream":
        setattr(told, content["name"], getattr(told, content["name"]) + content["text"])
    elif kind == "error":
        told.others.append((kind, f"{content['ename']}: {content['evalue']}"))
    elif kind == "display_data" and _NOISE.search(content["data"].get("text/plain", "")):
        told.noise += 1
    elif kind in ("execute_result", "display_data"):
        texts = {name: _VARYING.sub("*", str(text)[:200]) for name, text in content["data"].items()}
        told.others.append((kind, {name: _IDS.sub("*", text) for name, text in texts.items()}))
    elif kind.startswith("comm_"):
        told.others.append((kind, _IDS.sub("*", without_noise(repr(content.get("data")) + "\n"))))


def both(
    python: str | Path, cells: Sequence[str | tuple[str, Sequence[str]]], **more: Any
) -> tuple[list[Told], list[Told], str, str]:
    """Run the same cells in the plain kernel and in ours; return what came of them, and the two terminals' text."""

    def one(argv: list[str], provisioned: bool) -> tuple[list[Told], str]:
        with kernel(argv, provisioned=provisioned, **more) as session:
            told = run(session, [NOISE, *cells])
        return told[1:], without_noise(session.last_terminal)

    with ThreadPoolExecutor(2) as pool:
        (plain, plain_terminal), (ours, our_terminal) = pool.map(
            one, (plain_argv(python), quiet_argv(python)), (False, True)
        )
    return plain, ours, plain_terminal, our_terminal
