"""The commands: the statements of a package, of pinned releases, and the difference of two."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import difference
import pinned
import pytest
import statements
from deciding import table
from deciding.decisions import NOBODY, ONE, Decision
from reading.statement import NATIVE, Statement
from rulebooks import rule

SAID = """
import logging
logger = logging.getLogger("tea")
def pour():
    logger.info("Tea is ready")
    logger.warning("Only %d cups\\tare left", cups)
    logger.error("Spilt")
"""
TEA = rule(way='"logging"', sources='["tea"]', hides='["INFO:tea:Tea is ready"]')


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that says something, and rules that know some of it."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "tea.toml").write_text(TEA, "utf-8")
    (tmp_path / "rules" / "unread.toml").write_text("", "utf-8")
    monkeypatch.setattr(table, "RULES", tmp_path / "rules")
    (tmp_path / "tea").mkdir()
    (tmp_path / "tea" / "pot.py").write_text(SAID, "utf-8")
    return tmp_path / "tea"


def test_what_is_undecided_is_printed_by_file_with_a_line_that_counts(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert statements.main([str(package)]) == 1
    count = (
        "2 statements of INFO and WARNING: 1 are decided one by one, 0 by hand, 0 by file, 0 by folder, 1 by nobody. "
        "Of 1 errors 0 are decided one by one. 1 of all are hidden, always or after the first."
    )
    undecided = ["tea/pot.py", "  6\ttea.warning\tOnly … cups\\tare left"]
    assert capsys.readouterr().out.splitlines() == [*undecided, count]


def test_all_statements_are_lines_for_other_programs(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert statements.main([str(package), "--tsv"]) == 1
    out, err = capsys.readouterr()
    assert [line.split("\t") for line in out.splitlines()] == [
        ["tea/pot.py", "5", "tea.info", "hide", "tea-notice", "Tea is ready"],
        ["tea/pot.py", "6", "tea.warning", "undecided", "", "Only … cups\\tare left"],
        ["tea/pot.py", "7", "tea.error", "shown", "an error", "Spilt"],
    ]
    assert err.startswith("2 statements")


def test_where_all_is_decided_the_exit_is_0(package: Path) -> None:
    (package / "pot.py").write_text(SAID.replace("Only %d cups\\tare left", "Tea is ready"), "utf-8")
    assert statements.main([str(package)]) == 0


def test_what_is_no_package_and_what_is_no_rule_is_said_in_one_line(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package.parent / "empty").mkdir()
    assert statements.main([str(package.parent / "empty")]) == 2
    assert "neither shared libraries nor Python sources" in capsys.readouterr().err
    (package.parent / "rules" / "tea.toml").write_text("[[rule]]", "utf-8")
    assert statements.main([str(package)]) == 2
    assert "id is missing" in capsys.readouterr().err


def test_pinned_releases_are_read_one_after_another(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pinned, "PACKAGES", {"green": ("tea",), "black": ("tea",)})
    monkeypatch.setattr(pinned, "site_packages", lambda _name: package.parent)
    assert pinned.main(["green", "black"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if " of " in line and "statements" not in line] == ["tea of green", "tea of black"]
    with pytest.raises(SystemExit):
        pinned.main(["white"])


@pytest.mark.parametrize(("count", "exit_code"), [(1, 0), (2, 1)])
def test_an_entry_that_counts_more_than_any_release_has_is_named_where_all_are_read(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], count: int, exit_code: int
) -> None:
    monkeypatch.setattr(pinned, "PACKAGES", {"green": ("tea",), "black": ("tea", "cup")})
    monkeypatch.setattr(pinned, "site_packages", lambda _name: package.parent)
    (package / "pot.py").write_text('import logging\nlogger = logging.getLogger("tea")\nlogger.info(report)\n', "utf-8")
    (package.parent / "cup").mkdir()
    (package.parent / "cup" / "cup.py").write_text("", "utf-8")
    entry = f'file = "tea/pot.py"\nlevel = "I"\ntext = "…"\ncount = {count}\ndecision = "shown"\nwhy = "A report."'
    (package.parent / "rules" / "unread.toml").write_text(f"[[unread]]\n{entry}\n", "utf-8")
    assert pinned.main(["--all"]) == exit_code
    counted = f"rules/unread.toml: '…' of 'tea/pot.py' counts {count}, at most 1 are there"
    assert (counted in capsys.readouterr().out.splitlines()) is bool(exit_code)
    assert pinned.main(["green"]) == 0


def test_what_is_read_of_pinned_releases_is_pinned() -> None:
    assert set(pinned.PACKAGES) <= set(pinned.known())
    assert set(pinned.IN_CI) <= set(pinned.PACKAGES)


# The difference of two releases.

HIDDEN, UNDECIDED = Decision("hide", "tea-notice", ONE), Decision("undecided", "", NOBODY)


def row(text: str, decision: Decision = UNDECIDED, file: str = "tea.cc", level: str = "I") -> difference.Row:
    return Statement(file, 1, level, NATIVE, text), decision


def lines(*newer: difference.Row) -> list[str]:
    older = [row("Tea is ready", HIDDEN), row("This stays"), row("…")]
    return [line.strip() for line in difference.report(difference.difference(older, newer))]


def test_what_is_new_and_undecided_and_what_is_gone_is_told() -> None:
    newer = (row("This stays", file="cup.cc"), row("Tea is cold"), row("…"), row("Spilt", level="E"))
    assert lines(*newer) == [
        "## New and undecided: 1",
        "- `tea.cc` I: Tea is cold",
        "## New and decided: 1, errors among them",
        "## Gone: 1",
        "- `tea.cc` I: Tea is ready (hide: tea-notice)",
    ]


def test_what_is_new_and_known_is_counted_by_its_rule() -> None:
    newer = (row("Tea is ready", HIDDEN), row("Tea is hot", HIDDEN), row("This stays"), row("…", file="cup.cc"))
    assert lines(*newer)[:4] == [
        "## New and undecided: 1",
        "- `cup.cc` I: …",
        "## New and decided: 1, errors among them",
        "- tea-notice: 1",
    ]


@pytest.mark.parametrize("command", ["statements.py", "pinned.py", "difference.py"])
def test_a_command_runs_as_a_script_and_says_what_it_does(command: str) -> None:
    path = Path(statements.__file__).with_name(command)
    said = subprocess.run([sys.executable, path, "--help"], capture_output=True, text=True, check=True)
    assert f"python tools/{command}" in said.stdout
