"""The inside half in real kernels: what is hidden, what is shown, and that nothing else differs from the plain one."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import sys
import time
from pathlib import Path

import ipykernel
import pytest
from keras_quiet.inside.guarding.faults import BORNE
from noise import NOTICE, OLDER_NOTICE, written
from sessions import kernel, plain_argv, quiet_argv

SPOKEN = f"""
import os, sys, subprocess, warnings, logging
os.write(2, {OLDER_NOTICE.encode()!r} + b"\\n")
print("printed"); print("to stderr", file=sys.stderr)
warnings.warn("warned"); logging.warning("logged")
os.write(2, "written é\\n".encode())
subprocess.run([sys.executable, "-c", "import sys; sys.stderr.write('a child\\\\n')"])
"""
WORLD = """
import sys, json, inspect, warnings
def location():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("x")
    return caught[0].filename.split("/")[-1].startswith("2") or "cell"
print(json.dumps({
    "path": sys.path, "argv": sys.argv[0], "main": sorted(vars(sys.modules["__main__"])),
    "names": sorted(globals()), "stderr": str(type(sys.stderr)), "stdout": str(type(sys.stdout)),
    "environ": sorted(k for k in __import__("os").environ), "flags": str(sys.flags),
    "modules": sorted({m.split(".")[0] for m in sys.modules}),
    "warning": str(location()), "name": __name__, "orig": "__file__" in globals(),
    "filters": [str(f[:3]) for f in warnings.filters], "garbage": __import__("gc").get_threshold(),
}))
"""


def test_noise_is_hidden_and_everything_else_arrives() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        cell = session.run(SPOKEN)
        assert "oneDNN" not in cell.stderr + cell.stdout + session.terminal()
        assert cell.stdout == "printed\n"
        for text in ("to stderr", "UserWarning: warned", "WARNING:root:logged", "written é", "a child"):
            assert text in cell.stderr
        assert session.run("1/0").error == "ZeroDivisionError: division by zero"
        assert "written é\na child" in session.terminal()


def test_the_plain_kernel_shows_what_ours_hides() -> None:
    with kernel(plain_argv(sys.executable)) as session:
        assert OLDER_NOTICE in session.run(SPOKEN).stderr


def test_a_threshold_of_the_users_stays(tmp_path: Path) -> None:
    """The start has one of its own for Python's search for garbage (`__main__`); a configuration may set it too."""
    (tmp_path / "profile_default").mkdir()
    (tmp_path / "profile_default" / "ipython_kernel_config.py").write_text("import gc\ngc.set_threshold(5000, 7, 7)\n")
    with kernel(quiet_argv(sys.executable), env={"IPYTHONDIR": str(tmp_path)}) as session:
        assert session.run("import gc; print(gc.get_threshold())").stdout == "(5000, 7, 7)\n"


@pytest.mark.parametrize("how", ["path", "module", "shipped"])
def test_the_users_world_is_that_of_the_plain_kernel(how: str, tmp_path: Path) -> None:
    ways = {
        "path": quiet_argv(sys.executable),
        "module": [sys.executable, "-m", "keras_quiet.inside", "-f", "{connection_file}"],
        "shipped": shipped_argv(),
    }
    worlds = []
    for argv in (plain_argv(sys.executable), ways[how]):
        with kernel(argv, cwd=tmp_path) as session:
            worlds.append(json.loads(session.run(WORLD).stdout))
    plain, ours = worlds
    assert set(ours["modules"]) - set(plain["modules"]) <= {"_keras_quiet", "keras_quiet", "gc"}
    del plain["modules"], ours["modules"]
    # No provisioner came: the kernel chose the backend itself (`without_provisioner`).
    assert set(ours.pop("environ")) - set(plain.pop("environ")) == {"KERAS_BACKEND"}
    assert ours == plain


def shipped_argv() -> list[str]:
    file = Path(__file__).parents[2] / "kernelspec" / "keras-quiet" / "kernel.json"
    return [sys.executable, *json.loads(file.read_text())["argv"][1:]]


