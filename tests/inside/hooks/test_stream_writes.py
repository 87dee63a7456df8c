"""Lines that the user's patterns hide on sys.stderr: nothing but the plain stream's own errors leaves it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from sessions import kernel, quiet_argv
from side_by_side import run as run_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessions import Session

OWN = {"KERAS_QUIET_LAUNCH": json.dumps({"hide": ["noisy *"]})}


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with kernel(quiet_argv(sys.executable), env=OWN) as session:
        session.run("import sys, threading, time")
        yield session


def test_lines_are_put_together_for_each_thread(session: Session) -> None:
    code = """
def work(n):
    for i in range(20):
        for piece in ("noisy ", "%d" % n, "\\n", "mine %d" % n, ":%d\\n" % i):
            sys.stderr.write(piece); time.sleep(0.0005)
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
"""
    shown = session.run(code).stderr
    assert "noisy" not in shown
    for n in range(3):
        assert [shown.count(f"mine {n}:{i}\n") for i in range(20)] == [1] * 20


@pytest.mark.parametrize("text", ["noisy", "noisy text without an end", "no line end"])
def test_what_waits_for_its_line_end_is_shown_at_the_next_flush(text: str, session: Session) -> None:
    assert session.run(f"sys.stderr.write({text!r}); sys.stderr.flush()").stderr == text
    assert session.run("sys.stderr.write('\\n'); None").stderr == "\n"


def test_what_waits_is_shown_in_its_cell_within_the_flush_interval(session: Session) -> None:
    code = "sys.stderr.write('noisy'); time.sleep(0.6); sys.stderr.write(' text\\n'); None"
    assert session.run(code).stderr == "noisy text\n"
    late = """
import asyncio
async def late():
    await asyncio.sleep(0.3); sys.stderr.write("noisy, from the first cell")
task = asyncio.get_event_loop().create_task(late())
"""
    first, second = run_cells(session, [late, "await asyncio.sleep(1)"])
    assert [first.stderr, second.stderr] == ["noisy, from the first cell", ""]
    session.run("sys.stderr.write('\\n'); None")


def test_where_no_thread_can_be_started_a_text_is_written(session: Session) -> None:
    code = "plain = threading.stack_size(1 << 46); sys.stderr.write('noisy progress'); sys.stderr.flush()\n"
    assert session.run(code + "_ = threading.stack_size(plain)").stderr == "noisy progress"
    session.run("sys.stderr.write('\\n'); None")


def test_what_is_no_text_and_a_stream_that_is_closed_raise_what_they_always_raise(session: Session) -> None:
    code = """
told = []
def tells(*words):
    try: sys.stderr.write(*words)
    except Exception as error: told.append(type(error).__name__)
tells(b"noisy"); tells(None); tells(); thread, sys.stderr.pub_thread = sys.stderr.pub_thread, None
tells("mine"); tells("noisy mine\\n"); tells("noisy"); sys.stderr.flush(); sys.stderr.pub_thread = thread
print(told)
"""
    assert session.run(code).stdout == "['TypeError', 'TypeError', 'TypeError', 'ValueError']\n"
    assert session.run("print('mine\\nnoisy mine', file=sys.stderr)").stderr == "mine\n"
    assert "[keras-quiet]" not in session.terminal()


def test_an_interrupt_and_a_fault_of_ours_cost_no_text(session: Session) -> None:
    code = """
from _keras_quiet.lines.lines import Lines
plain = Lines.feed
def breaks(self, data): raise error
Lines.feed, error = breaks, KeyError("ours"); sys.stderr.write("noisy and mine\\n")
error = KeyboardInterrupt()
try: sys.stderr.write("noisy and interrupted\\n")
except KeyboardInterrupt: print("interrupted")
Lines.feed = plain; sys.stderr.write("noisy again\\n"); sys.stderr.write("mine\\n"); None
"""
    cell = session.run(code)
    assert (cell.stdout, cell.stderr) == ("interrupted\n", "noisy and mine\nnoisy and interrupted\nmine\n")
