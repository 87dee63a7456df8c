"""What each execute_reply says of hidden lines."""

from __future__ import annotations

import sys

import pytest
from sessions import Session, kernel, plain_argv, quiet_argv

NOTICE = (
    "I0000 00:00:1795355631.823008   29633 port.cc:%d] oneDNN custom operations are on. "
    "You may see slightly different numerical results"
)
SPEAK = f"import os, sys\nfor n in range(COUNT): _ = os.write(2, ({NOTICE!r} % n + '\\n').encode())\nsys.stderr.flush()"


def speak(count: int) -> str:
    return SPEAK.replace("COUNT", str(count))


def said(session: Session, code: str, **more: object) -> dict[str, object] | None:
    reply = session.client.execute(code, reply=True, timeout=60, **more)
    return reply["metadata"].get("keras_quiet")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def lines() -> list[list[str]]:
    return [["onednn-notice", NOTICE % number] for number in range(60)]


def test_a_reply_has_the_counts_and_the_lines_that_are_new(lines: list[list[str]]) -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        assert said(session, "1 + 1") is None
        assert said(session, speak(2)) == {"hidden": 2, "rules": {"onednn-notice": 2}, "lines": lines[:2]}
        # Silent requests, of ipywidgets for example, begin no cell.
        assert said(session, "1 + 1", silent=True) == {"hidden": 2, "rules": {"onednn-notice": 2}, "lines": []}
        told = said(session, speak(60))
        assert told == {"hidden": 62, "rules": {"onednn-notice": 62}, "lines": lines[-40:]}


def test_the_reply_of_a_cell_that_raises_says_it_too() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        reply = session.client.execute(speak(2) + "\n1 / 0", reply=True, timeout=60)
        assert (reply["content"]["ename"], reply["metadata"]["keras_quiet"]["hidden"]) == ("ZeroDivisionError", 2)


def test_the_count_begins_anew_with_a_restarted_kernel() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(speak(2))
        session.restart()
        assert said(session, "1 + 1") is None
        told = said(session, speak(1))
        assert told is not None
        assert told["hidden"] == 1


def test_a_plain_kernel_says_nothing() -> None:
    with kernel(plain_argv(sys.executable)) as session:
        assert said(session, speak(1)) is None


def test_a_reply_that_cannot_be_counted_costs_nothing_else() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("import _keras_quiet.telling.replies as r; r.summary = lambda *a: 1 / 0")
        assert said(session, speak(1)) is None
        assert session.run(speak(1)).stderr == ""
