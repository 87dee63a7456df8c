"""What a kernel gets of the rules: no more than it judges by, and an index that finds every rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from keras_quiet.command.rulebook import reading, samples
from keras_quiet.command.rulebook.compiling import FIELDS, compiled
from keras_quiet.inside.grammar.messages import Message
from keras_quiet.inside.grammar.rule import HIDE, Rule
from keras_quiet.inside.grammar.ways import BARE, NATIVE, WRITE
from keras_quiet.inside.judging.rules import Rules
from rulebooks import Folder, rule

if TYPE_CHECKING:
    from keras_quiet.command.rulebook.entries import RuleEntry

BOOK = reading.read_rules(reading.folder())
KERNEL = Rules(compiled(BOOK.rules))


@pytest.mark.parametrize("entry", BOOK.rules, ids=lambda entry: entry.id)
def test_a_kernel_finds_a_rule_by_each_message_that_it_hides(entry: RuleEntry) -> None:
    for text in entry.hides:
        for message in samples.said(entry, text):
            assert {rule.id for rule in KERNEL.matching(message, message.text)} == {entry.id}, message


def test_a_kernel_gets_what_it_judges_by_and_nothing_else(folder: Folder) -> None:
    asked = rule(asked_by='["TEA"]', continues="['with milk$']", hides='["""I t/tea.cc:1] Tea is ready\nwith milk"""]')
    made = compiled(folder.read(asked).rules)
    rules = [["tea-notice", "native", "hide", ["tea.cc"], ["Tea is ready"], ["with milk$"], [], ["TEA"], []]]
    assert json.loads(made) == {
        "head": {"loggers": [], "writers": [], "starts": {"bare": [], "write": []}, "keys": 1},
        "index": {"native tea.cc": {"Tea ": [[0, 0]]}},
        "rules": rules,
    }
    assert len(FIELDS) == len(rules[0])
    tea = Rules(made).rule(0)
    assert tea == Rule("tea-notice", NATIVE, ("tea.cc",), ("Tea is ready",), HIDE, ("with milk$",), asked_by=("TEA",))


def test_a_rule_of_each_way_is_under_its_keys(folder: Folder) -> None:
    texts = (
        rule(sources='["a/tea.cc", "cup.cc"]'),
        rule(id='"b"', way='"logging"', sources='["tea", "absl"]'),
        rule(id='"c"', way='"warning"', sources='["*", "!tea/"]', messages="['Tea is', 'Cup is', 'Teas']"),
        rule(id='"d"', way='"warning"', sources='["keras/src/", "torch/x.py"]'),
        rule(id='"e"', way='"bare"', sources=None, messages="['Tea is ready and ho\\w', 'Cups are full, all']"),
        rule(id='"f"', way='"write"', sources='["tea"]', messages="['Water (?:boils)']"),
    )
    made = json.loads(compiled(folder.read(*texts).rules))
    assert made["index"] == {
        **{f"native {name}": {"Tea ": [[0, 0]]} for name in ("cup.cc", "tea.cc")},
        **{f"logging {name}": {"Tea ": [[1, 0]]} for name in ("absl", "tea")},
        "warning *Tea ": {"Tea ": [[2, 0]]},
        "warning *Cup ": {"Cup ": [[2, 1]]},
        "warning *Teas": {"Teas": [[2, 2]]},
        **{f"warning {name}": {"Tea ": [[3, 0]]} for name in ("keras", "torch")},
        "bare Tea ": {"Tea ": [[4, 0]]},
        "bare Cups": {"Cups": [[4, 1]]},
        "write Wate": {"Wate": [[5, 0]]},
    }
    assert made["head"]["loggers"] == ["absl", "tea"]
    assert made["head"]["writers"] == ["tea"]
    assert made["head"]["starts"] == {BARE: ["Cups are full, all", "Tea is ready and ho"], WRITE: ["Water "]}


def test_the_file_of_no_rules_is_read() -> None:
    assert list(Rules(compiled([])).matching(Message(NATIVE, "tea.cc", "Tea is ready"), "Tea is ready")) == []
