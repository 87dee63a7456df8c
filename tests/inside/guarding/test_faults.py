"""A fault of our own costs the message that it meets; where it never ends, the filter stops and says so."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras_quiet.inside.filter import Filter
from keras_quiet.inside.guarding.faults import BORNE, Faults
from keras_quiet.inside.judging import rules
from noise import OLDER_NOTICE
from sessions import Session, kernel, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator

NOISE = OLDER_NOTICE.encode() + b"\n"
# Stand-ins for faults of ours: there is no other way to have some.
BROKEN = {
    "native lines": ("verdicts.Verdicts.hiding", "native()"),
    "the log of native lines": ("hidden.Hidden.add_lines", "native()"),
    "records": ("verdicts.Verdicts.hiding", "tensorflow.warning(NOISE)"),
    "the log of records": ("hidden.Hidden.add", "tensorflow.warning(NOISE)"),
    "warnings": (
        "verdicts.Verdicts.hiding",
        "warnings.warn_explicit(SIZE, RuntimeWarning, '/a/site-packages/a.py', 3)",
    ),
}
BEFORE = f"""
import itertools, logging, os, sys, time, warnings
numbers = itertools.count()
warnings.simplefilter("always")
NATIVE, NOISE = {NOISE!r}, "Assets written to: model/assets"
SIZE = "numpy.dtype size changed, may indicate binary incompatibility. Expected 9, got 8"
tensorflow = logging.getLogger("tensorflow")
tensorflow.handlers, tensorflow.propagate = [logging.StreamHandler()], False
def native():  # another line each time: what is known is not judged
    os.write(2, NATIVE.replace(b":153]", b":%d]" % next(numbers))); time.sleep(0.02); sys.stderr.flush()
def broken(name, errors):
    module, kind, method = name.split(".")
    room = dict(verdicts="judging", hidden="keeping")[module]
    owner = getattr(sys.modules["_keras_quiet.%s.%s" % (room, module)], kind)
    plain, left = getattr(owner, method), list(errors)
    def breaks(self, *words, **more):
        error = left.pop(0) if left else None
        if error: raise error
        return plain(self, *words, **more)
    setattr(owner, method, breaks)
    return lambda: setattr(owner, method, plain)
"""
TWENTY = "[KeyError('ours %d' % n) for n in range(20)]"
STOPPED = "the filter stopped, every line is shown from now on: %s. %%keras_quiet on starts it again"
MANY = {
    "one": ("[KeyError('ours')]", 1, True),
    "nineteen in a row": ("[KeyError('ours')] * 19", 19, True),
    "twenty with other words": (TWENTY, 20, False),
    "every second": ("[KeyError('ours'), None] * 30", 60, True),
    "no room for a call": ("[RecursionError('ours')] * 40", 40, True),
    "no memory": ("[MemoryError('ours')] * 40", 40, True),
    "no descriptor": ("[OSError(24, 'ours')] * 40", 40, True),
}


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(BEFORE)
        yield session


EVERYWHERE = ("one", "twenty with other words")
CASES = [(where, what) for where in BROKEN for what in (MANY if where == "records" else EVERYWHERE)]


@pytest.mark.parametrize(("where", "what"), CASES)
def test_a_fault_shows_its_message_and_the_filter_goes_on(where: str, what: str, session: Session) -> None:
    (name, work), (errors, count, goes_on) = BROKEN[where], MANY[what]
    shown = session.run(f"mend = broken({name!r}, {errors})\nfor _ in range({count}): {work}\nmend()").stderr
    faults = count if "None" not in errors else count // 2
    assert sum(shown.count(text) for text in ("oneDNN", "Assets", "numpy.dtype")) == faults
    assert (session.run(work).stderr == "") == goes_on
    session.run("%keras_quiet on")


def test_the_next_cell_says_that_the_filter_stopped() -> None:
    name, work = BROKEN["records"]
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(BEFORE)
        session.run(f"mend = broken({name!r}, {TWENTY})\nfor _ in range(20): {work}\nmend()")
        told = session.run(work).stderr.splitlines()
        assert told == [
            "[keras-quiet] " + STOPPED % "KeyError('ours 19')",
            "Assets written to: model/assets",
        ]
        assert session.run(work).stderr == "Assets written to: model/assets\n"
        session.run("%keras_quiet on")
        assert session.run(work).stderr == ""
        assert session.terminal().count("[keras-quiet] a message is shown as it is: KeyError('ours 0')") == 1
        assert session.terminal().count("[keras-quiet] the filter stopped") == 1


def test_what_cannot_be_loaded_stops_the_filter_and_the_first_cell_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[str] = []
    quiet = Filter(reported.append)
    monkeypatch.setattr(rules, "read", lambda: 1 / 0)
    quiet.begin_cell()
    assert not quiet.enabled
    told = STOPPED % "ZeroDivisionError('division by zero')"
    assert (reported, quiet.notices) == ([told.partition(". ")[0]], [told])


def test_what_cannot_be_loaded_for_the_moment_is_loaded_later(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = Filter(pytest.fail)
    full = OSError(errno.EMFILE, "Too many open files")
    with monkeypatch.context() as patched:
        patched.setattr(rules, "read", lambda: (_ for _ in ()).throw(full))
        quiet.begin_cell()
    quiet.begin_cell()
    assert (quiet.enabled, quiet.notices) == (True, [])
    assert quiet.shown_of(quiet.new_lines(), NOISE) == b""


def raised(error: BaseException, line: int) -> BaseException:
    """Return an exception that was raised on one of a few lines."""
    try:
        if line:
            raise error
        raise error  # on another line
    except type(error) as caught:
        return caught


@given(st.lists(st.tuples(st.sampled_from([KeyError, ValueError, MemoryError, None]), st.booleans()), max_size=60))
def test_only_the_same_exception_in_a_row_counts(messages: list[tuple[type[Exception] | None, bool]]) -> None:
    faults, row, last = Faults(), 0, None
    for kind, line in messages:
        if kind is None:
            faults.end_row("message")
            row, last = 0, None
            continue
        _, number = faults.add("message", raised(kind("text"), line))
        if kind is MemoryError:
            assert number == 0
            continue
        row, last = (row + 1 if last == (kind, line) else 1), (kind, line)
        assert number == row


def test_a_fault_is_reported_once_of_each_kind() -> None:
    reported: list[str] = []
    quiet = Filter(reported.append)
    for number in range(BORNE - 1):
        assert quiet.attempt(lambda number=number: {}[number], "shown") == "shown"  # type: ignore[misc]
    assert reported == ["a message is shown as it is: KeyError(0)"]


class Odd(Exception):  # noqa: N818  # the user's, who calls it as they like
    def __repr__(self) -> str:
        raise ValueError


def test_an_exception_of_the_users_making_is_borne_too() -> None:
    reported: list[str] = []
    assert Filter(reported.append).attempt(lambda: (_ for _ in ()).throw(Odd()), "shown") == "shown"  # type: ignore[arg-type]
    assert reported == ["a message is shown as it is: Odd"]
