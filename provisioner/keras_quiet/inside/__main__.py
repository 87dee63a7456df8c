"""Starts ipykernel as `python -m ipykernel_launcher` does, with the filter; if that cannot be, without it.

Runs as `python -m keras_quiet.inside`, and by its path where nothing of ours is installed.
"""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))


def _load_package() -> None:
    """Load this folder as the package `_keras_quiet`, whichever way Python was started."""
    from importlib.util import module_from_spec, spec_from_file_location

    place = os.path.join(_HERE, "__init__.py")
    spec = spec_from_file_location("_keras_quiet", place, submodule_search_locations=[_HERE])
    assert spec is not None
    assert spec.loader is not None
    package = module_from_spec(spec)
    sys.modules["_keras_quiet"] = package
    spec.loader.exec_module(package)


def _start() -> None:
    working_folder = _working_folder(sys.path[0])
    # As in ipykernel_launcher.py:10: a logging.py beside the notebook must not take the place of Python's own.
    if working_folder or sys.path[0] == _HERE:
        del sys.path[0]
    try:
        _load_package()
        from _keras_quiet.kernel import install  # type: ignore[import-not-found]

        install()
    except Exception as error:
        sys.stderr.write("[keras-quiet] starting without the filter: %r\n" % error)
        sys.stderr.flush()
    sys.path[:0] = working_folder


def _working_folder(first: str) -> "list[str]":
    """Return what `python -m` puts first into sys.path: nothing under -P and -I, an empty name before Python 3.7."""
    if first == _HERE:
        isolated = getattr(sys.flags, "safe_path", False) or sys.flags.isolated
        return [] if isolated else [os.getcwd() if sys.version_info >= (3, 7) else ""]
    return [first] if first in ("", os.getcwd()) else []


if __name__ == "__main__":
    _start()
    import runpy

    # By its name and with sys.argv[0] and __main__ replaced, so that warnings and tracebacks are as without us.
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
