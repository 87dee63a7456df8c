"""Which streams and handlers write to the notebook or to the terminal: told by what they do, not by what they have.

Whatever else gets a record or a warning is the user's, and gets every one.
"""

import io
import sys
from types import FunctionType, MethodType
from typing import Any, Callable, Dict, Sequence, Tuple

from ..guarding.files import identity_of


class Destinations:
    """The notebook and the terminal as they are now: other tools may put something else in their place later.

    `streams` are the kernel's stdout and stderr.
    """

    def __init__(self, *streams: Any) -> None:
        # IPython in a terminal has no such streams, and perhaps no ipykernel.
        self._stream: Any = getattr(sys.modules.get("ipykernel.iostream"), "OutStream", None)
        # Where they are watched, ipykernel has put the terminal elsewhere.
        copies = [getattr(stream, "_original_stdstream_copy", None) for stream in streams]
        self._files = {identity_of(fd) for fd in (1, 2, *copies) if fd is not None} - {None}

    def have(self, stream: Any) -> bool:
        """Whether a stream writes to the notebook or the terminal, and nowhere else."""
        # Any subclass may do more: a tee, the buffers of pytest. Its `fileno` may be another stream's.
        kind = type(stream)
        if self._stream is not None and issubclass(kind, self._stream) and kind.write is self._stream.write:
            return True
        try:
            return kind is io.TextIOWrapper and identity_of(stream.fileno()) in self._files
        except (OSError, ValueError):
            return False  # over a buffer, or closed

    def have_all_of(self, handler: Any) -> bool:
        """Whether a handler of logging writes there and nowhere else. Raises what its properties raise."""
        name = _name(handler.emit)
        if name == _ABSL:
            return self.have_all_of(handler._current_handler)
        streams_of = _EMITS.get(name)
        return streams_of is not None and all(map(self.have, streams_of(handler)))


def _name(method: Any) -> Tuple[str, str]:
    """Return in which module a method was written, and as what; empty names for what is no plain method.

    Mocks and wrappers may look like the function in whose place they stand, but its namespace is not theirs.
    """
    if type(method) is not MethodType or type(method.__func__) is not FunctionType:
        return "", ""
    return method.__func__.__globals__.get("__name__", ""), method.__func__.__qualname__


# Where the known `emit` functions write. absl's outer handler leaves all to an inner one.
_ABSL = ("absl.logging", "ABSLHandler.emit")


def _stream(handler: Any) -> Sequence[Any]:
    return (handler.stream,)


def _absl_streams(handler: Any) -> Sequence[Any]:
    return handler.stream, sys.stderr


def _tqdm_stream(handler: Any) -> Sequence[Any]:
    return (handler.stream if _name(handler.tqdm_class.write) == ("tqdm.std", "tqdm.write") else None,)


def _rich_file(handler: Any) -> Sequence[Any]:
    """Return where Rich's console writes, None where it keeps the text too (rich/console.py: record, capture)."""
    console = handler.console
    keeps = console.record or console._buffer_index or _name(console.print) != ("rich.console", "Console.print")
    return (None if keeps else console.file,)


_EMITS: Dict[Tuple[str, str], Callable[[Any], Sequence[Any]]] = {
    ("logging", "StreamHandler.emit"): _stream,
    ("absl.logging", "PythonHandler.emit"): _absl_streams,
    ("tqdm.contrib.logging", "_TqdmLoggingHandler.emit"): _tqdm_stream,
    ("rich.logging", "RichHandler.emit"): _rich_file,
}
