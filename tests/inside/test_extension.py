"""`%load_ext keras_quiet` in kernels that already run, of four ipykernels, beside the plain kernel."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from noise import OLDER_NOTICE
from sessions import kernel, package_alone, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sessions import Session

ROOT = Path(__file__).parents[2]
# The installed package alone, with the compiled rules: a checkout has none.
_FOLDER = tempfile.TemporaryDirectory()
PROVISIONER = package_alone(Path(_FOLDER.name) / "packages")
NOISE = f"os.write(2, {OLDER_NOTICE.encode()!r} + b'\\n'); None\n"
KERNELS = ["", *(pytest.param(f"ipykernel-{each}", marks=pytest.mark.live) for each in ("6.0", "6.17", "6.29"))]
STATE = """
def state():
    import gc; gc.collect()  # sockets of the threads that have ended
    shell = get_ipython()
    filtered = [(name, each.filters) for name, each in sorted(logging.root.manager.loggerDict.items())
                if getattr(each, "filters", None)]
    return [
        sorted(vars(sys.stderr)), sorted(vars(sys.stdout)), logging.root.filters, filtered,
        [vars(logging.Logger).get(name) for name in ("__init__", "handle", "filter", "addHandler")],
        [vars(logging.Handler).get(name) for name in ("__init__", "handle", "filter", "emit")],
        vars(logging.StreamHandler).get("emit"), logging.root.handlers, warnings._showwarnmsg_impl,
        shell.events.callbacks["pre_run_cell"], sorted(shell.magics_manager.magics["line"]),
        threading.active_count(), len(os.listdir("/proc/self/task")),
        os.fstat(2).st_ino, [name for name in sys.modules if name.startswith("_keras_quiet")],
    ]
