"""What others wrote, in our notices, log lines and errors: always one line that forges nothing."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from keras_quiet.command.main import main
from keras_quiet.errors import CommandError
from keras_quiet.inside.guarding.foreign import LONGEST_LINE, one_line
from keras_quiet.server.crashes import Crash
from keras_quiet.server.last_words import told
from keras_quiet.server.settings import parse, parse_project
from keras_quiet.server.start_errors import SettingsError, StartError
from kernels import jupyter, write
from sessions import kernel

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["jupyter"]

# A line end of every kind, codes that clear a terminal and its title, directions, what cannot be seen.
FORGED = "a\n[keras-quiet] forged\r\x1b[2J\x1b]0;x\x07\x9b31m\u202eb\u2066\u2028\u2029\x85\x0b\x0c\u200b\ufeff"
FORGED += "\ud800\U000e0041"
TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)


def assert_harmless(lines: Iterable[str]) -> None:
    for line in lines:
        assert len(line.splitlines()) <= 1
        assert {unicodedata.category(character) for character in line}.isdisjoint({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
        assert len(line) <= LONGEST_LINE + 1


@given(TEXTS)
@example(FORGED)
@example("x" * 5000)
def test_any_text_becomes_one_harmless_line(text: str) -> None:
    assert_harmless([one_line(text)])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("/home/zoë/My notebooks (2)/数据", "/home/zoë/My notebooks (2)/数据"),
        ("a\tb\xa0c", "a b c"),
        ("\x1b[31mred\n", "?[31mred?"),
        ("x" * 1001, "x" * 1000 + "…"),
    ],
)
def test_plain_text_stays_as_it_is(text: str, line: str) -> None:
    assert one_line(text) == line


@given(TEXTS)
@example(FORGED)
def test_errors_and_the_lines_of_a_crash_are_harmless(text: str) -> None:
    assert_harmless(str(StartError(Path("/", text.replace("\0", "")), [text, text], text)).split("\n"))
    assert len(str(SettingsError(Path("kernel.json"), [text])).splitlines()) == 3
    assert len(str(CommandError(text, text)).split("\n")) == 2
    crash = Crash("SIGABRT", tuple(told(text)), text, text)
    assert_harmless(f"{crash.notice}\n{crash.report}".split("\n"))


@pytest.mark.filterwarnings("ignore")
@given(TEXTS)
@example(FORGED)
def test_words_of_a_configuration_are_harmless_in_what_is_said_of_them(text: str) -> None:
    _, problems = parse_project({"tool": {"keras-quiet": {text: 1, "backend": text}}})
    assert_harmless(each for problem in problems for each in problem)
    _, problems = parse({"backend": text})
    assert_harmless(each.text for each in problems)
    _, problems = parse({"hide": [text, f"{text}.*"], "show": [f"(?:{text}"]})
    assert problems
    assert_harmless(each.text for each in problems)


def test_a_folders_name_forges_no_line_in_the_notebook_or_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / FORGED.replace("\ud800", "")
    folder.mkdir()
    (folder / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jaxx"\n')
    with kernel(cwd=folder) as session:
        lines = session.run("pass").stderr.splitlines()
        assert len(lines) == 1
        assert lines[0].startswith(f"[keras-quiet] {one_line(folder)}")
        assert_harmless(lines)
        (folder / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jax"\n')
        session.restart()
        assert_harmless(session.run("%keras_quiet").results[0].split("\n"))
    said = [record.getMessage() for record in caplog.records if "keras-quiet: " in record.getMessage()]
    assert said
    assert_harmless(said)


@pytest.mark.parametrize("verb", [["list"], ["show", "forged"], ["doctor"], ["doctor", "forged"]])
def test_what_the_command_prints_is_harmless(
    jupyter: Path, tmp_path: Path, verb: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = FORGED.replace("\ud800", "")
    folder = tmp_path / forged
    folder.mkdir()
    (folder / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "jax"\n')
    monkeypatch.chdir(folder)
    write(jupyter, "forged", display_name=forged, env={"KERAS_BACKEND": forged} if verb[0] == "list" else {})
    write(jupyter, "gone", argv=[f"/gone/{forged}/python", "-m", "keras_quiet.inside", "-f", "{connection_file}"])
    main(verb)
    told = capsys.readouterr()
    assert_harmless((told.out + told.err).split("\n"))
    assert not any(line.startswith("[keras-quiet] forged") for line in (told.out + told.err).splitlines())
