"""Where text comes in: `native_lines`, `second_pipe`, `log_records`, `python_warnings`, `stream_writes`.

Each hook has `start(owner, message_filter)`, which replaces something of Python's or ipykernel's and returns a function
that takes the hook out again. `shell`, `kernel` and `extension` come in. Hooks ask `Filter` and know no rule.
"""

from typing import Any, Callable

Undo = Callable[[], None]


def replace(owner: Any, name: str, new: Any) -> Undo:
    """Replace an attribute of an object, a class or a module; return a function that puts the plain one back.

    Where somebody else has replaced it since, theirs stays, and ours below it: then ours has to let everything pass.
    """
    own = vars(owner)
    was_there, plain = name in own, own.get(name)
    setattr(owner, name, new)

    def undo() -> None:
        if vars(owner).get(name) is not new:
            return
        if was_there:
            setattr(owner, name, plain)
        else:
            delattr(owner, name)

    return undo


def undo_all(*steps: Undo) -> Undo:
    """Return one function that undoes several steps, the last one first."""

    def undo() -> None:
        for step in reversed(steps):
            step()

    return undo
