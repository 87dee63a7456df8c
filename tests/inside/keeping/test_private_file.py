"""The private file: what is in it after each line, and when it is full, cut, or in somebody else's hands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras_quiet.inside.grammar.messages import said
from keras_quiet.inside.keeping import private_file
from keras_quiet.inside.keeping.hidden import Hidden
from keras_quiet.inside.keeping.private_file import KEPT, LIMIT, PrivateFile
from keras_quiet.inside.keeping.table import Table
from keras_quiet.server.decided import examine
from noise import NOTICE, written
from processes import wait
from sessions import kernel, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def counts(path: Path) -> dict[str, int]:
    """As a reader counts: a text that stands there twice came as often as its last line says."""
    return {each["text"]: each["count"] for each in entries(path) if "hidden" in each}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kernel-1.keras-quiet.log"


@pytest.fixture
def hidden(path: Path) -> Hidden:
    hidden = Hidden(pytest.fail)
    hidden.open(str(path), "a process")
    return hidden


@given(st.text(min_size=1), st.integers(1, 300))
def test_a_text_is_encoded_so_that_json_gives_it_back(text: str, times: int) -> None:
    entry = Table().add("a-rule", "said", text * times, 3, 1.5)
    told = json.loads(private_file.hidden_entry(entry))
    assert told == {"hidden": "a-rule", "count": 3, "first": 1, "last": 1, "text": entry.text}
    assert private_file.hidden_entry(entry).count(b"\n") == 1
    assert json.loads(private_file.shown_entry(text, 1.2345)) == {"shown": text, "at": 1.234}


def test_a_first_copy_is_there_at_once_and_further_ones_write_nothing(hidden: Hidden, path: Path) -> None:
    hidden.add("a-rule", "one")
    first, (about, one) = path.read_bytes(), entries(path)
    assert about == {"provisioner": "a process"}
    assert (one["hidden"], one["text"], one["count"]) == ("a-rule", "one", 1)
    for _ in range(1000):
        hidden.add("a-rule", "one")
    hidden.add_lines([("a-rule", said("one"), b"one\n" * 1000)])
    assert path.read_bytes() == first


def test_the_file_ends_with_the_line_that_was_hidden_last(hidden: Hidden, path: Path) -> None:
    for _ in range(3):
        hidden.add("a-rule", "one")
        hidden.add("a-rule", "two")
    assert [each["text"] for each in entries(path)[1:]] == ["one", "two"] * 3
    assert counts(path) == {"one": 3, "two": 3}
    hidden.add_lines([("a", "one", b"1\n"), ("a", "two", b"2\n"), ("a", "one", b"1\n")] * 1000)
    assert [each["text"] for each in entries(path)[-2:]] == ["2", "1"]
    hidden.add_shown("mine\n")
    found = examine(str(path.with_name("kernel-1.json")))
    assert (found.shown, found.hidden) == ("mine", "1")


def test_a_full_file_is_written_anew_with_the_counts_and_the_last_shown_texts(hidden: Hidden, path: Path) -> None:
    hidden.add_shown("mine, long before")
    hidden.add("rare", "a rare line")
    inode, starts = path.stat().st_ino, 0
    for number in range(6000):
        hidden.add("a-rule", f"{number} {'x' * 500}")
        hidden.add("flood", "again")
        assert path.stat().st_size <= LIMIT
        starts += path.stat().st_ino != inode
        inode = path.stat().st_ino
    assert starts > 2
    told = entries(path)
    assert told[0] == {"provisioner": "a process"}
    assert [each["shown"] for each in told if "shown" in each] == ["mine, long before"]
    assert {each["text"]: each["count"] for each in told if each.get("hidden") == "rare"} == {"a rare line": 1}
    assert 5000 < counts(path)["again"] <= 6000
    numbers = [int(text.split()[0]) for text in counts(path) if text[0].isdigit()]
    assert numbers == list(range(numbers[0], 6000))
    assert told[-1]["text"] == "again"
    assert list(path.parent.iterdir()) == [path]


def test_texts_that_json_makes_six_times_as_long_stay_under_the_bound(hidden: Hidden, path: Path) -> None:
    for number in range(500):
        hidden.add(f"rule {number % 20}", f"{number} {'é' * 1000}")
        hidden.add_shown("é" * 3000)
        assert path.stat().st_size <= LIMIT
    assert counts(path)[f"499 {'é' * 1000}"] == 1


def test_shown_texts_are_there_once_and_in_order(hidden: Hidden, path: Path) -> None:
    for number in range(3000):
        hidden.add("a-rule", f"{number} {'x' * 1000}")
        if number % 100 == 0:
            hidden.add_shown(f"shown {number}")
    shown = [each["shown"] for each in entries(path) if "shown" in each]
    assert shown[-20:] == [f"shown {number}" for number in range(1000, 3000, 100)]
    assert len(set(shown)) == len(shown)


def fill(file: PrivateFile, kept: list[bytes], size: int) -> None:
    for _ in range(size // 1000):
        kept.append(b"%d %b\n" % (len(kept), b"x" * 960))
        file.append(kept[-1])


@pytest.fixture
def filled(path: Path) -> tuple[PrivateFile, list[bytes]]:
    kept: list[bytes] = []
    return PrivateFile(str(path), lambda: private_file.last_lines(b"".join(kept), b""), ""), kept


FIRST = b'{"provisioner": ""}\n'


def test_a_file_that_somebody_has_cut_is_made_from_memory(path: Path, filled: tuple[PrivateFile, list[bytes]]) -> None:
    file, kept = filled
    fill(file, kept, LIMIT * 3 // 4)
    os.truncate(path, 10)
    fill(file, kept, LIMIT // 2)
    lines = path.read_bytes().splitlines(keepends=True)
    assert lines == [FIRST, *kept[1 - len(lines) :]]
    assert len(lines) > KEPT // 1010


def test_a_file_whose_descriptor_is_another_one_now_is_made_anew(
    path: Path, filled: tuple[PrivateFile, list[bytes]]
) -> None:
    file, kept = filled
    fill(file, kept, 3000)
    assert file._fd is not None
    mine = os.open(path.with_name("mine"), os.O_CREAT | os.O_RDWR)
    os.dup2(mine, file._fd)  # the user's own file
    fill(file, kept, 3000)
    assert path.read_bytes() == FIRST + b"".join(kept)
    assert path.with_name("mine").read_bytes() == b""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_costs_the_file_and_no_output(small_disk: Path) -> None:
    with kernel(runtime=small_disk) as session:
        session.run(written(NOTICE))
        (small_disk / "filler").write_bytes(b"x" * 40_000)
        session.run(written(*[f"{NOTICE} {number}" for number in range(400)]))
        cell = session.run(written(NOTICE, "mine"))
        assert cell.stderr == "mine\n"
        assert "402" in session.run("%keras_quiet").results[0]
        assert session.terminal().count("[keras-quiet]") == 1
        assert "No space left on device" in session.terminal()
    assert [path.name for path in small_disk.glob("*keras-quiet*")] == []


def test_an_unwritable_runtime_folder_costs_the_file_and_no_output(small_disk: Path) -> None:
    with kernel(runtime=small_disk) as session:
        # Root may write everywhere but on a disk that is read-only.
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
        assert session.run(written(NOTICE, "mine")).stderr == "mine\n"
        assert "onednn-notice" in session.run("%keras_quiet log").stdout
        assert session.terminal().count("[keras-quiet] hidden lines are kept in memory alone") == 1


def test_the_file_stays_under_its_bound_and_keeps_the_newest_lines() -> None:
    with kernel() as session:
        file = Path(session.manager.connection_file).with_suffix(".keras-quiet.log")
        sizes = []
        for number in range(6):
            session.run(
                f"line = {NOTICE!r} + ' {number}:%d'\n"
                "for i in range(2000): _ = os.write(2, (line % i + '\\n').encode())\nsys.stderr.flush()"
                if number
                else "import os, sys"
            )
            sizes.append(file.stat().st_size if file.exists() else 0)
        assert max(sizes) <= 1 << 20
        assert max(sizes) > 1 << 18
        assert f"{NOTICE} 5:1999" in file.read_text()
        assert file.stat().st_mode & 0o777 == 0o600
        assert not list(file.parent.glob(file.name + ".*"))


def test_a_file_of_the_users_in_the_place_of_ours_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "mine"
    take = f"""
