"""Records of logging: hidden at the handlers that write to the notebook or the terminal, and nowhere else."""

from __future__ import annotations

import sys

import pytest
from sessions import kernel, plain_argv, quiet_argv

NOISE = "Assets written to: model/assets"
HANDLERS = """
import contextlib, inspect, io, logging, logging.handlers, os, queue, sys, tempfile, unittest
tensorflow = logging.getLogger("tensorflow"); tensorflow.setLevel("INFO"); tensorflow.propagate = False
class Counted:
    count = 0
    def __str__(self): Counted.count += 1; return "model"
buffer, records, got = io.StringIO(), queue.Queue(), {}
file = tempfile.mktemp()
class Lists(logging.Handler):
    def emit(self, record): got.setdefault("list", []).append((record.getMessage(), sorted(vars(record))))
class Rich(logging.Handler):
    class console: file = sys.stderr
    def emit(self, record): self.console.file.write(self.format(record) + "\\n")
SEEN = [logging.StreamHandler(), logging.StreamHandler(sys.stdout), logging.StreamHandler(sys.__stderr__),
        logging.StreamHandler(io.open(2, "w", closefd=False)), logging.lastResort, Rich()]
KEPT = [logging.FileHandler(file), logging.StreamHandler(buffer), logging.handlers.QueueHandler(records), Lists()]
"""
EVERY_WAY = (
    HANDLERS
    + """
tensorflow.handlers = SEEN + KEPT
tensorflow.warning("Assets written to: %s/assets", Counted()); tensorflow.warning("mine %s", Counted())
sys.stderr.flush(); sys.stdout.flush()
print("KEPT", open(file).read().splitlines(), buffer.getvalue().splitlines(), records.qsize())
print("LISTED", [text for text, _ in got["list"]])
print("EXTRA", "getMessage" in got["list"][1][1])
print("SHAPE", inspect.signature(logging.Logger), inspect.signature(logging.Handler.filter), logging.root.filters)
with unittest.TestCase().assertLogs("tensorflow") as caught: tensorflow.warning("Assets written to: model/assets")
print("CAUGHT", caught.output)
with contextlib.redirect_stderr(io.StringIO()) as redirected:
    tensorflow.handlers = [logging.StreamHandler()]; tensorflow.warning("Assets written to: model/assets")
print("REDIRECTED", redirected.getvalue().strip())
"""
)


def test_every_handler_but_those_of_the_notebook_and_the_terminal_gets_every_record() -> None:
    with kernel(plain_argv(sys.executable)) as plain, kernel(quiet_argv(sys.executable)) as ours:
        cells = [session.run(EVERY_WAY) for session in (plain, ours)]
        kept = [[line for line in cell.stdout.splitlines() if line.split()[0].isupper()] for cell in cells]
        assert not cells[1].error
        assert kept[0] == kept[1]
        assert len(kept[1]) == 6
        shown = [cell.stderr + cell.stdout.replace("\n".join(kept[0]), "") for cell in cells]
        assert NOISE in shown[0]
        assert NOISE not in shown[1] + ours.terminal()
        assert shown[1].count("mine model") == shown[0].count("mine model")
        assert ours.terminal().count("mine model") == plain.terminal().count("mine model")
        assert ours.run("%keras_quiet log").stdout.count(NOISE) == 1


@pytest.mark.parametrize("text", ["Assets written to: %s/assets", "mine %s"])
def test_the_users_arguments_are_formatted_once_for_each_handler(text: str) -> None:
    code = HANDLERS + f"tensorflow.handlers = SEEN[:1]; tensorflow.warning({text!r}, Counted()); print(Counted.count)"
    for argv in (plain_argv(sys.executable), quiet_argv(sys.executable)):
        with kernel(argv) as session:
            assert session.run(code).stdout == "1\n"


def test_wrong_arguments_are_reported_as_in_the_plain_kernel() -> None:
    shown = []
    for argv in (plain_argv(sys.executable), quiet_argv(sys.executable)):
        with kernel(argv) as session:
            shown.append(session.run("import logging; logging.getLogger('tensorflow').warning('%d', 'x')").stderr)
    assert "--- Logging error ---" in shown[1]
    assert "keras_quiet/inside/hooks" not in shown[1]


# After the first record of a logger, most are told by their first letters.
LATER = (
    HANDLERS
    + """
tensorflow.handlers = SEEN[:1]; tensorflow.warning("mine, the first")
class Brace(logging.LogRecord):
    def getMessage(self): return str(self.msg).format(*self.args)
class Text:
    def __str__(self): return "Assets written to: model/assets"
"""
)


@pytest.mark.parametrize(
    "said",
    [
        "tensorflow.warning('Assets written to: model/assets')",
        "tensorflow.warning('Ass%s written to: model/assets', 'ets')",
        "tensorflow.warning('%s', 'Assets written to: model/assets')",
        "tensorflow.warning(Text())",
        "logging.setLogRecordFactory(Brace); tensorflow.warning('{} to: model/assets', 'Assets written')",
        "logging.setLogRecordFactory(Brace); tensorflow.warning('{0}ssets written to: model/assets', 'A')",
    ],
)
def test_noise_is_hidden_however_it_is_put_together(said: str) -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        assert session.run(f"{LATER}\n{said}; tensorflow.warning('mine, and the last')").stderr.splitlines() == [
            "mine, the first",
            "mine, and the last",
        ]


@pytest.mark.parametrize(
    "record", ["{'name': ['x'], 'levelno': 30, 'msg': 'mine'}", "{'name': 'tensorflow', 'levelno': 30, 'msg': b'mine'}"]
)
def test_a_strange_record_is_shown_and_stops_no_filter(record: str) -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(LATER)
        assert "mine" in session.run(f"tensorflow.handle(logging.makeLogRecord({record}))").stderr
        assert session.run("tensorflow.warning('Assets written to: model/assets')").stderr == ""


def test_the_report_has_what_passed_by_its_first_letters() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(LATER + "\ntensorflow.warning('mine, in the report')")
        assert "WARNING:tensorflow:mine, in the report" in session.run("%keras_quiet report").stdout
