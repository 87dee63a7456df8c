"""Files of rules are read, or refused with all that is wrong in them, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keras_quiet.command.rulebook import reading
from keras_quiet.command.rulebook.entries import RulebookError
from rulebooks import rule

if TYPE_CHECKING:
    from pathlib import Path

    from rulebooks import Folder

SHOWN = '[[shown]]\nsources = ["tea.cc"]\nwhy = "A failure."\nupstream = ["tea.cc"]\nshows = ["tea.cc] Tea is cold"]\n'


def test_a_rule_has_its_fields_and_says_where_it_stands(folder: Folder) -> None:
    (entry,) = folder.read("# one", rule(categories=None, shows='["tea.cc] Tea is cold"]')).rules
    assert (entry.file, entry.line, entry.id, entry.way) == ("rules/tea.toml", 3, "tea-notice", "native")
    assert (entry.sources, entry.messages, entry.action) == (("tea.cc",), ("Tea is ready",), "hide")
    assert (entry.continues, entry.categories, entry.asked_by, entry.called_from) == ((), (), (), ())
    assert entry.shows == ("tea.cc] Tea is cold",)


def test_what_is_shown_has_a_way_of_its_own_only_where_it_says_so(folder: Folder) -> None:
    (native,) = folder.read(SHOWN).shown
    assert (native.way, native.messages, native.line) == ("native", (), 1)
    (bare,) = folder.read(
        '[[shown]]\nway = "bare"\nmessages = ["Tea"]\nwhy = "A."\nupstream = ["t"]\nshows = ["Tea"]'
    ).shown
    assert bare.way == "bare"


def test_lines_of_a_users_own_need_no_source(folder: Folder) -> None:
    text = '[[shown]]\nwhy = "The user speaks."\nshows = ["Tea is ready"]'
    assert folder.read(users=text).shown[0].shows == ("Tea is ready",)
    assert folder.refused(text) == ["rules/tea.toml:1: upstream is missing", "rules/tea.toml:1: sources is missing"]


def test_a_name_stands_for_a_fragment_and_in_continues_for_several(folder: Folder) -> None:
    parts = "[fragments]\nplace = 'on the (?:table|floor)'\ntrace = ['From \\S+$', '$']\n"
    text = rule(messages="['Tea <place>', 'Tea <of> mine']", continues="['<trace>', 'Sugar <place>$']")
    (entry,) = folder.read(text, fragments=parts).rules
    assert entry.messages == ("Tea on the (?:table|floor)", "Tea <of> mine")
    assert entry.continues == (r"From \S+$", "$", "Sugar on the (?:table|floor)$")


def test_a_list_of_fragments_stands_for_whole_elements(folder: Folder) -> None:
    parts = "[fragments]\ntrace = ['From \\S+$']\n"
    assert folder.refused(rule(messages="['Tea <trace>']"), fragments=parts) == [
        "rules/tea.toml:2 tea-notice: <trace> is a list, which stands for whole elements of continues"
    ]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"hide": "[]"}, "hide is no field of a [[rule]]: id, way, sources, "),
        ({"why": None}, "why is missing"),
        ({"sources": None}, "sources is missing"),
        ({"upstream": "[]"}, "upstream must be a list of texts, and not empty"),
        ({"hides": '"Tea"'}, "hides must be a list of texts, and not empty"),
        ({"messages": "[1]"}, "messages must be a list of texts, and not empty"),
        ({"why": "['A.']"}, "why must be a text, and not empty"),
        ({"way": '"nativ"'}, "way is 'nativ', and not one of native, logging, warning, write, bare"),
        ({"action": '"drop"'}, "action is 'drop', and not one of hide, once, hide_without_gpu"),
        ({"way": '"bare"'}, "sources: leave the field out, for a line of way bare names nobody"),
        ({"categories": '["UserWarning"]'}, "categories: only a rule of way warning has this field"),
        ({"called_from": '["tea/lite.py"]'}, "called_from: a line of way native has no frames above it"),
    ],
)
def test_a_wrong_field_is_refused_with_the_line_of_the_id(
    folder: Folder, changed: dict[str, str | None], problem: str
) -> None:
    (found,) = folder.refused(rule(), rule(id='"cup-notice"', **changed))
    assert found.startswith(f"rules/tea.toml:12 cup-notice: {problem}")


def test_an_entry_without_an_id_is_found_by_its_header(folder: Folder) -> None:
    assert folder.refused(rule(), rule(id=None)) == ["rules/tea.toml:11: id is missing"]


def test_an_id_is_there_once_in_all_files(folder: Folder) -> None:
    assert folder.refused(rule(), zen=rule()) == ["rules/zen.toml:2 tea-notice: the id is taken, by rules/tea.toml:2"]


@pytest.mark.parametrize("text", ["[[rules]]\nid = 'x'", "rule = 1", "[rule]\nid = 'x'", "[fragments]\nx = 'y'"])
def test_only_rules_and_what_is_shown_stand_in_a_file(folder: Folder, text: str) -> None:
    assert folder.refused(text)[0].endswith("is not known here: a file has [[rule]] and [[shown]]")


def test_fragments_are_texts_or_lists_of_texts(folder: Folder) -> None:
    assert folder.refused(rule(), fragments="[fragments]\nx = 1") == [
        "rules/fragments.toml:1: x must be a text or a list of texts"
    ]


def test_no_toml_is_refused_with_its_line_and_the_other_files_are_read(folder: Folder) -> None:
    found = folder.refused(rule(why=None), zen="\n[[rule]\n")
    assert found[0].startswith("rules/zen.toml:2: not valid TOML: ")
    assert found[1:] == ["rules/tea.toml:2 tea-notice: why is missing"]


def test_a_pattern_in_double_quotes_is_told_to_use_single_quotes(folder: Folder) -> None:
    (found,) = folder.refused(rule(messages='["Tea \\S+"]'))
    assert found.startswith("rules/tea.toml:5: not valid TOML: ")
    assert found.endswith("; put a pattern in single quotes")


def test_text_in_another_encoding_is_refused(folder: Folder) -> None:
    folder.path.joinpath("zen.toml").write_bytes(b"# \xff\n")
    assert folder.refused(rule())[0].startswith("rules/zen.toml:1: not valid TOML: ")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="there are no files of rules"):
        reading.read_rules(tmp_path)


def test_a_line_that_looks_like_a_header_in_a_sample_moves_no_number(folder: Folder) -> None:
    text = rule(hides='["""I t/tea.cc:1] Tea is ready\n\n  id = 1\n"""]') + rule(id='"cup-notice"')
    assert [entry.line for entry in folder.read(text).rules] == [2, 14]


def test_the_rules_of_the_tree_are_found_in_an_installed_wheel_too() -> None:
    assert reading.folder().joinpath(reading.FRAGMENTS).is_file()
