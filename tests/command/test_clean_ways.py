"""The ways in which notebooks are cleaned by themselves, as docs/stored-notebooks.md has them: each is run for real."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from noise import OLDER_NOTICE
from stored import FORMS, cell, notebook, stream

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "stored-notebooks.md").read_text("utf-8")
NOISY = FORMS["Jupyter"](notebook(cell(stream(f"mine\n{OLDER_NOTICE}\nmylib: loading 1\n"))))
CLEAN = FORMS["Jupyter"](notebook(cell(stream("mine\nmylib: loading 1\n"))))
SPEAK = f"import os\nos.write(2, b'''{OLDER_NOTICE}\n''')\nprint('a result')"


def code(heading: str) -> str:
    """Return the code that stands below a heading of the page."""
    return PAGE.partition(f"### {heading}\n")[2].partition("```\n")[0].partition("```")[2].partition("\n")[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository, which is the current folder, with a notebook; commands of this environment are found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    for name, value in {"NAME": "me", "EMAIL": "me@example.invalid"}.items():
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    run("git", "init", "-q", ".")
    (tmp_path / "lesson.ipynb").write_text(NOISY, "utf-8")
    return tmp_path


def run(*command: object, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    env = {**os.environ, **more}
    done = subprocess.run(words, capture_output=True, text=True, timeout=500, check=False, env=env)
    assert done.returncode == 0 or not check, done.stdout + done.stderr
    return done


def test_a_git_filter_cleans_what_is_committed(folder: Path) -> None:
    run("bash", "-ec", code("In git"))
    added = run("git", "add", ".")
    assert (added.stdout, added.stderr) == ("", "")
    run("git", "commit", "-qm", "A lesson")
    assert run("git", "show", "HEAD:lesson.ipynb").stdout == CLEAN
    assert (folder / "lesson.ipynb").read_text("utf-8") == NOISY
    assert run("git", "status", "--porcelain").stdout == ""
    # More known noise is no difference, and more of the user's own is the whole difference.
    (folder / "lesson.ipynb").write_text(NOISY.replace('"mine\\n"', '"mine\\n",\n      "and more\\n"'), "utf-8")
    changed = [line for line in run("git", "diff", "-U0").stdout.splitlines() if re.match(r"[+-] ", line)]
    assert [line.strip("+ ,") for line in changed] == ['"and more\\n"']


def test_what_was_committed_before_the_filter_is_cleaned_by_renormalizing(folder: Path) -> None:
    run("git", "add", ".")
    run("git", "commit", "-qm", "A lesson")
    run("bash", "-ec", code("In git"))
    run("git", "add", "--renormalize", ".")
    assert run("git", "show", ":lesson.ipynb").stdout == CLEAN
    assert (folder / "lesson.ipynb").read_text("utf-8") == NOISY


def test_a_git_filter_passes_on_what_it_cannot_clean(folder: Path) -> None:
    (folder / "lesson.ipynb").write_text("{not JSON", "utf-8")
    run("bash", "-ec", code("In git"))
    told = run("git", "add", ".").stderr
    assert "standard input: is no JSON: " in told
    assert run("git", "show", ":lesson.ipynb").stdout == "{not JSON"


def test_a_checkout_gives_the_cleaned_notebook(folder: Path) -> None:
    run("bash", "-ec", code("In git"))
    run("git", "add", ".")
    run("git", "commit", "-qm", "A lesson")
    (folder / "lesson.ipynb").unlink()
    run("git", "checkout", "lesson.ipynb")
    assert (folder / "lesson.ipynb").read_text("utf-8") == CLEAN


def test_the_hook_of_the_page_is_there() -> None:
    assert "- id: keras-quiet-clean\n" in code("With pre-commit")
    assert "- id: keras-quiet-clean\n" in (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")


def test_nbconvert_converts_a_cleaned_notebook(folder: Path) -> None:
    run("bash", "-ec", code("In nbconvert"))
    page = (folder / "lesson.html").read_text("utf-8")
    assert "oneDNN" not in page
    assert "mine" in page
    assert "mylib: loading 1" in page
    assert (folder / "lesson.ipynb").read_text("utf-8") == NOISY
    run("bash", "-ec", f"{code('In nbconvert').strip()} --CleanPreprocessor.hide='mylib: loading*'")
    assert "mylib: loading 1" not in (folder / "lesson.html").read_text("utf-8")


def test_nbconvert_cleans_what_it_has_run(folder: Path) -> None:
    data = notebook(cell(source=SPEAK))
    data["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (folder / "lesson.ipynb").write_text(json.dumps(data), "utf-8")
    run(*code("In nbconvert").split(), "--execute")
    page = (folder / "lesson.html").read_text("utf-8")
    assert "<pre>a result\n</pre>" in page
    assert "cpu_feature_guard" not in page.partition("a result")[0].rpartition("<pre>")[2]
    assert page.count("You may see slightly different numerical results") == 1  # in the source of the cell


def test_the_package_does_not_need_nbconvert() -> None:
    """Only the module that is its preprocessor imports it."""
    code = (
        "import sys; sys.modules['nbconvert'] = sys.modules['nbformat'] = None\n"
        "from keras_quiet.command.main import main; sys.exit(main(['clean', '-q', '--check', 'none.ipynb']))"
    )
    done = run(sys.executable, "-c", code, check=False)
    assert (done.returncode, done.stderr) == (2, "none.ipynb: cannot be read: No such file or directory\n")
