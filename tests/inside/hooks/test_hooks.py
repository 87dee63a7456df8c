"""Hooks: each can be taken out again, and then everything is as it was before."""

from __future__ import annotations

import sys

import pytest
from keras_quiet.inside.hooks import replace, undo_all
from sessions import kernel, quiet_argv

# What the hooks and the shell's part change, as the user's code could see it.
STATE = """
import sys, logging, warnings, ipykernel.iostream as io
def state():
    shell = get_ipython()
    return repr([
        sorted(vars(sys.stderr)), sorted(vars(sys.stdout)),
        logging.Logger.__dict__.get("__init__"), logging.root.filters, logging.getLogger("tensorflow").filters,
        logging.Handler.__dict__.get("filter"), logging.Handler.__dict__.get("handle"),
        logging.StreamHandler.__dict__.get("handle"), logging.StreamHandler.__dict__.get("emit"),
        warnings._showwarnmsg_impl, [io.OutStream.__dict__[n] for n in ("write", "flush", "_watch_pipe_fd", "close")],
        shell.events.callbacks["pre_run_cell"], sorted(shell.magics_manager.magics["line"]),
        sorted(shell.strdispatchers["complete_command"].strs),
    ])
"""
AGAIN = (
    STATE
    + """
from _keras_quiet.filter import Filter
from _keras_quiet.hooks import native_lines
from _keras_quiet import shell
before = state()
quiet = Filter(print, *own)
undo_native, undo_shell = native_lines.start(io.OutStream, quiet), shell.start_hooks(get_ipython(), quiet, {})
during = state()
undo_shell(); undo_native()
print(before != during, before == state())
"""
)


@pytest.mark.parametrize("own", ["()", "(['mine'], ['yours'])"])
def test_hooks_that_are_taken_out_leave_everything_as_it_was(own: str) -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        # A second set over the first, so that what is put back is not just Python's own; the magic is there once.
        session.run("get_ipython().magics_manager.magics['line'].pop('keras_quiet')")
        session.run("get_ipython().strdispatchers['complete_command'].strs.pop('%keras_quiet')")
        assert session.run(f"own = {own}" + AGAIN).stdout == "True True\n"


class Owner:
    inherited = 1


class Child(Owner):
    own = 2


@pytest.mark.parametrize("name", ["inherited", "own"])
def test_what_is_replaced_is_put_back_where_it_was(name: str) -> None:
    before = dict(vars(Child))
    undo = undo_all(replace(Child, name, 3), replace(Child, name, 4))
    assert getattr(Child, name) == 4
    undo()
    assert dict(vars(Child)) == before


def test_what_somebody_else_has_replaced_since_stays() -> None:
    owner = Owner()
    undo = replace(owner, "inherited", 2)
    owner.inherited = 3
    undo()
    assert owner.inherited == 3
