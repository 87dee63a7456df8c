"""Starts ipykernel as `python -m ipykernel_launcher` does, with the filter; if that cannot be, without it.

Runs as `python -m keras_quiet.inside`, and by its path where nothing of ours is installed.
"""

import os
import sys


def _load_package() -> None:
    """Load this folder as the package `_keras_quiet`, whichever way Python was started."""
    from importlib.util import module_from_spec, spec_from_file_location

    here = os.path.dirname(os.path.abspath(__file__))
    spec = spec_from_file_location("_keras_quiet", os.path.join(here, "__init__.py"), submodule_search_locations=[here])
    assert spec is not None
    assert spec.loader is not None
    package = module_from_spec(spec)
    sys.modules["_keras_quiet"] = package
    spec.loader.exec_module(package)


def _start() -> None:
    here, working = os.path.dirname(os.path.abspath(__file__)), os.getcwd()
    first = sys.path[0] if sys.path else ""
    if first == here or (first == "" or os.path.realpath(first) == os.path.realpath(working)):
        # As in ipykernel_launcher.py:10: a logging.py beside the notebook must not take the place of Python's own.
        del sys.path[0]
        restore = not getattr(sys.flags, "safe_path", False)
    else:
        restore = False
    try:
        _load_package()
        from _keras_quiet.kernel import install  # type: ignore[import-not-found]

        install()
    except Exception as error:
        sys.stderr.write("[keras-quiet] starting without the filter: %r\n" % error)
        sys.stderr.flush()
    if restore:
        sys.path.insert(0, working)  # as `python -m` has it


if __name__ == "__main__":
    _start()
    import runpy

    # By its name and with sys.argv[0] and __main__ replaced, so that warnings and tracebacks are as without us.
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