@pytest.mark.parametrize("shadow", ["keras_quiet", "runpy", "logging", "typing", "importlib", "json"])
def test_nothing_beside_the_notebook_runs_at_the_start_of_the_shipped_kernel(shadow: str, tmp_path: Path) -> None:
    (tmp_path / shadow / "inside").mkdir(parents=True)
    for file in ("__init__.py", "__main__.py", "inside/__init__.py", "inside/__main__.py"):
        (tmp_path / shadow / file).write_text("open('ran', 'w'); raise RuntimeError('shadowed')")
    with kernel(shipped_argv(), cwd=tmp_path) as session:
        cell = session.run(f"import os; os.write(2, {OLDER_NOTICE.encode()!r} + b'\\n'); print('on')")
        assert (cell.stdout, cell.stderr) == ("on\n", "")
        assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("shadow", ["logging.py", "threading.py", "typing.py", "select.py"])
def test_a_module_beside_the_notebook_does_not_take_pythons_place_at_the_start(shadow: str, tmp_path: Path) -> None:
    (tmp_path / shadow).write_text("raise RuntimeError('shadowed')")
    with kernel(quiet_argv(sys.executable), cwd=tmp_path) as session:
        cell = session.run(f"import os; os.write(2, {OLDER_NOTICE.encode()!r} + b'\\n'); print('on')")
        assert (cell.stdout, cell.stderr) == ("on\n", "")
        assert "keras-quiet" not in session.terminal()


def test_held_text_is_released_without_a_line_end_and_the_rest_of_the_line_follows() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        assert session.run("import os, time; os.write(2, b'I0000 00:00:1')").stderr == "I0000 00:00:1"
        cell = session.run(f"os.write(2, {OLDER_NOTICE[:40].encode()!r}); time.sleep(1); print('later')")
        assert cell.stderr == OLDER_NOTICE[:40]
        assert session.run(f"os.write(2, {OLDER_NOTICE[40:].encode()!r} + b'\\n')").stderr == OLDER_NOTICE[40:] + "\n"


def test_lines_and_characters_cut_anywhere_are_put_together() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        text = ("é€😀" * 1000 + "\n") * 3
        code = f"import os; data = ({text!r} + {OLDER_NOTICE!r} + '\\n').encode() * 3\n"
        cell = session.run(code + "for i in range(0, len(data), 997): _ = os.write(2, data[i:i + 997])")
        assert cell.stderr == text * 3


def test_a_child_that_forks_keeps_its_own_output_and_the_parents_file() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        code = f"""
import os, sys, multiprocessing
os.write(2, {OLDER_NOTICE.encode()!r} + b"\\n")
def work(i):
    os.write(2, {OLDER_NOTICE.encode()!r} + b"\\n"); os.write(2, b"from a child\\n")
    sys.stderr.flush()
with multiprocessing.get_context("fork").Pool(2) as pool: pool.map(work, range(4))
"""
        cell = session.run(code)
        assert cell.stderr.count("from a child") == 4
        assert "oneDNN" not in cell.stderr
        assert hidden_file(session).exists()


def test_a_child_forked_while_a_lock_was_held_is_not_stuck() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        code = f"""
import os, sys, gc, logging, _keras_quiet.filter
os.write(2, {OLDER_NOTICE.encode()!r} + b"\\n"); sys.stderr.flush()
quiet = next(o for o in gc.get_objects() if isinstance(o, _keras_quiet.filter.Filter))
logger = logging.getLogger("tensorflow")
import threading
held, release = threading.Event(), threading.Event()
def hold():
    with quiet.hidden._turns._lock: held.set(); release.wait(20)
threading.Thread(target=hold).start(); held.wait()
pid = os.fork()
if pid == 0:
    logger.warning("Assets written to: model/assets")
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])); release.set()
"""
        assert session.run(code, timeout=30).stdout == "7\n"


def hidden_file(session) -> Path:  # noqa: ANN001  # a Session
    return Path(session.manager.connection_file).with_suffix(".keras-quiet.log")


