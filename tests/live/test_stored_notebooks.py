"""`jupyter keras-quiet clean` on notebooks that real Keras ran in the plain kernel, and as a hook of pre-commit."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from keras_quiet.command.cleaning.judge import Rules
from keras_quiet.command.cleaning.notebook import clean
from keras_quiet.command.rulebook import reading
from noise import OLDER_NOTICE
from notebooks import ran, steady
from sessions import plain_argv, quiet_argv
from stored import FORMS, cell, notebook, stream
from workload import measure
from workload.cells import cells_of
from workload.reasons import LEFT_OUT
from workload.rows import ROWS
from workload.workloads import WORKLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from workload.rows import Row

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[2]
# A row takes about a minute: two kernels, each with its import and some twenty cells.
NAMES = ("TF 2.21", "JAX", "Keras 2.3.1, TF 1.15")
# What only frames tell: text alone leaves it.
OF_FRAMES = {"between-packages", *(rule.id for rule in reading.read_rules(reading.folder()).rules if rule.called_from)}
# The folders that tempfile makes up, and what %keras_quiet log says of a line.
_FOLDER = re.compile(r"/tmp/tmp\w+")  # noqa: S108  # nothing is written there
_KEPT = re.compile(r"([\w.-]+)  (.+)")


def lines(output: dict[str, Any]) -> set[str]:
    """Return the lines of an output, without what differs between two runs."""
    if output["output_type"] != "stream":
        return set()
    return {steady(_FOLDER.sub("folder", line)) for line in "".join(output["text"]).split("\n")} - {""}


@pytest.mark.parametrize("row", [row for row in ROWS if row.name in NAMES], ids=lambda row: row.name)
def test_a_cleaned_notebook_is_what_our_kernel_would_have_shown(
    environment: Callable[[str], Path], row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = environment(row.environment)
    for name in measure.deciding_variables():
        monkeypatch.delenv(name)
    for name, value in {"KERAS_HOME": str(tmp_path / "keras"), **row.env}.items():
        monkeypatch.setenv(name, value)
    cells = [each.code for each in cells_of(row.tags, WORKLOADS[row.workload], LEFT_OUT) if not each.dies]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    nbformat.write(made, tmp_path / "plain.ipynb")
    made.cells.append(nbformat.v4.new_code_cell("%keras_quiet log"))
    nbformat.write(made, tmp_path / "ours.ipynb")

    plain = ran(tmp_path / "plain.ipynb", plain_argv(python), tmp_path / "plain", 300)
    ours = ran(tmp_path / "ours.ipynb", quiet_argv(python), tmp_path / "ours", 300)
    content, gone = clean(nbformat.writes(plain).encode(), Rules())
    cleaned = nbformat.reads(content.decode(), 4)
    nbformat.validate(cleaned)

    rules = dict(reversed(found.groups()) for each in ours.cells.pop().outputs for found in _KEPT.finditer(each.text))
    kept = {steady(_FOLDER.sub("folder", line)): rule for line, rule in rules.items()}
    assert len(gone) > 0
    for was, one, other in zip(plain.cells, cleaned.cells, ours.cells, strict=True):
        before, left, shown = (set().union(*map(lines, each.outputs)) for each in (was, one, other))
        assert shown & before <= left, "a line that our kernel shows is gone"
        assert {kept.get(line) for line in left - shown} <= OF_FRAMES
        assert [each for each in one.outputs if each.output_type != "stream"] == [
            each for each in was.outputs if each.output_type != "stream"
        ]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository, with all that is not committed yet."""
    place = tmp_path_factory.mktemp("clone") / "keras-quiet"
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    git = ["git", "-C", str(place), "-c", "user.name=me", "-c", "user.email=me@example.invalid"]
    for more in (["init", "-q"], ["add", "."], ["commit", "-qm", "As it is"]):
        subprocess.run([*git, *more], check=True, capture_output=True)
    return place


def test_pre_commit_cleans_and_fails_and_then_passes(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip builds the hook's environment from the clone: that takes a minute."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(clone.parent / "cache"))
    file = Path("lesson.ipynb")
    file.write_text(FORMS["Jupyter"](notebook(cell(stream(f"mine\n{OLDER_NOTICE}\n")))), "utf-8")
    subprocess.run(["git", "init", "-q", "."], check=True)
    words = ["pre-commit", "try-repo", str(clone), "keras-quiet-clean", "--files", "lesson.ipynb"]
    for code, told in ((1, "lesson.ipynb: 1 line removed: onednn-notice 1"), (0, "Passed")):
        subprocess.run(["git", "add", "."], check=True)
        done = subprocess.run(
            [Path(sys.executable).with_name(words[0]), *words[1:]], capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert told in done.stdout
    assert json.loads(file.read_text("utf-8")) == notebook(cell(stream("mine\n")))
