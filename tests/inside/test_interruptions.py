"""Code of the user's that runs in the midst of ours: nothing waits for ever, and nothing is lost or told twice."""

from __future__ import annotations

import json
import re
import sys
import time

import pytest
from noise import NOTICE, written
from sessions import kernel, quiet_argv

# Each calls `meddle` in the midst of whatever runs, in the threads where Python lets it; `meddle` does its work where
# that is our code. (In the midst of ipykernel's own, the plain kernel stops too.)
INTERRUPTIONS = {
    "a signal handler": """
import signal
def handler(*_): meddle()
signal.signal(signal.SIGALRM, handler); signal.setitimer(signal.ITIMER_REAL, 0.0003, 0.0007)
def end(): signal.setitimer(signal.ITIMER_REAL, 0)
""",
    "a callback of the collector": """
import gc
gc.set_threshold(1, 1, 1); gc.callbacks.append(lambda phase, info: phase == "stop" and meddle())
def end(): gc.callbacks.pop(); gc.set_threshold(700, 10, 10)
""",
    "a __del__": """
import gc
class Litter:
    def __init__(self): self.self = self
    def __del__(self): Litter() if going else None; meddle()
going = True
gc.set_threshold(1, 1, 1); [Litter() for _ in range(5)]
def end():
    global going
    going = False; gc.set_threshold(700, 10, 10)
""",
    "a weakref callback": """
import gc, weakref
class Litter: pass
kept = []
def litter(_=None):
    if going:
        each = Litter(); each.self = each; kept[:] = [weakref.ref(each, litter)]
    if _: meddle()
going = True
gc.set_threshold(1, 1, 1); litter()
def end():
    global going
    going = False; gc.set_threshold(700, 10, 10)
""",
    "a trace function": """
def trace(frame, event, arg):
    if "keras_quiet" in frame.f_code.co_filename or event == "call":
        if "keras_quiet" in frame.f_code.co_filename: meddle()
        return trace
sys.settrace(trace)
def end(): sys.settrace(None)
""",
}
# Every hook's way, and the hidden lines'; each line is numbered, some come in two pieces.
WORK = """
import logging, os, sys, threading, time, warnings
tensorflow = logging.getLogger("tensorflow")
noise = b"I0000 00:00:1795355631.823008 29633 port.cc:153] oneDNN custom operations are on. You may see slightly"
noise += b" different numerical results due to floating-point round-off errors.\\n"
busy, calls, PLACES = False, 0, ("keras_quiet", "ipykernel/", "zmq")
def meddle():
    global busy, calls
    frame = sys._getframe()
    while frame is not None and not any(part in frame.f_code.co_filename for part in PLACES): frame = frame.f_back
    if busy or calls >= 60 or frame is None or "keras_quiet/inside/" not in frame.f_code.co_filename: return
    if frame.f_code.co_filename.endswith("__main__.py"): return
    busy = True; calls += 1
    try:
        sys.stderr.flush(); tensorflow.warning("Assets written to: meddled/assets")
        sys.stderr.write(""); sys.stderr.flush()
    finally: busy = False
{}
began, count = time.monotonic(), 0
while count < 40 or time.monotonic() - began < 1.5 and count < 400:
    os.write(2, b"native %d\\n" % count + noise)
    sys.stderr.write("printed %d\\n" % count)
    tensorflow.warning("Assets written to: model/assets"); tensorflow.warning("logged %d", count)
    os.write(2, b"I0000 00:00:1")
    sys.stderr.flush()
    os.write(2, b"\\n")
    count += 1
end()
time.sleep(1); sys.stderr.flush()
print(count, calls)
"""


@pytest.mark.parametrize("own", [False, True], ids=["shipped rules", "own rules"])
@pytest.mark.parametrize("how", INTERRUPTIONS)
def test_a_flush_in_the_midst_of_our_work_stops_nothing_and_loses_nothing(how: str, own: bool) -> None:
    env = {"KERAS_QUIET_LAUNCH": json.dumps({"hide": ["nobody says this", "pri*ted nobody*"]})} if own else {}
    with kernel(quiet_argv(sys.executable), env=env) as session:
        cell = session.run(WORK.format(INTERRUPTIONS[how]), timeout=25)
        assert not cell.error
        count, calls = map(int, cell.stdout.split())
        assert calls > 5
        for kind in ("native", "printed"):
            assert re.findall(kind + r" (\d+)", cell.stderr) == [str(number) for number in range(count)]
        assert "oneDNN" not in cell.stderr
        assert "Assets written" not in cell.stderr
        assert f"logged {count - 1}" in cell.stderr
        # The kernel is as alive as before.
        assert session.run("print('on'); _ = os.write(2, b'and on\\n')").stderr == "and on\n"


def test_interrupts_by_the_dozen_cost_no_line_and_no_filter() -> None:
    busy = """
import logging, os, sys, time
count = 0
end = time.monotonic() + 3
while time.monotonic() < end:
    try:
        while time.monotonic() < end:
            os.write(2, b"native:%d;\\n" % count); count += 1
            os.write(2, NOTICE); logging.getLogger("tensorflow").warning("Assets written to: model/assets")
            time.sleep(0.001)
    except KeyboardInterrupt: pass
print(count)
"""
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(written(NOTICE, "mine") + f"\nNOTICE = {NOTICE.encode()!r} + b'\\n'")
        request = session.client.execute(busy)
        for _ in range(60):
            time.sleep(0.03)
            session.manager.interrupt_kernel()
        text, count = "", 0
        while True:
            message = session.client.get_iopub_msg(timeout=30)
            content = message["content"]
            if message["msg_type"] == "stream" and content["name"] == "stderr":
                text += content["text"]
            elif message["msg_type"] == "stream":
                count = int(content["text"])
            done = content.get("execution_state") == "idle"
            if done and message["parent_header"].get("msg_id") == request:
                break
        numbers = [int(line[7:-1]) for line in text.splitlines() if line.startswith("native:")]
        # An interrupt may come between the write and the count: then a number is written twice.
        assert sorted(set(numbers)) == numbers or numbers == sorted(numbers)
        assert set(numbers) == set(range(count)) | set(numbers[-1:])
        assert "oneDNN" not in text
        assert session.run(written(NOTICE, "mine")).stderr == "mine\n"
        assert "the filter stopped" not in session.terminal()
