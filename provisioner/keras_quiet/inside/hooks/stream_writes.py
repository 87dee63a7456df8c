"""The hook for what Python writes to sys.stderr: Keras's banner by who writes it, and lines that the user's rules hide.

Without rules of the user's, nothing is held back here: a text is judged as it is written.
"""

from functools import partial
from types import FrameType
from typing import Any, Callable, Dict, FrozenSet, List, Optional, Tuple

from ..filter import Filter
from ..grammar.ways import WRITE
from ..guarding.kept import getframe, os, threading
from ..keeping.turns import Turns
from . import Undo, replace, undo_all

# A flush waits so long at most for another thread, in seconds.
SETTLE = 0.1
# The lines of so many threads are put together; then all are let go, and those that still write begin anew.
THREADS = 100
# From version 9 on, IPython stands in between and keeps a copy of what a cell writes (InteractiveShell._tee). After the
# cell it puts back what it found, which it has under this name.
_TEE, _FOUND = "IPython.core.interactiveshell", "original_write"


def start(owner: Any, message_filter: Filter) -> Undo:
    """Replace `write`, and with rules of the user's the flushes, of one stream; `owner` is that stream."""
    plain_write, _ = _below_tees(owner)
    if not message_filter.judges_everything:
        return _replace_write(owner, _new_write(plain_write, message_filter))
    own = OwnRules(owner, plain_write, message_filter)
    return undo_all(
        replace(owner, "flush", own.flush),
        replace(owner, "_flush", own.flush_now),
        own.let_go,
        _replace_write(owner, _new_write(own.write, message_filter)),
    )


def _replace_write(owner: Any, new: Callable[[str], Any]) -> Undo:
    was_there, (plain, put) = "write" in vars(owner), _below_tees(owner)
    put(new)

    def undo() -> None:
        now, put_back = _below_tees(owner)
        if now is new:  # else somebody has replaced it since
            put_back(plain)
        if not was_there and vars(owner).get("write") is plain:
            del owner.write

    return undo


def _below_tees(owner: Any) -> Tuple[Any, Callable[[Any], None]]:
    """Return a stream's `write` as it is between two cells, and what puts another there."""
    write, put = owner.write, partial(setattr, owner, "write")
    while getattr(write, "__module__", "") == _TEE and _FOUND in write.__code__.co_freevars:
        cell = write.__closure__[write.__code__.co_freevars.index(_FOUND)]
        write, put = cell.cell_contents, partial(setattr, cell, "cell_contents")
    return write, put


def _new_write(write_on: Callable[[str], Any], message_filter: Filter) -> Callable[[str], Any]:
    """Return what takes the place of `write`; `write_on` gets what is no banner, and alone may raise."""
    banners: Tuple[str, ...] = ()
    # All of them are longer than this and begin with one of these characters; known at the first write.
    length = 0
    firsts: Optional[FrozenSet[str]] = None

    def is_hidden(string: str, frame: FrameType) -> bool:
        nonlocal banners, length, firsts
        if firsts is None:
            banners = tuple(message_filter.verdicts.rules.written)
            firsts = frozenset(banner[:1] for banner in banners)
            length = min(map(len, banners), default=1) - 1
        return string.startswith(banners) and message_filter.enabled and _is_banner(string, message_filter, frame)

    def write(string: str) -> Any:
        # Every word of a print comes by here, and nearly all pass by the look at their length.
        hidden = False
        try:
            if len(string) > length and (firsts is None or string[0] in firsts):
                hidden = message_filter.attempt(partial(is_hidden, string, getframe(1)), False, "writes")
        except Exception:  # noqa: S110  # no text: it raises what it always raises; or no room for a call
            pass
        return len(string) if hidden else write_on(string)

    return write


def _is_banner(string: str, message_filter: Filter, frame: Optional[FrameType]) -> bool:
    line = string.rstrip("\n")
    for writer in writers(frame):
        rule = message_filter.rule_of(WRITE, writer, string, line)
        if rule:
            message_filter.keep(rule, line)
            return True
    return False


def writers(frame: Optional[FrameType]) -> List[str]:
    """Return the modules that may be said to write: the caller's, and the one that is being imported around it.

    So a user's wrapper around sys.stderr does not hide who writes, and a module that Keras imports is not Keras.
    """
    names: List[str] = []
    while frame is not None and frame.f_globals.get("__name__") != "importlib._bootstrap":
        name = str(frame.f_globals.get("__name__"))
        if names or name != _TEE:
            names.append(name)
        if frame.f_code.co_name == "<module>":
            return names[:1] + names[-1:]
        frame = frame.f_back
    return names[:1]


