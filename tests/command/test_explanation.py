"""`explain`: every rule is named for its own samples, and a line that none names gets the nearest."""

from __future__ import annotations

import io
import json
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest
from keras_quiet.command.explanation import explain
from keras_quiet.command.likeness import nearest
from keras_quiet.command.main import main
from keras_quiet.command.rulebook import forms, reading
from keras_quiet.command.rulebook.entries import Rulebook
from keras_quiet.command.rulebook.reading import folder, read_rules
from keras_quiet.inside.grammar.messages import read_line
from keras_quiet.inside.grammar.rule import HIDE, HIDE_WITHOUT_GPU, ONCE
from keras_quiet.inside.judging.machine import OVERRIDE
from known_noise import ENTRIES, made
from noise import NOTICE

if TYPE_CHECKING:
    from keras_quiet.command.rulebook.entries import RuleEntry

RULES = ENTRIES
READ = cache(read_rules)
NEW = "I0000 00:00:1795355631.823008   29633 port.cc:153] something that nobody has seen"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of the tree are read once, not in each call of the command."""
    monkeypatch.setattr(reading, "read_rules", READ)


# The samples are checked all at once: a case for each of them would take ten times as long.
def test_a_sample_is_explained_by_its_own_rule() -> None:
    for rule in RULES:
        for sample in rule.hides:
            line = sample if rule.way in ("logging", "warning") else sample.partition("\n")[0]
            found = list(explain([line], RULES, {OVERRIDE: "0"}))
            assert found[0].rule is not None, line
            # A line does not tell who wrote it: Keras and Keras Core write the same banner, and so does a child.
            assert _words(found[0].rule) == _words(rule), line
            # Nor whose call it was.
            assert found[0].hidden is (None if rule.called_from else rule.action != ONCE), line


def _words(rule: RuleEntry) -> object:
    return [text.replace(r"\n", "") for text in rule.messages] if rule.way in ("write", "bare") else rule.id


def test_the_action_is_said_in_words() -> None:
    told = {}
    for action in (HIDE, HIDE_WITHOUT_GPU, ONCE):
        rule = next(rule for rule in RULES if rule.action == action and rule.way == "native" and not rule.asked_by)
        line = rule.hides[0].partition("\n")[0]
        for gpu in "01":
            first, second = explain([line, line], RULES, {OVERRIDE: gpu})
            told[action, gpu] = (first.hidden, second.hidden, first.text)
    with_gpu = "hidden without a GPU; with a GPU shown the first time and hidden when it repeats; this machine has "
    assert told == {
        (HIDE, "0"): (True, True, "hidden, with and without a GPU"),
        (HIDE, "1"): (True, True, "hidden, with and without a GPU"),
        (HIDE_WITHOUT_GPU, "0"): (True, True, with_gpu + "none"),
        (HIDE_WITHOUT_GPU, "1"): (False, True, with_gpu + "one"),
        (ONCE, "0"): (False, True, "shown the first time, hidden when it repeats"),
        (ONCE, "1"): (False, True, "shown the first time, hidden when it repeats"),
    }


def test_the_nearest_rules_share_the_file_or_the_logger() -> None:
    assert "onednn-notice" in [rule.id for rule in nearest(read_line(NEW), RULES)]
    record = read_line("WARNING:tensorflow:something that nobody has seen")
    near = nearest(record, RULES)
    assert near
    assert all("tensorflow" in rule.sources for rule in near)
    assert nearest(read_line("my own words about nothing in particular"), RULES) == []


def test_one_line_of_the_command(capsys: Captured) -> None:
    assert main(["explain", NOTICE]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{NOTICE[:110]}…"
    assert second.startswith("  hidden, with and without a GPU. Rule onednn-notice in rules/tensorflow.toml: ")
    assert main(["explain", NEW]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == [NEW, "  shown: no rule names it"]
    assert any(line.startswith("  similar rule: onednn-notice, ") for line in told[2:])


def test_many_lines_of_standard_input(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{NOTICE}\nEpoch 1/2\n"))
    assert main(["explain", "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["hidden"], row["rule"]) for row in rows] == [(True, "onednn-notice"), (False, None)]


def test_the_further_lines_of_a_message_belong_to_it(capsys: Captured) -> None:
    rule = next(rule for rule in RULES if rule.continues and rule.action == HIDE and "\n" in rule.hides[-1])
    assert main(["explain", rule.hides[-1]]) == 0
    assert "  belongs to the line before it. Rule " in capsys.readouterr().out


def test_keras_own_banner_is_explained_though_it_has_no_prefix(capsys: Captured) -> None:
    assert main(["explain", "Using TensorFlow backend."]) == 0
    assert "Rule " in capsys.readouterr().out


# A warning with its line of code, of a package that no rule knows.
CODE = "/env/lib/python3.11/site-packages/some/package.py:12: {}: old\n  np.old()\n"


@pytest.mark.parametrize("gpu", "01")
def test_the_class_of_warnings_is_not_judged_by_a_text(
    gpu: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OVERRIDE, gpu)
    for category in ("DeprecationWarning", "PendingDeprecationWarning", "FutureWarning"):
        assert main(["explain", CODE.format(category)]) == 1
        told = capsys.readouterr().out.splitlines()
        assert told[1].startswith("  it depends: no rule names it. A DeprecationWarning, ")
        assert told[2:] == ["  np.old()", "  it depends: belongs to the line before it"]
    for shown in (CODE.format("UserWarning"), "/home/me/mine.py:12: FutureWarning: old\n  np.old()\n"):
        assert main(["explain", "--json", shown]) == 1
        assert [row["hidden"] for row in json.loads(capsys.readouterr().out)] == [False, False]


SEVERAL = made(
    "several", "bare", (), "W could not find a device", action=HIDE_WITHOUT_GPU, continues=("  try another$",)
)


@pytest.mark.parametrize(("gpu", "status"), [("0", 0), ("1", 1)])
def test_messages_of_several_lines_from_standard_input_share_one_fate(
    gpu: str, status: int, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OVERRIDE, gpu)
    told = "could not find a device:\r\n  try another\r\n\r\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"W {told}\n{NOTICE}\n\n"))
    monkeypatch.setattr(reading, "read_rules", lambda _: Rulebook((*RULES, SEVERAL), ()))
    assert main(["explain", "--json"]) == status
    rows = json.loads(capsys.readouterr().out)
    assert [row["rule"] for row in rows] == ["several", "several", "onednn-notice"]
    assert [row["hidden"] for row in rows] == [status == 0, status == 0, True]


GUARD = (
    "To enable the following instructions: AVX2 FMA, in other operations, "
    "rebuild TensorFlow with the appropriate compiler flags."
)
SHOWN = READ(folder()).shown
PASTED = {
    "spaces in front": f"    {NOTICE}",
    "a row of the log": f"onednn-notice  {NOTICE}",
    "a row of the log with spaces": f"  onednn-notice  {NOTICE}",
    "quotes": f'"{NOTICE}"',
    "colours": f"\x1b[31m{NOTICE}\x1b[0m",
}


@pytest.mark.parametrize("what", PASTED)
def test_a_line_is_known_with_what_was_pasted_with_it(what: str, capsys: Captured) -> None:
    assert main(["explain", "--json", PASTED[what]]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["line"], row["rule"], row["hidden"]) == (PASTED[what], "onednn-notice", True)


def test_a_row_of_the_log_is_explained_by_its_rule() -> None:
    for rule in RULES:
        for sample in rule.hides:
            rows = [*f"{rule.id}  {sample}".split("\n"), "  (19 times more, 12:01 to 12:03)"]
            found = list(explain(rows, RULES, {OVERRIDE: "0"}, SHOWN))
            assert {repr(_words(each.rule)) for each in found if each.rule} == {repr(_words(rule))}, sample
            assert [each.line for each in found if each.line] == [row for row in rows[:-1] if row], sample


def test_a_record_of_several_lines_ends_where_its_samples_do(capsys: Captured) -> None:
    rule = next(rule for rule in RULES if rule.id == "sample-weight-modes")
    assert main(["explain", "--json", f"{rule.hides[0]}\nEpoch 1/2"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["rule"], row["hidden"]) for row in rows] == [(rule.id, True)] * 4 + [(None, False)]
    first = rule.hides[0].partition("\n")[0]
    assert main(["explain", "--json", f"{first}\n{NOTICE}"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["rule"], row["hidden"]) for row in rows] == [(None, None), ("onednn-notice", True)]
    assert rows[0]["nearest"] == [rule.id]
    # The first line alone names the rule, and the next row of the log begins a message.
    row = "tfds-hosted  WARNING:absl:Dataset cifar10 is hosted on GCS. It will automatically be downloaded to your"
    assert main(["explain", "--json", f"{row}\nonednn-notice  {NOTICE}"]) == 0
    assert [row["rule"] for row in json.loads(capsys.readouterr().out)] == ["tfds-hosted", "onednn-notice"]


def test_instructions_that_no_sample_has_belong_to_the_record_all_the_same(capsys: Captured) -> None:
    rule = next(rule for rule in RULES if rule.id == "deprecated-in-package")
    first = rule.hides[0].partition("\n")[0]
    text = f"{first}\nInstructions for updating:\nUse tf.something.else\nEpoch 1/2"
    assert main(["explain", "--json", text]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["rule"], row["hidden"]) for row in rows] == [(rule.id, True)] * 3 + [(None, False)]


def test_several_rows_of_the_log_with_further_lines_and_counts(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = next(rule for rule in RULES if rule.id == "cpu-feature-guard")
    two = next(sample for sample in rule.hides if "\n" in sample)
    log = (
        f"12 older lines were dropped: at most 64 kB\n{rule.id}  {two}\n  (1 time more, 12:01)\nonednn-notice  {NOTICE}"
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO(log))
    assert main(["explain", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["rule"] for row in rows] == [rule.id, rule.id, "onednn-notice"]


def test_rows_of_the_log_that_no_rule_names_say_what_hid_them(capsys: Captured) -> None:
    rows = [
        "between-packages  /env/lib/python3.11/site-packages/some/x.py:3: FutureWarning: old",
        "  np.old()",
        "hide mylib: *  mylib: one",
        "  (3 times more, 12:01 to 12:03)",
    ]
    assert main(["explain", "\n".join(rows)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        rows[0],
        "  hidden: one installed package issued it about another",
        rows[1],
        "  hidden: belongs to the line before it",
        rows[2],
        "  hidden: by your own pattern 'mylib: *'",
    ]


def test_a_further_line_alone_depends_on_the_first(capsys: Captured) -> None:
    for line in (GUARD, f"   {GUARD}"):
        assert main(["explain", line]) == 1
        told = capsys.readouterr().out.splitlines()
        assert told[1].startswith("  it depends: it is a further line of a message")
        assert any(row.startswith("  rule with this further line: cpu-feature-guard, ") for row in told[2:])


def test_every_further_line_of_every_sample_is_known() -> None:
    several = [(rule, sample) for rule in RULES for sample in rule.hides if "\n" in sample]
    assert len({rule.id for rule, _ in several}) > 20
    for rule, sample in several:
        for line in filter(str.strip, sample.split("\n")[1:]):
            (found,) = explain([line], RULES, {OVERRIDE: "0"}, SHOWN)
            known = {each.id for each in found.near} | ({found.rule.id} if found.rule else set())
            assert rule.id in known or found.rule, line


def test_a_part_of_a_line_names_every_rule_that_has_it(capsys: Captured) -> None:
    for part in ("oneDNN custom operations are on", NOTICE[:60], f"{NOTICE[20:90]}…"):
        assert main(["explain", "--json", part]) == 1
        (row,) = json.loads(capsys.readouterr().out)
        assert (row["hidden"], row["rule"]) == (None, None)
        assert row["nearest"] == [rule.id for rule in RULES if any(part.rstrip("…") in text for text in rule.hides)]
    assert main(["explain", "oneDNN custom operations are on"]) == 1
    told = capsys.readouterr().out
    assert "it depends: it is a part of a line, and the rest decides. Give the whole line" in told
    assert "  rule with this text: onednn-notice, for example for " in told


def test_words_without_quotes_are_one_line(capsys: Captured) -> None:
    assert main(["explain", *NOTICE.split(" ")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{NOTICE[:110]}…"


ALONE = "W0000 00:00:1795355631.823008   29633 cpu_allocator_impl.cc:12] {}"


def test_what_is_left_alone_on_purpose_has_its_reason(capsys: Captured) -> None:
    why = "in rules/tensorflow.toml: Memory that runs short."
    for line in (
        ALONE.format("Allocation of 2147483648 exceeds 10% of free system memory."),
        "exceeds 10% of free system",
    ):
        assert main(["explain", line]) == 1
        assert capsys.readouterr().out.splitlines()[1:] == [f"  shown: no rule names it, on purpose, {why}"]
    assert main(["explain", ALONE.format("Allocation of too much memory.")]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[1] == "  shown: no rule names it"
    assert told[-1].startswith("  similar, and shown on purpose: cpu_allocator_impl.cc] Allocation of ")
    assert told[-1].endswith(why)


def test_what_every_entry_leaves_alone_is_shown() -> None:
    for entry in SHOWN:
        for text in entry.shows if entry.messages else ():
            (found,) = explain([next(forms.of(text)).partition("\n")[0]], RULES, {OVERRIDE: "0"}, SHOWN)
            assert found.hidden is not True, text


def test_a_text_of_somebodys_own_is_shown_and_near_nothing(capsys: Captured) -> None:
    assert main(["explain", "my own words about nothing in particular"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["  shown: no rule names it"]


def test_no_line_at_all(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n\n"))
    assert main(["explain"]) == 1
    assert capsys.readouterr() == ("", 'explain needs a line: jupyter keras-quiet explain "THE LINE"\n')