"""


@pytest.fixture(params=KERNELS, ids=lambda name: name or "here")
def python(request: pytest.FixtureRequest, environment: Callable[[str], Path]) -> Path:
    return environment(request.param) if request.param else Path(sys.executable)


@contextmanager
def running(python: Path, *words: str, load: bool = True, path: str = PROVISIONER) -> Iterator[Session]:
    with kernel([*plain_argv(python), *words], env={"PYTHONPATH": path}) as session:
        session.run("import os, sys, time, subprocess, logging, warnings, threading")
        if load:
            cell = session.run("%load_ext keras_quiet")
            assert (cell.stdout, cell.stderr, cell.error) == ("", "", "")
        yield session


def test_noise_is_hidden_until_it_is_unloaded_and_nothing_stays_behind(python: Path) -> None:
    with running(python, load=False) as session:
        session.run("logging.getLogger('tensorflow').addHandler(logging.NullHandler())" + STATE)
        assert OLDER_NOTICE in session.run(NOISE + "time.sleep(0.5)").stderr
        session.run("before, descriptors = state(), len(os.listdir('/proc/self/fd'))")
        session.run("%load_ext keras_quiet")
        assert session.run(NOISE + "os.write(2, b'mine\\n'); None").stderr == "mine\n"
        assert OLDER_NOTICE in session.run("%keras_quiet log").stdout
        assert session.run("%unload_ext keras_quiet").stderr == ""
        cell = session.run(NOISE + "os.write(2, b'mine\\n'); time.sleep(0.5)")
        assert cell.stderr == f"{OLDER_NOTICE}\nmine\n"
        wait = "end = time.time() + 5\nwhile state() != before and time.time() < end: time.sleep(0.1)\n"
        assert (
            session.run(wait + "print([pair for pair in zip(before, state()) if pair[0] != pair[1]])").stdout == "[]\n"
        )
        # Old ipykernels close the sockets of threads that have ended when they come to it: what counts is that cycles
        # add none. One that is lost in each would be eight.
        for _ in range(8):
            session.run("%load_ext keras_quiet\n" + NOISE)
            session.run("%unload_ext keras_quiet")
        wait = "end = time.time() + 5\ncount = lambda: len(os.listdir('/proc/self/fd'))\n"
        wait += "while count() > descriptors and time.time() < end: time.sleep(0.1)\n"
        assert int(session.run(wait + "print(count() - descriptors)").stdout) < 4
        assert session.run("%load_ext keras_quiet\n" + NOISE).stderr == ""


def test_the_users_own_lines_are_in_their_cell_and_none_is_lost_in_a_flood(python: Path) -> None:
    with running(python) as session:
        for number in range(5):
            assert session.run(f"os.write(2, b'cell {number}\\n'); None").stderr == f"cell {number}\n"
        noise = f"{OLDER_NOTICE}\n".encode()
        flood = f"for i in range(20000): _ = os.write(2, {noise!r} if i % 2 else b'line %d\\n' % i)"
        assert session.run(flood).stderr.splitlines() == [f"line {number}" for number in range(0, 20000, 2)]


def test_children_born_before_and_forks_are_as_in_the_plain_kernel(python: Path) -> None:
    with running(python, load=False) as session:
        session.run("old = subprocess.Popen(['sh', '-c', 'sleep 2; echo old child >&2'])")
        session.run("%load_ext keras_quiet")
        assert session.run("old.wait(); time.sleep(0.3)").stderr == "old child\n"
        assert session.run("_ = subprocess.run(['sh', '-c', 'echo new child >&2'])").stderr == "new child\n"
        fork = "pid = os.fork()\nif not pid: os.write(2, b'forked\\n'); os._exit(0)\n_ = os.waitpid(pid, 0)"
        assert session.run(fork).stderr.endswith("forked\n")
        capture = session.run("%%capture kept\nprint('kept', file=sys.stderr)\n")
        assert (capture.stderr, session.run("print(kept.stderr)").stdout) == ("", "kept\n\n")
        late = "late = subprocess.Popen(['sh', '-c', 'sleep 1; echo late child >&2'])\n%unload_ext keras_quiet"
        session.run(late)
        assert session.run("late.wait(); time.sleep(0.3)").stderr == "late child\n"
        assert session.run("os.write(2, b'after\\n'); None").stderr == "after\n"


def test_the_replies_say_what_was_hidden_until_it_is_unloaded(python: Path) -> None:
    with running(python) as session:
        told = []
        for code in (NOISE, f"{NOISE}1 / 0", f"%unload_ext keras_quiet\n{NOISE}", NOISE):
            reply = session.client.execute(code, reply=True, timeout=60, stop_on_error=False)
            told.append(reply["metadata"].get("keras_quiet", {}).get("hidden"))
        assert told == [1, 2, None, None]


def test_loaded_twice_and_reloaded(python: Path) -> None:
    with running(python) as session:
        assert "already loaded" in session.run("%load_ext keras_quiet").stdout
        assert session.run("%reload_ext keras_quiet").stderr == ""
        assert session.run(NOISE + "os.write(2, b'mine\\n'); None").stderr == "mine\n"


def test_loggers_that_are_there_already_and_warnings(python: Path) -> None:
    with running(python, load=False) as session:
        session.run("there = logging.getLogger('tensorflow'); logging.basicConfig()")
        session.run("%load_ext keras_quiet")

        cell = session.run("there.info('x'); there.warning('mine'); logging.warning('yours'); warnings.warn('theirs')")
        assert [word in cell.stderr for word in ("mine", "yours", "theirs")] == [True] * 3
        hidden = "there.warning('Assets written to: model/assets'); there.info('Assets written to: model/assets')"
        assert "Assets" not in session.run(f"there.setLevel(10); {hidden}").stderr


MINE = "os.write(2, b'mine\\n'); None\n"


BANNER = """
import sys, types
said = compile("sys.stderr.write('Using TensorFlow backend.\\\\n')", "backend.py", "exec")
def banner(): exec(said, {"__name__": "keras.backend", "sys": sys})
"""


def test_writes_are_filtered_in_this_cell_and_later_though_ipython_puts_back_what_it_found(python: Path) -> None:
    with running(python, load=False) as session:
        session.run(BANNER + "between = []")
        shown = "Using TensorFlow backend.\n"
        for load, unload in (
            ("%load_ext keras_quiet\nbanner()", "%unload_ext keras_quiet"),
            ("%load_ext keras_quiet", "%unload_ext keras_quiet\nbanner()"),
            ("%load_ext keras_quiet\nbanner()\n%unload_ext keras_quiet\nbanner()", "1"),
        ):
            ends_loaded = "unload" not in load
            assert session.run(load).stderr == ("" if ends_loaded else shown)
            assert session.run("banner()").stderr == ("" if ends_loaded else shown)
            session.run("threading.Timer(0.1, lambda: between.append(sys.stderr.write.__module__)).start()")
            assert session.run("print(between[-1].startswith('_keras_quiet'))").stdout == f"{ends_loaded}\n"
            session.run(unload)
            assert session.run("banner()").stderr == shown
        # Nothing of ours is left around the plain one.
        assert session.run("print(sys.stderr.write.__module__.startswith('_keras_quiet'))").stdout == "False\n"


def test_a_namespace_that_is_reset_and_modules_that_are_reloaded(python: Path) -> None:
    with running(python) as session:
        again = "import os, sys, logging, importlib, keras_quiet"
        for code in (
            "%reset -f",
            "importlib.reload(keras_quiet); None",
            "%load_ext autoreload\n%autoreload 2",
            "1 + 1",
        ):
            session.run(again)
            assert session.run(code).stderr == ""
            session.run(again)
            assert session.run(NOISE + MINE).stderr == "mine\n", code
        assert OLDER_NOTICE in session.run("%keras_quiet log").stdout
        assert session.run("%unload_ext keras_quiet").stderr == ""
        assert session.run(NOISE + MINE + "import time; time.sleep(0.5)").stderr == f"{OLDER_NOTICE}\nmine\n"


TALK = """
import os, sys, time, threading, logging
log, go = logging.getLogger("mine"), True
log.propagate = False
log.addHandler(logging.StreamHandler(sys.stderr))
said = [0]
def talk():
    while go:
        log.warning("logged %d", said[0])
        os.write(2, b"native %d\\n" % said[0])
        sys.stderr.write("written %d\\n" % said[0])
        said[0] += 1
        time.sleep(0.0005)