class OwnRules:
    """The user's rules on the lines of a stream of Python's, put together for each thread.

    `print` writes its words one by one, so the beginning of a line waits for its end: for a flush at most, of the
    user's code or of the stream's own thread, which comes after its flush interval. Several threads take turns, and
    nobody waits for a lock (`turns`).
    """

    def __init__(self, stream: Any, plain_write: Callable[[str], Any], message_filter: Filter) -> None:
        self._filter = message_filter
        self._stream = stream
        self._plain_write, self._plain_flush, self._plain_flush_now = plain_write, stream.flush, stream._flush
        self._ask_for_flush = stream._schedule_flush
        self._lines: Dict[int, Any] = {}
        self._cells: Dict[int, Any] = {}  # to which the text of a thread belongs that waits
        self._turns = Turns()
        self._pid = os.getpid()

    def write(self, string: str) -> Any:
        """Write what no rule of the user's hides. Raises what the plain `write` raises."""
        # A forked child has no thread that would show what waits; what is no text raises what it always raises.
        thread = threading.get_ident()
        # What comes from file descriptor 2 has been judged already.
        if thread == self._filter.native_thread or os.getpid() != self._pid or not isinstance(string, str):
            return self._plain_write(string)
        errors: List[Exception] = []
        cell, data = getattr(self._stream, "parent_header", None), str.encode(string, "utf-8", "surrogatepass")
        self._turns.do(lambda: self._feed(thread, cell, data, errors))
        if errors:
            raise errors[0]
        return len(string)

    def flush(self) -> Any:
        """Hold nothing back, and wait a moment for other threads that are at it."""
        self._filter.attempt(self.let_go, None, "flush")
        return self._plain_flush()

    def flush_now(self) -> Any:
        """Hold nothing back where the stream's own thread sends what was written."""
        self._filter.attempt(lambda: self.let_go(wait=False), None, "flush")
        return self._plain_flush_now()

    def let_go(self, *, wait: bool = True) -> None:
        """Write what waits."""
        if os.getpid() == self._pid:
            self._turns.do(self._release)
            if wait:
                self._turns.wait(SETTLE)

    def _feed(self, thread: int, cell: Any, data: bytes, errors: List[Exception]) -> None:
        lines = self._filter.attempt(lambda: self._lines_of(thread), None, "piece")
        if lines is None:
            self._show(data, cell, errors)
            return
        held = lines.held + data
        try:
            shown = self._filter.shown_of(lines, data)
        except BaseException:  # the user's interrupt, in the middle of it
            lines.give_up(held)
            self._show(held, cell, errors)
            raise
        self._show(shown, cell, errors)
        if lines.held:
            self._cells[thread] = cell
            self._wait_for_flush()

    def _lines_of(self, thread: int) -> Any:
        if thread not in self._lines:
            if len(self._lines) >= THREADS:
                self._release()
                self._lines.clear()  # of threads that are gone, most of them
            self._lines[thread] = self._filter.new_lines()
        return self._lines[thread]

    def _wait_for_flush(self) -> None:
        try:
            self._ask_for_flush()
        except Exception:  # nobody would let go what waits
            self._release()

    def _release(self) -> None:
        for thread, lines in list(self._lines.items()):
            self._show(lines.release(), self._cells.pop(thread, None), [])

    def _show(self, data: bytes, cell: Any, errors: List[Exception]) -> None:
        """Write a text, which belongs to a cell; `errors` gets what the plain `write` raises."""
        if not data:
            return
        try:
            self._write_below(cell, data.decode("utf-8", "surrogatepass"))
        except Exception as error:
            errors.append(error)

    def _write_below(self, cell: Any, text: str) -> None:
        # Since ipykernel 6.27 each thread has a cell of its own (ipykernel/iostream.py, parent_header).
        variable = getattr(self._stream, "_parent_header", None)
        if variable is None or cell is None or cell == self._stream.parent_header:
            self._plain_write(text)
            return
        from contextvars import Context  # came with Python 3.7

        def write() -> None:
            variable.set(cell)
            self._plain_write(text)

        Context().run(write)
