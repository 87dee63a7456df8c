"""`rules` lists what is hidden and what is left alone, from the same files that the kernel's rules come from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from keras_quiet.command.main import main
from keras_quiet.command.rulebook import page
from known_noise import ENTRIES, entry

if TYPE_CHECKING:
    Captured = pytest.CaptureFixture[str]


def test_every_rule_is_listed_with_its_library_its_action_and_its_reason(capsys: Captured) -> None:
    assert main(["rules"]) == 0
    out = capsys.readouterr().out
    assert "tensorflow  onednn-notice  hide\n  A property of the build, printed at each import.\n" in out
    assert [rule.id for rule in ENTRIES if f"  {rule.id}  {rule.action}\n  {rule.why}\n" not in out] == []


def test_as_json(capsys: Captured) -> None:
    assert main(["rules", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["id"], row["action"], row["why"]) for row in rows] == [(e.id, e.action, e.why) for e in ENTRIES]
    notice = next(row for row in rows if row["id"] == "onednn-notice")
    assert notice["library"] == "tensorflow"
    assert notice["hides"] == list(entry("onednn-notice").hides)


def test_what_is_left_alone_is_listed_with_its_lines(capsys: Captured) -> None:
    assert main(["rules", "--shown"]) == 0
    out = capsys.readouterr().out
    assert "users  shown\n  The caller is the user's own code" in out
    assert main(["rules", "--shown", "--json"]) == 0
    assert all(row["shows"] and "id" not in row for row in json.loads(capsys.readouterr().out))


def test_the_page_of_the_help_menu_has_the_table() -> None:
    made = page.with_table(f"<p>before\n{page.PLACE}\n", [entry("onednn-notice")])
    assert "<code>onednn-notice</code><td>tensorflow<td>hidden<td>A property of the build" in made
    with pytest.raises(ValueError, match="has no"):
        page.with_table("<p>none", ENTRIES)
