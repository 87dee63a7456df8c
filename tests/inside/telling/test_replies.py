"""What each execute_reply says of hidden lines."""

from __future__ import annotations

import sys

import pytest
from sessions import Session, kernel, plain_argv, quiet_argv

# Neither the time nor the line number makes another text of it; the number at the end does.
NOTICE = (
    "I0000 00:00:1795355631.%06d   29633 port.cc:%d] oneDNN custom operations are on. "
    "You may see slightly different numerical results %d"
)
SPEAK = f"""import os, sys
for n in range(START, START + COUNT): _ = os.write(2, ({NOTICE!r} % (n, n, n) + '\\n').encode())
sys.stderr.flush()"""


def speak(count: int, start: int = 0) -> str:
    return SPEAK.replace("COUNT", str(count)).replace("START", str(start))


def said(session: Session, code: str, **more: object) -> dict[str, object] | None:
    reply = session.client.execute(code, reply=True, timeout=60, **more)
    return reply["metadata"].get("keras_quiet")  # type: ignore[no-any-return]


def lines(*numbers: int) -> list[list[str]]:
    return [["onednn-notice", NOTICE % (number, number, number), ""] for number in numbers]


def told(hidden: int, lines: list[list[str]], **more: object) -> dict[str, object]:
    rules = {"onednn-notice": hidden} if hidden else {}
    return {"enabled": True, "hidden": hidden, "rules": rules, "lines": lines, "of": 0, "dropped": "", **more}


def test_a_reply_has_the_counts_and_the_lines_that_are_new() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        assert said(session, "1 + 1") is None
        assert said(session, speak(2)) == told(2, lines(0, 1))
        # Silent requests, of ipywidgets for example, begin no cell.
        assert said(session, "1 + 1", silent=True) == told(2, [])
        assert said(session, speak(60, 10)) == told(62, lines(*range(30, 70)), of=60)
        assert said(session, speak(40, 70)) == told(102, lines(*range(70, 110)))


def test_a_line_that_comes_again_goes_along_once_with_its_count() -> None:
    again = speak(1).replace("% (n, n, n)", "% (7, 7, 7)")
    with kernel(quiet_argv(sys.executable)) as session:
        assert said(session, again) == told(1, lines(7))
        answer = said(session, again + "\n" + again)
        assert answer is not None
        ((rule, text, copies),) = answer["lines"]  # type: ignore[attr-defined]
        assert [rule, text] == lines(7)[0][:2]
        assert copies.startswith("2 times more, ")
        assert answer["hidden"] == 3


LONG = """import logging
for n in range({}): logging.getLogger("tensorflow").warning("Assets written to: %d" % n + "x" * {})"""


@pytest.mark.parametrize(("length", "there"), [(15_000, 4), (100_000, 3)])
def test_no_line_goes_along_in_part(length: int, there: int) -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        session.run("import logging; logging.basicConfig()")
        answer = said(session, LONG.format(8, length))
        assert answer is not None
        log = session.run("%keras_quiet log").stdout.splitlines()
        assert [f"{rule}  {text}" for rule, text, _ in answer["lines"]] == log[-there:]  # type: ignore[attr-defined]
        assert answer["of"] == 8
        assert answer["dropped"] == log[0]
        assert log[0].startswith(f"{8 - there} older lines were dropped: ")


def test_a_reply_says_whether_the_filter_is_on() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        assert said(session, "%keras_quiet off") == told(0, [], enabled=False)
        assert said(session, "1 + 1") == told(0, [], enabled=False)
        assert said(session, "%keras_quiet on", silent=True) == told(0, [])
        assert said(session, "1 + 1") is None


def test_a_text_that_json_cannot_carry_costs_no_reply() -> None:
    code = """import warnings; warnings.simplefilter("always")
text = "jax.core.Trace is deprecated. Use jax.extend instead. " + chr(0xdbff)
warnings.warn_explicit(text, DeprecationWarning, "/opt/lib/python3.11/site-packages/flax/core/tracers.py", 22)"""
    with kernel(quiet_argv(sys.executable)) as session:
        answer = said(session, code)
        assert answer is not None
        ((_, text, _),) = answer["lines"]  # type: ignore[attr-defined]
        assert text.endswith("Use jax.extend instead. \\udbff")
        assert session.run("%keras_quiet log").stdout.endswith("\\udbff\n")


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
        session.run("import _keras_quiet.telling.replies as r; r.Replies.next = lambda self: 1 / 0")
        assert said(session, speak(1)) is None
        assert session.run(speak(1)).stderr == ""
