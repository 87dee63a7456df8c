"""The last words of a dead kernel, with every ipykernel: its pipe is put where each of them has its own."""

from __future__ import annotations

from ipykernels import python
from noise import NOTICE
from processes import wait
from sessions import kernel, quiet_argv

__all__ = ["python"]
LAST = "LLVM ERROR: Failed to infer result type(s)."


def test_the_filter_runs_and_the_last_words_of_a_death_are_told(python: str) -> None:
    is_in_notebook = "5.5" not in python  # ipykernel 5 brings no native lines there, but to the terminal
    with kernel(quiet_argv(python), provisioned=True) as session:
        cell = session.run(f"import os; _ = os.write(2, {NOTICE.encode()!r} + b'\\nmine\\n')", late=0.3)
        assert (cell.stderr, cell.error) == ("mine\n" if is_in_notebook else "", "")
        assert "the filter stopped" not in session.terminal()
        session.client.execute(f"_ = os.write(2, b'{LAST}\\n'); os.abort()")
        wait(lambda: not session.manager.is_alive(), 20)
        session.restart(now=True)
        told = session.run("print('first')")
        assert told.stdout == "first\n"
        assert "The previous kernel died: SIGABRT (abort)" in told.stderr
        assert (LAST in told.stderr) == is_in_notebook
