"""Records of logging: hidden at the handlers that write to the notebook or the terminal, and nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from noise import OLDER_NOTICE
from sessions import Session, kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator

NOISE = "Assets written to: model/assets"
NATIVE = OLDER_NOTICE.encode() + b"\n"
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
SEEN = [logging.StreamHandler(), logging.StreamHandler(sys.stdout), logging.StreamHandler(sys.__stderr__),
        logging.StreamHandler(io.open(2, "w", closefd=False)), logging.lastResort]
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


FORMATTED = (
    HANDLERS
    + """
class Counts(logging.Formatter):
    count = 0
    def format(self, record): Counts.count += 1; return super().format(record)
handler = logging.StreamHandler(); handler.setFormatter(Counts()); tensorflow.handlers = [handler]
tensorflow.warning("Assets written to: %s/assets", "model"); tensorflow.warning("mine %s", "model"); print(Counts.count)
"""
)


def test_the_users_formatter_is_called_as_often_as_in_the_plain_kernel() -> None:
    for argv in (plain_argv(sys.executable), quiet_argv(sys.executable)):
        with kernel(argv) as session:
            assert session.run(FORMATTED).stdout == "2\n"


MASKED = """
import copy, logging, sys, warnings
class Masks(logging.Formatter):
    def format(self, record):
        record = copy.copy(record); record.args = ("***",)
        return super().format(record)
handler = logging.StreamHandler(); handler.setFormatter(Masks()); tensorflow = logging.getLogger("tensorflow")
tensorflow.handlers, tensorflow.propagate = [handler], False
tensorflow.warning("Assets written to: %s/assets", "hunter2"); tensorflow.warning("token %s", "hunter2")
plain = warnings.formatwarning
warnings.formatwarning = lambda message, *more: plain(str(message).replace("hunter2", "***"), *more)
for text in ("numpy.hunter2 size changed, may indicate binary incompatibility. Expected 9, got 8", "token hunter2"):
    warnings.warn_explicit(text, RuntimeWarning, "/a/site-packages/numpy/a.py", 3)
"""


def test_a_secret_that_the_user_masks_is_nowhere() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        shown = session.run(MASKED).stderr
        assert shown == "token ***\n/a/site-packages/numpy/a.py:3: RuntimeWarning: token ***\n"
        kept = session.run("%keras_quiet log").stdout + session.run("%keras_quiet report").stdout
        private = Path(session.manager.connection_file).with_suffix(".keras-quiet.log").read_text()
        assert "Assets written to: ***/assets" in kept
        assert "numpy.*** size changed" in kept
        assert "hunter2" not in kept + private + session.terminal()


# A handler's or a record's own code raises, or its text fits into no message.
STRANGE = {
    "a stream that raises": """
class Raises(logging.StreamHandler):
    stream = property(lambda self: 1 / 0, lambda self, value: None)
    def handleError(self, record): pass
tensorflow.handlers = [Raises()]
""",
    "a formatter that raises": """
class Raises(logging.Formatter):
    def format(self, record): raise ValueError("mine")
tensorflow.handlers[0].setFormatter(Raises()); tensorflow.handlers[0].handleError = lambda record: None
""",
    "an endless recursion": """
class Endless:
    def __str__(self): return str(self)
def deeper(): tensorflow.warning("Assets written to: model/assets"); return deeper()
for each in range(3):
    try: deeper()
    except RecursionError: pass
try: tensorflow.warning("%s", Endless())
except RecursionError: pass  # it leaves `emit`, in the plain kernel too
""",
    "no descriptor left": """
import os, resource
limits = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")), limits[1]))
for _ in range(30): tensorflow.warning("Assets written to: model/assets"); os.write(2, NATIVE)
resource.setrlimit(resource.RLIMIT_NOFILE, limits)
""",
    "half a surrogate pair": r"""
tensorflow.warning("Assets written to: \udbff/assets")
warnings.warn_explicit("numpy.dtype size changed, may \udbff", RuntimeWarning, "/a/site-packages/numpy/a.py", 3)
""",
    "a path as the place of a warning": """
import pathlib
for _ in range(30): warnings.showwarning("told", UserWarning, pathlib.Path("x.py"), 3)
""",
    "a message that raises": """
class Raises(UserWarning):
    def __str__(self): raise ValueError("mine")
for _ in range(30):
    try: warnings.showwarning(Raises(), Raises, "/a/site-packages/numpy/a.py", 3)
    except ValueError: pass
""",
    "a record that was made by hand": """
for each in ({"name": ["x"]}, {"name": None}, {"msg": b"mine"}, {"pathname": 3}):
    for _ in range(30): tensorflow.handle(logging.makeLogRecord({"name": "tensorflow", "levelno": 30, **each}))
""",
    "no length that can be told": """
class Odd:
    def __len__(self): raise KeyError
for _ in range(30):
    try: sys.stderr.write(Odd())
    except TypeError: pass
""",
}


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(HANDLERS + f"import warnings; NATIVE = {NATIVE!r}")
        yield session


@pytest.mark.parametrize("what", STRANGE)
def test_what_is_strange_costs_itself_alone(what: str, session: Session) -> None:
    session.run("tensorflow.handlers = [logging.StreamHandler()]")
    assert not session.run(STRANGE[what], timeout=60).error
    noise = "tensorflow.handlers = [logging.StreamHandler()]; os.write(2, NATIVE); "
    noise += "tensorflow.warning('Assets written to: model/assets'); tensorflow.warning('mine')"
    assert session.run(noise).stderr == "mine\n"
    assert "[keras-quiet]" not in session.terminal()


def test_wrong_arguments_are_reported_as_in_the_plain_kernel() -> None:
    shown = []
    for argv in (plain_argv(sys.executable), quiet_argv(sys.executable)):
        with kernel(argv) as session:
            shown.append(session.run("import logging; logging.getLogger('tensorflow').warning('%d', 'x')").stderr)
    assert "--- Logging error ---" in shown[1]
    assert "keras_quiet/inside/hooks" not in shown[1]


# A record that is shown, and then those that need a closer look than their first letters.
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


def test_the_report_names_who_spoke_once_for_all_that_they_said_in_a_row() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(LATER + "\nfor _ in range(60): tensorflow.warning('mine, in the report')")
        session.run("tensorflow.error('mine, too')")
        session.run("other = logging.getLogger('plaidml'); other.warning('mine'); other.warning('Opened: mine')")
        told = session.run("%keras_quiet report").stdout
        assert told.count("a record of the logger plaidml, level WARNING, from ") == 1
        assert told.count("a record of the logger tensorflow, level WARNING, from ") == 1
        assert told.count("a record of the logger tensorflow, level ERROR, from ") == 1
        assert "mine" not in told
