"""debugpy, as JupyterLab drives it: a breakpoint in a cell, what is seen there, and on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from sessions import Session, kernel, plain_argv, quiet_argv
from side_by_side import NOISE, without_noise

if TYPE_CHECKING:
    from collections.abc import Callable

CELL = "own('before')\nx = 41\nnoise()\nx += 1\nown('after')\nprint(x)"
KERNELS = ["", *(pytest.param(f"ipykernel-{each}", marks=pytest.mark.live) for each in ("6.0", "6.17", "6.29", "7"))]


@pytest.fixture(params=KERNELS, ids=lambda name: name or "here")
def python(request: pytest.FixtureRequest, environment: Callable[[str], Path]) -> Path:
    return environment(request.param) if request.param else Path(sys.executable)


class Debugger:
    """The debug requests of the protocol, on the control channel."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._count = 0

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        self._count += 1
        client = self._session.client
        content = {"seq": self._count, "type": "request", "command": command, "arguments": arguments}
        message = client.session.msg("debug_request", content)
        client.control_channel.send(message)
        while True:
            reply = client.get_control_msg(timeout=30)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                assert reply["content"].get("success", True), reply["content"]
                return dict(reply["content"].get("body") or {})


def debugged(argv: list[str]) -> tuple[str, list[str], object]:
    """Stop in the midst of a cell; return its text, the events, and what x is there."""
    with kernel(argv) as session:
        session.run(NOISE)
        debugger = Debugger(session)
        started = {"clientID": "test", "adapterID": "", "pathFormat": "path", "linesStartAt1": True}
        debugger.ask("initialize", **started, columnsStartAt1=True, supportsVariableType=True, locale="en")
        debugger.ask("attach")
        file = debugger.ask("dumpCell", code=CELL)["sourcePath"]
        debugger.ask("setBreakpoints", source={"path": file}, breakpoints=[{"line": 4}], sourceModified=False)
        debugger.ask("configurationDone")
        request = session.client.execute(CELL)
        text, events, value = "", [], None
        while True:
            message = session.client.get_iopub_msg(timeout=60)
            content = message["content"]
            if message["msg_type"] == "stream":
                text += content["text"]
            # Whether "continued" comes before the end of the cell is a matter of time, in each kernel.
            elif message["msg_type"] == "debug_event" and content["event"] == "stopped":
                events.append(content["event"])
                thread = content["body"]["threadId"]
                frame = debugger.ask("stackTrace", threadId=thread)["stackFrames"][0]["id"]
                value = debugger.ask("evaluate", expression="x", frameId=frame, context="watch")["result"]
                debugger.ask("continue", threadId=thread)
            elif content.get("execution_state") == "idle" and message["parent_header"].get("msg_id") == request:
                break
        debugger.ask("disconnect", restart=False, terminateDebuggee=True)
        return without_noise(text), events, value


def test_a_breakpoint_in_a_cell_stops_it_and_it_goes_on(python: Path) -> None:
    plain, ours = debugged(plain_argv(python)), debugged(quiet_argv(python))
    assert sorted(ours[0].splitlines()) == sorted(plain[0].splitlines())
    assert ours[1:] == plain[1:]
    assert ours[1] == ["stopped"]
    assert ours[2] == "41"


# What pydevd looks at before it writes four lines of warning into the notebook or console (pydevd_file_utils.py:594).
FROZEN = "import os; print(os.path.realpath.__code__.co_filename.startswith('<frozen'))"


def test_the_shipped_kernel_freezes_no_module_so_the_debugger_warns_of_nothing() -> None:
    argv = list(KernelSpecManager().get_kernel_spec("keras-quiet").argv)
    with kernel(argv) as session:
        assert session.run(FROZEN).stdout == "False\n"
    argv.remove("-Xfrozen_modules=off")
    with kernel(argv) as session:
        # Python 3.11 is the first that has frozen modules; an older one takes the option and does nothing.
        assert session.run(FROZEN).stdout == f"{sys.version_info >= (3, 11)}\n"
