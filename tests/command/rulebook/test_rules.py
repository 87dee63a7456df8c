"""The rules of this tree hold: each hides its own message in every form that versions gave it, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache

import pytest
from corpus_session import CORPUS, RECENT, WILD, load
from jsonschema import Draft7Validator
from keras_quiet.command.rulebook import forms, reading
from keras_quiet.command.rulebook.checking import Check
from keras_quiet.command.rulebook.kernel import Judge
from keras_quiet.inside.grammar.messages import Message, read_line
from keras_quiet.inside.grammar.rule import ACTIONS, ONCE
from keras_quiet.inside.grammar.ways import WAYS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = reading.folder()
BOOK = reading.read_rules(FOLDER)
JUDGE = Judge(BOOK.rules)
SCHEMA = json.loads(FOLDER.joinpath("schema.json").read_text("utf-8"))
NEEDED = [record for record in (*load(CORPUS), *load(WILD), *load(RECENT)) if record["expect"] == "must-show"]


@cache
def _check() -> tuple[list[str], int]:
    check = Check(BOOK)
    return [str(problem) for problem in check.problems()], check.tried


@pytest.mark.parametrize("name", [rule.id for rule in BOOK.rules])
def test_a_rule_holds(name: str) -> None:
    assert [problem for problem in _check()[0] if f" {name}: " in problem] == []


def test_all_rules_and_all_that_is_shown_hold() -> None:
    assert _check()[0] == []


def test_no_fewer_messages_are_tried_than_there_were() -> None:
    """By forms and levels: 194 neighbours with 39 of them once, and 151 others."""
    assert sum(len(list(forms.of(line))) for entry in (*BOOK.rules, *BOOK.shown) for line in entry.shows) >= 8_000
    assert _check()[1] > 28_000


def test_more_is_shown_than_there_are_rules() -> None:
    assert sum(len(entry.shows) for entry in (*BOOK.rules, *BOOK.shown)) > len(BOOK.rules)


@pytest.mark.parametrize("record", NEEDED, ids=lambda record: record["id"])
def test_no_rule_takes_a_message_that_somebody_needed(record: dict[str, str]) -> None:
    """Neither the message as a whole nor any single line of it, but by a rule that shows the first."""
    for text in (record["text"], *record["text"].split("\n")):
        said = [
            read_line(text),
            *(Message("write", module, text + "\n") for module in ("keras.backend", "absl.logging")),
        ]
        assert [rule for each in said for rule in JUDGE.taking(each) if rule.action != ONCE] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", sorted(set(FOLDER.glob("*.toml")) - {FOLDER / "unread.toml"}), ids=lambda path: path.stem
)
def test_an_editor_finds_nothing_wrong_in_a_file(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert text.startswith("#:schema schema.json\n")
    assert list(Draft7Validator(SCHEMA).iter_errors(tomllib.loads(text))) == []


def test_an_editor_knows_the_same_fields_in_the_same_order() -> None:
    Draft7Validator.check_schema(SCHEMA)
    fields = {kind: SCHEMA["properties"][kind]["items"]["properties"] for kind in ("rule", "shown")}
    assert (tuple(fields["rule"]), tuple(fields["shown"])) == (reading.RULE, reading.SHOWN)
    assert fields["rule"]["way"]["enum"] == list(WAYS)
    assert fields["rule"]["action"]["enum"] == list(ACTIONS)
    assert SCHEMA["properties"]["rule"]["items"]["required"] == list(reading.NEEDED["rule"])


@pytest.mark.parametrize("wrong", [{"rules": []}, {"rule": [{"id": "x"}]}, {"shown": [{"why": "A.", "shows": []}]}])
def test_an_editor_finds_what_is_wrong(wrong: object) -> None:
    assert list(Draft7Validator(SCHEMA).iter_errors(wrong)) != []


def test_a_line_on_the_screen_is_found_by_a_text_search() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("*.toml"))
    lines = [line for rule in BOOK.rules for text in rule.hides for line in text.split("\n")]
    assert [line for line in lines if line not in texts] == []


def test_fields_stand_in_their_order() -> None:
    for path in FOLDER.glob("*.toml"):
        for entry in re.split(r"^\[\[", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            names = [name for name in re.findall(r"^(\w+) = ", entry, re.MULTILINE) if name in reading.RULE]
            assert names == sorted(names, key=reading.RULE.index), entry[:80]


def test_the_example_of_the_readme_is_a_rule_that_holds() -> None:
    readme = FOLDER.joinpath("README.md").read_text("utf-8")
    example = tomllib.loads(readme.partition("```toml\n")[2].partition("```")[0])["rule"][0]
    assert set(example) <= set(reading.RULE)
    assert example["id"] in {rule.id for rule in BOOK.rules}
    assert [name for name in reading.RULE if f"`{name}`" not in readme] == []


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        ([], 0, f"All {len(BOOK.rules)} rules hold: "),
        (["onednn-notice"], 0, "The rule onednn-notice holds: "),
        (["nope"], 1, f"There is no rule nope in {FOLDER}.\n"),
        (["onednn-notic"], 1, f"There is no rule onednn-notic in {FOLDER}. Similar: onednn-notice"),
    ],
)
def test_the_command_says_whether_they_hold(arguments: list[str], code: int, text: str) -> None:
    command = [sys.executable, "-m", "keras_quiet.command.rulebook", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, (ran.stdout + ran.stderr).startswith(text)) == (code, True), ran
