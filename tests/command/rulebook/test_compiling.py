"""What a kernel gets of the rules: no more than it judges by, and an index that finds every rule."""

from __future__ import annotations

import json

import pytest
from keras_quiet.command.rulebook import reading, samples
from keras_quiet.command.rulebook.compiling import FIELDS, compiled, to_json
from keras_quiet.command.rulebook.kernel import BARE, LOGGING, NATIVE, START, WARNING, WRITE, Message
from keras_quiet.inside.grammar.places import place_of
from rulebooks import Folder, rule

BOOK = reading.read(reading.folder())
MADE = compiled(BOOK.rules)


def _keys(message: Message) -> set[str]:
    """Under which names a kernel looks a message up."""
    if message.kind == NATIVE:
        return {message.source.rpartition("/")[2]}
    if message.kind == WARNING:
        return {place_of(message.source).partition("/")[0], "*" + message.text[:START]}
    return {message.source} if message.kind == LOGGING else {message.text[:START]}


@pytest.mark.parametrize("number", range(len(BOOK.rules)), ids=lambda number: BOOK.rules[number].id)
def test_a_rule_is_found_by_each_message_that_it_hides(number: int) -> None:
    entry = BOOK.rules[number]
    for text in entry.hides:
        for message in samples.said(entry, text):
            found = [each for key in _keys(message) for each in MADE["table"][message.kind].get(key, ())]
            assert number in found, message


def test_a_kernel_gets_what_it_judges_by_and_nothing_else(folder: Folder) -> None:
    asked = rule(asked_by='["TEA"]', continues="['with milk$']", hides='["""I t/tea.cc:1] Tea is ready\nwith milk"""]')
    assert json.loads(to_json(folder.read(asked).rules)) == {
        "rules": [["tea-notice", "native", ["tea.cc"], ["Tea is ready"], ["with milk$"], "hide", [], ["TEA"], []]],
        "table": {"native": {"tea.cc": [0]}},
        "loggers": [],
        "starts": {"bare": [], "write": []},
    }
    assert len(FIELDS) == len(MADE["rules"][0])


def test_a_rule_of_each_way_is_under_its_keys(folder: Folder) -> None:
    texts = (
        rule(sources='["a/tea.cc", "cup.cc"]'),
        rule(id='"b"', way='"logging"', sources='["tea", "absl"]'),
        rule(id='"c"', way='"warning"', sources='["*", "!tea/"]', messages="['Tea is', 'Cup is', 'Teas']"),
        rule(id='"d"', way='"warning"', sources='["keras/src/", "torch/x.py"]'),
        rule(id='"e"', way='"bare"', sources=None, messages="['Tea is ready and ho\\w', 'Cups are full, all']"),
        rule(id='"f"', way='"write"', sources='["tea"]', messages="['Water (?:boils)']"),
    )
    made = compiled(folder.read(*texts).rules)
    assert made["table"] == {
        "native": {"cup.cc": [0], "tea.cc": [0]},
        "logging": {"absl": [1], "tea": [1]},
        "warning": {"*Cup ": [2], "*Tea ": [2], "*Teas": [2], "keras": [3], "torch": [3]},
        "bare": {"Cups": [4], "Tea ": [4]},
        "write": {"Wate": [5]},
    }
    assert made["loggers"] == ["absl", "tea"]
    assert made["starts"] == {BARE: ["Cups are full, all", "Tea is ready and ho"], WRITE: ["Water "]}