threads = [threading.Thread(target=talk)]
[thread.start() for thread in threads]; time.sleep(0.2)
"""


def test_nothing_is_lost_while_it_is_loaded_and_unloaded_under_a_thread_that_writes(python: Path) -> None:
    with running(python, load=False) as session:
        cell = "for _ in range(5):\n    %load_ext keras_quiet\n    time.sleep(0.05)\n    %unload_ext keras_quiet\n"
        told = session.run(TALK + cell + "go = False; threads[0].join(); time.sleep(0.5); print(said[0])")
        assert told.error == ""
        count = int(told.stdout)
        for word in ("logged", "native", "written"):
            assert [told.stderr.count(f"{word} {number}\n") for number in range(count)] == [1] * count, word


def test_nothing_happens_in_a_kernel_of_ours() -> None:
    with kernel(quiet_argv(sys.executable), env={"PYTHONPATH": PROVISIONER}) as session:
        session.run("import os")
        before = session.run("print(os.fstat(2).st_ino)").stdout
        assert session.run("%load_ext keras_quiet").stderr == ""
        assert session.run("%unload_ext keras_quiet\nprint(os.fstat(2).st_ino)").stdout == before
        assert session.run(NOISE + "os.write(2, b'mine\\n'); None").stderr == "mine\n"


@pytest.mark.timed
def test_a_shutdown_takes_no_longer(python: Path) -> None:
    took = {}
    for load in (False, True):
        with running(python, load=load) as session:
            session.run("os.write(2, b'mine\\n')")
            began = time.monotonic()
        took[load] = time.monotonic() - began
    assert took[True] < took[False] + 1.5, took


LOAD = "get_ipython().run_line_magic('load_ext', 'keras_quiet')"
BAD = {
    "a closed descriptor": (
        f"import keras_quiet.inside.__main__; os.close(2); {LOAD}",
        "file descriptor 2",  # closed, or given by another thread to something else since
    ),
    "an IPython without events": (
        f"shell = get_ipython(); plain = shell.events; del shell.events; {LOAD}; shell.events = plain",
        "not loaded, this kernel stays as it was: AttributeError",
    ),
    "descriptor 2 is somebody else's": (
        f"other = os.pipe(); _ = os.dup2(other[1], 2); {LOAD}",
        "native lines (from C++) are not: something else than ipykernel has taken file descriptor 2",
    ),
}


@pytest.mark.parametrize("how", BAD)
def test_bad_input_is_one_line_and_a_kernel_that_runs_on(how: str) -> None:
    code, told = BAD[how]
    with running(Path(sys.executable), load=False) as session:
        cell = session.run(f"{code}\nprint('on')")
        assert (cell.stdout, cell.error) == ("on\n", "")
        assert told in cell.stderr
        assert cell.stderr.count("\n") == 1
        if "not loaded" in told:
            left = "print([n for n in sys.modules if n.startswith('_keras_quiet')], logging.root.filters)"
            assert session.run(left).stdout == "[] []\n"


def test_a_replaced_stderr_does_not_hide_ipykernels_own_stream(python: Path) -> None:
    with running(python, load=False) as session:
        session.run("import io; plain, sys.stderr = sys.stderr, io.StringIO()")
        session.run("%load_ext keras_quiet")
        session.run("sys.stderr = plain")
        assert session.run(NOISE + "os.write(2, b'mine\\n'); None").stderr == "mine\n"


def test_a_kernel_that_captures_no_descriptor_says_that_native_lines_stay() -> None:
    with running(Path(sys.executable), "--IPKernelApp.capture_fd_output=False", load=False) as session:
        assert "native lines (from C++) are not: nothing captures them" in session.run("%load_ext keras_quiet").stderr
        assert session.run("%keras_quiet").results
        assert "native lines" not in session.run("%unload_ext keras_quiet").stderr


def test_terminal_ipython_has_the_magic_and_says_that_native_lines_stay(tmp_path: Path) -> None:
    code = "%load_ext keras_quiet\nimport logging; logging.getLogger('tensorflow').warning('mine')\n%keras_quiet\n"
    (tmp_path / "cells.ipy").write_text(code)
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", str(tmp_path / "cells.ipy")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stderr.count("[keras-quiet]") == 1
    assert "native lines (from C++) are not" in done.stderr
    assert "mine" in done.stderr


def test_a_kernel_with_colabs_overrides(python: Path) -> None:
    argv = [str(python), str(ROOT / "tests/harness/colab_like.py"), "-f", "{connection_file}"]
    with kernel(argv, env={"PYTHONPATH": PROVISIONER}) as session:
        session.run("import os")
        assert session.run("%load_ext keras_quiet").stderr == ""
        assert session.run(NOISE + "os.write(2, b'mine\\n'); None").stderr == "mine\n"
        assert session.run("!echo shell").stdout.strip() == "shell"
        assert session.run("1/0").error == "ZeroDivisionError: division by zero"


def test_importing_the_package_imports_nothing_of_jupyter() -> None:
    code = f"import sys; sys.path.insert(0, {PROVISIONER!r}); import keras_quiet; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert not [name for name in ("jupyter_client", "traitlets", "IPython", "json") if f"'{name}'" in done.stdout]