def test_hidden_lines_are_in_a_private_file_that_a_clean_shutdown_removes() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        file = hidden_file(session)
        session.run("pass")
        assert not file.exists()
        session.run(f"import os; os.write(2, {OLDER_NOTICE.encode()!r} + b'\\nshown\\n')")
        entries = [json.loads(line) for line in file.read_text().splitlines()]
        assert [each["text"] for each in entries if each.get("hidden") == "onednn-notice"] == [OLDER_NOTICE]
        assert [each["shown"] for each in entries if "shown" in each] == ["shown\n"]
        assert file.stat().st_mode & 0o777 == 0o600
    assert not file.exists()


SABOTAGE = {
    "a rule that raises": "import _keras_quiet.judging.verdicts as v; v.Verdicts.hiding = lambda self, m: 1 / 0",
    "lines that raise": "import _keras_quiet.lines.lines as v; v.Lines._judge = lambda self, m: 1 / 0",
}


@pytest.mark.parametrize("how", SABOTAGE)
def test_an_error_of_ours_shows_everything_and_tells_the_server_and_the_next_cell(how: str) -> None:
    """Each costs its own message; only where it comes at each of many in a row the filter stops, and says so."""
    noise = f"import os; _ = os.write(2, {OLDER_NOTICE.encode()!r} + b'\\nmine\\n')"
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(SABOTAGE[how])
        assert session.run(noise).stderr == f"{OLDER_NOTICE}\nmine\n"
        assert "the filter stopped" not in session.terminal()
        for _ in range(BORNE):
            cell = session.run(noise)
            assert cell.stderr.endswith(f"{OLDER_NOTICE}\nmine\n")
        assert session.terminal().count("[keras-quiet] the filter stopped") == 1
        told = session.run("pass").stderr + cell.stderr
        assert told.count("[keras-quiet] the filter stopped, every line is shown from now on") == 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("_watch_pipe_fd", "native lines are not filtered"),
        ("_original_stdstream_copy", "the filter stopped"),
        ("_fid", "the filter stopped"),
        ("init_io", "starting without the filter"),
        ("OutStream", "starting without the filter"),
        ("IPKernelApp", "starting without the filter"),
    ],
)
def test_an_ipykernel_whose_parts_have_other_names_runs_and_shows_everything(
    name: str, told: str, tmp_path: Path
) -> None:
    package = Path(ipykernel.__file__).parent
    shutil.copytree(package, tmp_path / "ipykernel", ignore=shutil.ignore_patterns("__pycache__"))
    for file in (tmp_path / "ipykernel").rglob("*.py"):
        file.write_text(re.sub(rf"\b{name}\b", f"{name}_renamed", file.read_text()))
    with kernel(quiet_argv(sys.executable), env={"PYTHONPATH": str(tmp_path)}) as session:
        code = f"import os, time; os.write(2, {OLDER_NOTICE.encode()!r} + b'\\nmine\\n'); time.sleep(1); print('out')"
        cell = session.run(code)
        assert cell.stdout == "out\n"
        assert cell.stderr.endswith(f"{OLDER_NOTICE}\nmine\n")
        assert cell.stderr.count("[keras-quiet] the filter stopped") == (told == "the filter stopped")
        assert session.terminal().count("[keras-quiet]") == 1
        assert told in session.terminal()
        assert session.run("import gc; print(gc.get_threshold())").stdout == f"{gc.get_threshold()}\n"


def test_a_kernel_restarted_in_the_midst_of_its_output_is_as_good_as_new() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        for now in (True, False, True, True, False):
            session.client.execute("import os\nwhile True: os.write(2, b'on and on\\n' * 100)")
            time.sleep(0.2)
            session.restart(now=now)
            assert session.run(written(NOTICE, "mine")).stderr == "mine\n"


def test_noise_in_a_folder_with_spaces_and_accents(tmp_path: Path) -> None:
    folder = tmp_path / "ein Ordner mit Zeichen é€"
    folder.mkdir()
    with kernel(quiet_argv(sys.executable), cwd=folder) as session:
        assert session.run(written(NOTICE, "mine")).stderr == "mine\n"
        assert session.run("import os; print(os.getcwd())").stdout.strip() == os.fspath(folder)
