"""Formatters, filters and handlers of any make see with our hook what they see without it."""

from __future__ import annotations

import copy
import io
import json
import logging
import logging.handlers
import pickle
import queue
import sys
from typing import TYPE_CHECKING, Any

import pytest
import zmq
from hypothesis import given, settings
from hypothesis import strategies as st
from ipykernel.iostream import IOPubThread, OutStream
from jupyter_client.session import Session
from keras_quiet.inside.filter import Filter
from keras_quiet.inside.hooks import log_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Seen = list[tuple[Any, ...]]
# What is another in each run.
TIMES = {"created", "msecs", "relativeCreated", "asctime"}


class Notebook:
    """ipykernel's stream with its thread; `text` is what was written to it."""

    def __init__(self) -> None:
        self.context = zmq.Context()
        self.thread = IOPubThread(self.context.socket(zmq.PUB))
        self.thread.start()
        self.echo = io.StringIO()
        self.stream = OutStream(Session(), self.thread, "stderr", echo=self.echo, watchfd=False)

    def take(self) -> str:
        text = self.echo.getvalue()
        self.echo.seek(0)
        self.echo.truncate()
        return text

    def close(self) -> None:
        self.thread.stop()
        self.thread.close()
        self.context.term()


@pytest.fixture(scope="module")
def notebook() -> Iterator[Notebook]:
    notebook = Notebook()
    yield notebook
    notebook.close()


def look(seen: Seen, who: str, record: logging.LogRecord) -> None:
    """Note all that somebody can see of a record."""
    seen.append((who, sorted((name, repr(value)) for name, value in vars(record).items() if name not in TIMES)))


class Formats(logging.Formatter):
    def __init__(self, seen: Seen, way: str) -> None:
        super().__init__(
            "%(levelname)s:%(name)s:%(message)s" if way != "style" else "{message}",
            style="{" if way == "style" else "%",
        )
        self.seen, self.way = seen, way

    def format(self, record: logging.LogRecord) -> str:
        look(self.seen, "formatter", record)
        if self.way == "copies and masks":
            record = copy.copy(record)
            record.args = tuple("***" for _ in record.args or ())
        elif self.way == "changes":
            record.msg, record.mine = f"mine {record.msg}", "mine"
        elif self.way == "raises":
            raise ValueError("mine")
        elif self.way == "as JSON":
            return json.dumps({name: repr(value) for name, value in vars(record).items() if name not in TIMES})
        return super().format(record)


class Filters(logging.Filter):
    def __init__(self, seen: Seen, way: str) -> None:
        super().__init__()
        self.seen, self.way = seen, way

    def filter(self, record: logging.LogRecord) -> bool:
        look(self.seen, "filter", record)
        if self.way == "marks":
            record.marked = True
        return self.way != "refuses"


class Emits(logging.StreamHandler):  # type: ignore[type-arg]
    seen: Seen

    def emit(self, record: logging.LogRecord) -> None:
        look(self.seen, "handler", record)
        super().emit(record)


class Handles(logging.StreamHandler):  # type: ignore[type-arg]
    seen: Seen

    def handle(self, record: logging.LogRecord) -> Any:
        look(self.seen, "handle", record)
        return super().handle(record)


class Pickles(logging.handlers.QueueHandler):
    seen: Seen

    def enqueue(self, record: logging.LogRecord) -> None:
        look(self.seen, "other process", pickle.loads(pickle.dumps(record)))  # noqa: S301  # our own