ours = next(fd for fd in os.listdir("/proc/self/fd") if "keras-quiet" in os.path.realpath("/proc/self/fd/" + fd))
mine = open({str(file)!r}, "w"); mine.write("mine"); mine.flush(); os.dup2(mine.fileno(), int(ours))
"""
    with kernel(quiet_argv(sys.executable)) as session:
        session.run(written(NOTICE, "first"))
        assert session.run(take).error == ""
        session.run(written(NOTICE, "second"))
        assert file.read_text() == "mine"
        assert session.run("mine.write(' too'); mine.flush()").error == ""
        assert file.read_text() == "mine too"
        private = Path(session.manager.connection_file).with_suffix(".keras-quiet.log")
        assert counts(private) == {NOTICE: 2}
    assert not private.exists()


@pytest.mark.parametrize("kind", ["long", "no UTF-8", "gone"])
def test_a_strange_runtime_folder_costs_no_output(kind: str, tmp_path: Path) -> None:
    names = {"long": "x" * 200 + "/" + "y" * 200, "no UTF-8": os.fsdecode(b"caf\xe9 \xf0\x9f"), "gone": "gone"}
    runtime = tmp_path / names[kind]
    runtime.mkdir(parents=True)
    with kernel(quiet_argv(sys.executable), runtime=runtime) as session:
        if kind == "gone":
            (runtime / "kernel-1.json").unlink()
            runtime.rmdir()
        assert session.run(written(NOTICE, "mine")).stderr == "mine\n"
        assert "onednn-notice" in session.run("%keras_quiet log").stdout
        assert "the filter stopped" not in session.terminal()
        if kind == "gone":
            runtime.mkdir()
            (runtime / "kernel-1.json").write_text(json.dumps({}))


def test_a_forked_child_leaves_the_parents_file_alone() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        file = Path(session.manager.connection_file).with_suffix(".keras-quiet.log")
        session.run(f"import os, logging; _ = os.write(2, {NOTICE.encode()!r} + b'\\n')")
        wait(file.exists, 10)
        before = file.read_bytes()
        session.run(
            "pid = os.fork()\nif not pid:\n"
            "    for _ in range(2000): logging.getLogger('tensorflow').warning('Assets written to: ' + 'x' * 900)\n"
            "    os._exit(0)\nos.waitpid(pid, 0)"
        )
        assert file.read_bytes() == before
        assert list(file.parent.glob(file.name + ".*")) == []


def test_a_private_file_is_private_under_any_umask(tmp_path: Path) -> None:
    # In a process of its own, for a umask is the process's.
    noise = f"import os, sys; os.write(2, {NOTICE.encode()!r} + b'\\n'); sys.stderr.flush()"
    code = f"""
import os
os.umask(0)
import sys; sys.path.insert(0, {str(Path(__file__).parents[2] / "harness")!r})
from pathlib import Path
from sessions import kernel
with kernel(runtime=Path({str(tmp_path)!r})) as session:
    session.run({noise!r})
    print(oct(next(Path({str(tmp_path)!r}).glob("*.keras-quiet.log")).stat().st_mode & 0o777))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "0o600\n", done.stderr
