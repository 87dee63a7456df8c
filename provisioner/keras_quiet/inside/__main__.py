"""Starts ipykernel as `python -m ipykernel_launcher` does, with the filter; if that cannot be, without it.

Runs by its path where nothing of ours is installed, and by `start` from `python -c` in the shipped kernel.json: with
`python -m keras_quiet.inside`, which works too, a keras_quiet beside the notebook would run in our place. Followed by
the path of a Python file and its arguments, it runs that file in place of ipykernel_launcher: a program that makes its
own ipykernel.
"""

import gc
import os
import sys

if False:  # no import of typing before the notebook's folder is off sys.path
    from typing import Any, Callable

_HERE = os.path.dirname(os.path.abspath(__file__))
# While the kernel starts, Python looks for garbage after so many new objects, not after 700. A start makes some hundred
# thousand objects and hardly any garbage, and the search takes longer than all that we add to the start.
_RARELY = 10000


def load_package(name: str) -> "Any":
    """Load this folder as the package `_keras_quiet`, whichever way Python was started; return one of its modules."""
    from importlib import import_module
    from importlib.util import module_from_spec, spec_from_file_location

    place = os.path.join(_HERE, "__init__.py")
    spec = spec_from_file_location("_keras_quiet", place, submodule_search_locations=[_HERE])
    assert spec is not None
    assert spec.loader is not None
    package = module_from_spec(spec)
    sys.modules["_keras_quiet"] = package
    spec.loader.exec_module(package)
    return import_module("_keras_quiet." + name)


def start(was_there: bool) -> None:
    """Start from `python -c`, which has taken the working folder out of sys.path, if it was there."""
    _load_filter(_as_of_module() if was_there else [])
    _program()()


def _start() -> None:
    working_folder = _working_folder(sys.path[0])
    # As in ipykernel_launcher.py:10: a logging.py beside the notebook must not take the place of Python's own.
    if working_folder or sys.path[0] == _HERE:
        del sys.path[0]
    _load_filter(working_folder)


def _load_filter(working_folder: "list[str]") -> None:
    """Install the filter, and put back into sys.path what `python -m` has there first."""
    collect_as_usual = _collect_rarely()
    try:
        load_package("kernel").prepare(collect_as_usual)
    except Exception as error:
        collect_as_usual()
        sys.stderr.write("[keras-quiet] starting without the filter: %r\n" % error)
        sys.stderr.flush()
    import runpy  # noqa: F401  # Python's own, not one beside the notebook: `_program` needs it

    sys.path[:0] = working_folder


def _collect_rarely() -> "Callable[[], None]":
    """Let Python look for garbage rarely until the returned function is called; what the user has set stays."""
    usual = getattr(gc, "get_threshold", lambda: (0,))()  # PyPy has none
    rarely = (_RARELY, *usual[1:])

    def as_usual() -> None:
        if gc.get_threshold() == rarely:
            gc.set_threshold(*usual)

    # A program that makes its own ipykernel need not come to where that is called.
    if not 0 < usual[0] < _RARELY or _has_program():
        return lambda: None
    gc.set_threshold(*rarely)
    return as_usual


def _working_folder(first: str) -> "list[str]":
    """Return what `python -m` puts first into sys.path: nothing under -P and -I, an empty name before Python 3.7."""
    if first == _HERE:
        isolated = getattr(sys.flags, "safe_path", False) or sys.flags.isolated
        return [] if isolated else _as_of_module()
    return [first] if first in ("", os.getcwd()) else []


def _as_of_module() -> "list[str]":
    return [os.getcwd() if sys.version_info >= (3, 7) else ""]


def _has_program() -> bool:
    return len(sys.argv) > 1 and sys.argv[1].endswith(".py")


def _program() -> "Callable[[], object]":
    """Return what runs the program; its caller runs it, so that few frames of ours stand below the user's code."""
    import runpy
    from functools import partial

    if _has_program():
        del sys.argv[0]
        # As `python FILE` has it: the file's folder in place of the working folder.
        if sys.path[0] in ("", os.getcwd()):
            del sys.path[0]
        sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
        return partial(runpy.run_path, sys.argv[0], run_name="__main__")
    # What `python -m` calls (Modules/main.c, pymain_run_module): sys.argv[0], __main__, warnings and tracebacks are as
    # without us.
    return partial(getattr(runpy, "_run_module_as_main"), "ipykernel_launcher")  # noqa: B009  # no public name


if __name__ == "__main__":
    _start()
    _program()()