HANDLERS: dict[str, Callable[[OutStream], logging.Handler]] = {
    "notebook": logging.StreamHandler,
    "own emit": Emits,
    "own handle": Handles,
    "buffer": lambda _: logging.StreamHandler(io.StringIO()),
    "queue": lambda _: Pickles(queue.Queue()),
}
MESSAGES = [
    ("Assets written to: %s/assets", ("model",)),
    ("Assets written to: model/assets", ()),
    ("%s written to: model/assets", ("Assets",)),
    ("token is %s", ("hunter2",)),
    ("wrong %d", ("x",)),
    ("mine", ()),
    ({"a": 1}, ()),
]
specs = st.lists(
    st.tuples(
        st.sampled_from(sorted(HANDLERS)),
        st.sampled_from(["plain", "copies and masks", "changes", "raises", "as JSON", "style"]),
        st.sampled_from(["", "marks", "refuses", "looks"]),
    ),
    min_size=1,
    max_size=4,
)
logged = st.lists(st.tuples(st.sampled_from(["tensorflow", "absl", "mine"]), st.sampled_from(MESSAGES)), max_size=6)


def said(notebook: Notebook, handlers: Any, messages: Any) -> tuple[Seen, str, list[str]]:
    """Log messages by new handlers; return what was seen, what the notebook got, and what buffers got."""
    seen: Seen = []
    made = []
    for kind, formats, filters in handlers:
        handler = HANDLERS[kind](notebook.stream)
        handler.seen = seen  # type: ignore[attr-defined]
        handler.setFormatter(Formats(seen, formats))
        handler.handleError = lambda record: look(seen, "error", record)  # type: ignore[method-assign]
        if filters:
            handler.addFilter(Filters(seen, filters))
        made.append(handler)
    for name, (text, args) in messages:
        logger = logging.Logger(name)  # noqa: LOG001  # one that nobody else has
        logger.handlers = made
        logger.warning(text, *args, extra={"more": 1})
    buffers = [each.stream.getvalue() for each in made if isinstance(getattr(each, "stream", None), io.StringIO)]
    return seen, notebook.take(), buffers


def once(seen: Seen) -> Seen:
    return [each for number, each in enumerate(seen) if seen[number - 1 : number] != [each]]


def hooked(notebook: Notebook, handlers: Any, messages: Any) -> tuple[tuple[Seen, str, list[str]], list[str]]:
    quiet = Filter(pytest.fail)
    undo = log_records.start(logging, quiet)
    try:
        result = said(notebook, handlers, messages)
    finally:
        undo()
    return result, [line for entry in quiet.hidden.entries for line in [entry.text] * entry.count]


@given(specs, logged)
@settings(max_examples=80)
def test_everybody_sees_what_they_see_without_us(notebook: Notebook, handlers: Any, messages: Any) -> None:
    seen, text, buffers = said(notebook, handlers, messages)
    (our_seen, our_text, our_buffers), hidden = hooked(notebook, handlers, messages)
    # A formatter that raises is asked by the handler too, which reports it: there is no other way to its traceback.
    raises = any(formats == "raises" for _, formats, _ in handlers)
    assert (once(our_seen) if raises else our_seen) == (once(seen) if raises else seen)
    assert our_buffers == buffers
    # What is gone from the notebook is noise, and it is kept as it would have been printed.
    for line in our_text.splitlines():
        assert our_text.count(line + "\n") <= text.count(line + "\n")
    assert bool(hidden) == (our_text != text)
    assert all(line in text for line in hidden)


@given(st.sampled_from(["plain", "copies and masks", "changes", "as JSON", "style"]), logged)
@settings(max_examples=50)
def test_what_is_hidden_and_what_is_shown_are_all(notebook: Notebook, formats: str, messages: Any) -> None:
    handlers = [("notebook", formats, "")]
    _, text, _ = said(notebook, handlers, messages)
    (_, our_text, _), hidden = hooked(notebook, handlers, messages)
    assert sorted([*our_text.splitlines(), *hidden]) == sorted(text.splitlines())


def test_the_hook_leaves_no_trace(notebook: Notebook) -> None:
    assert notebook.stream is not sys.stderr
    before = dict(vars(logging.Handler))
    hooked(notebook, [("notebook", "plain", "")], [("tensorflow", MESSAGES[0])])
    assert dict(vars(logging.Handler)) == before
