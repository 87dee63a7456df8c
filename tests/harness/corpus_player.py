"""Runs inside a kernel: says messages in the ways that programs take, each between two marks."""

import logging
import os
import sys
import time
import warnings
from typing import Any

MARK = "@@ %s @@"
# A module's own code, as an import runs it: whose globals hold the name says who writes.
_WRITES = "import sys\nsys.%s.write(text)\n"


def play(records: Any) -> None:
    """Say every record's steps. `records` are pairs of an id and a list of steps, as `corpus_session` makes them."""
    warnings.simplefilter("always")
    for name, steps in records:
        _mark(name)
        for step in steps:
            _WAYS[step["way"]](step)
    _mark("end")


def _mark(name: str) -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        stream.write("\n" + MARK % name + "\n")
        stream.flush()


def _native(step: Any) -> None:
    sys.stdout.flush()
    os.write(2, step["text"].encode() + b"\n")
    time.sleep(0.04)  # a plain kernel's flush does not wait for its watcher
    sys.stderr.flush()


def _stream(step: Any) -> None:
    getattr(sys, step["stream"]).write(step["text"])


def _module(step: Any) -> None:
    code = compile(_WRITES % step["stream"], step["module"].replace(".", "/") + ".py", "exec")
    exec(code, {"__name__": step["module"], "text": step["text"]})  # noqa: S102 - as the import system does it


def _logger(step: Any) -> None:
    name = None if step["logger"] == "root" else step["logger"]
    logger, handler = logging.getLogger(name), logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(logging.BASIC_FORMAT))
    level, propagate = logger.level, logger.propagate
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        logger.log(getattr(logging, step["level"]), "%s", step["text"])
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
        logger.setLevel(level)


def _last_resort(step: Any) -> None:
    logging.getLogger(step["logger"]).warning("%s", step["text"])


def _warning(step: Any) -> None:
    category = getattr(__import__("builtins"), step["category"], None) or type(step["category"], (UserWarning,), {})
    warnings.warn_explicit(step["text"], category, step["file"], step["line"], registry={})


_WAYS = {
    "native": _native,
    "stream": _stream,
    "module": _module,
    "logger": _logger,
    "last resort": _last_resort,
    "warning": _warning,
}
