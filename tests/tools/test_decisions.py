"""Who decides a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from deciding import unread
from deciding.decisions import BY_HAND, FILE, FOLDER, NOBODY, ONE, Decider, Decision, needs_decision
from deciding.unread import Unread
from reading.statement import LITE, LOGGING, NATIVE, WARNINGS, Statement
from rulebooks import Folder, rule

if TYPE_CHECKING:
    from pathlib import Path

RULE = rule(messages=r"['Tea is ready in \d+ minutes']", sources='["tea.cc"]')


def shown(**fields: str) -> str:
    """Return a [[shown]] entry in TOML."""
    lines = {"why": '"News."', "upstream": '["tea"]', "shows": '["x"]', **fields}
    return "\n".join(["[[shown]]", *(f"{name} = {text}" for name, text in lines.items()), ""])


def native(text: str, file: str = "tensorflow/core/tea/tea.cc", level: str = "I") -> Statement:
    return Statement(file, 1, level, NATIVE, text)


def decide(tmp_path: Path, texts: str, statement: Statement, *by_hand: Unread) -> Decision:
    return Decider(Folder(tmp_path).read(texts), by_hand).decide(statement)


def test_a_rule_decides_what_its_source_says_in_its_words(tmp_path: Path) -> None:
    decider = Decider(Folder(tmp_path).read(RULE))
    assert decider.decide(native("Tea is ready in … minutes")) == Decision("hide", "tea-notice", ONE)
    assert decider.decide(native("Tea is cold in … minutes")).how == NOBODY
    assert decider.decide(native("Tea is ready in … minutes", file="tensorflow/core/mytea.cc")).how == NOBODY


def test_of_several_the_nearest_decides(tmp_path: Path) -> None:
    texts = RULE + shown(sources='["tea.cc"]', messages="['Tea is ready']")
    assert decide(tmp_path, texts, native("Tea is ready in … minutes")).what == "hide"


def test_what_was_read_and_is_left_alone_is_decided_with_its_reason(tmp_path: Path) -> None:
    texts = shown(sources='["tea/tea.cc"]', messages="['Tea is spilt']")
    assert decide(tmp_path, texts, native("Tea is spilt over …")) == Decision("shown", "News.", ONE)


@pytest.mark.parametrize(
    ("source", "file", "how"),
    [
        ("tensorflow/core/tea/", "tensorflow/core/tea/cup/cup.cc", FOLDER),
        ("tensorflow/core/tea/", "./tensorflow/core/tea/cup.h", FOLDER),
        ("src/core/", "external/com_github_grpc_grpc/src/core/call.cc", FOLDER),
        ("tea/cup.cc", "tensorflow/core/tea/cup.cc", FILE),
        ("tensorflow/core/tea/", "tensorflow/core/green_tea/cup.cc", NOBODY),
        ("tea/cup.cc", "tensorflow/core/green_tea/cup.cc", NOBODY),
        # One by one: what training reaches.
        ("tensorflow/core/", "tensorflow/core/kernels/cup.cc", NOBODY),
        ("xla/", "external/xla/xla/service/cup.cc", NOBODY),
        ("cup.cc", "external/local_xla/xla/hlo/cup.cc", NOBODY),
    ],
)
def test_an_entry_without_messages_decides_a_file_or_a_folder(tmp_path: Path, source: str, file: str, how: str) -> None:
    assert decide(tmp_path, shown(sources=f'["{source}"]'), native("Anything at all", file=file)).how == how


@pytest.mark.parametrize(
    ("fields", "statement", "how"),
    [
        (
            {"way": '"warning"', "sources": '["tea/"]'},
            Statement("tea/pot.py", 1, "W", WARNINGS, "…", "UserWarning"),
            FOLDER,
        ),
        (
            {"way": '"warning"', "sources": '["tea/pot.py"]'},
            Statement("tea/pot.py", 1, "W", WARNINGS, "x", "UserWarning"),
            FILE,
        ),
        ({"way": '"logging"', "sources": '["tea/"]'}, Statement("tea/pot.py", 1, "I", LOGGING, "x", "absl"), FOLDER),
        (
            {"way": '"logging"', "sources": '["tea/"]'},
            Statement("tea/pot.py", 1, "W", WARNINGS, "x", "UserWarning"),
            NOBODY,
        ),
    ],
)
def test_an_entry_may_decide_a_file_of_pythons(
    tmp_path: Path, fields: dict[str, str], statement: Statement, how: str
) -> None:
    assert decide(tmp_path, shown(**fields), statement).how == how


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (Statement("tea/pot.py", 1, "W", WARNINGS, "Tea is old now", "UserWarning"), "once"),
        (Statement("milk/pot.py", 1, "W", WARNINGS, "Tea is old now", "UserWarning"), "undecided"),
        # What names its caller as its place may come from anywhere.
        (Statement("milk/pot.py", 1, "W", WARNINGS, "Tea is old now", "UserWarning", caller=True), "once"),
        (Statement("tea/pot.py", 1, "W", WARNINGS, "Tea is old now", "DeprecationWarning"), "undecided"),
        (Statement("tea/pot.py", 1, "W", LOGGING, "Tea is old now", "tea"), "undecided"),
    ],
)
def test_a_warning_is_decided_by_its_place_and_category(tmp_path: Path, statement: Statement, what: str) -> None:
    texts = rule(
        way='"warning"',
        sources='["tea/"]',
        messages="['Tea is old']",
        categories='["UserWarning"]',
        action='"once"',
        hides='["/site-packages/tea/pot.py:1: UserWarning: Tea is old"]',
    )
    assert decide(tmp_path, texts, statement).what == what


def test_a_record_is_decided_by_its_logger(tmp_path: Path) -> None:
    texts = rule(way='"logging"', sources='["tea.pot"]', hides='["INFO:tea.pot:Tea is ready"]')
    statement = Statement("tea/pot.py", 1, "I", LOGGING, "Tea is ready", "tea.pot")
    assert decide(tmp_path, texts, statement).what == "hide"
    assert Decider(Folder(tmp_path / "..").read(texts)).decide(statement._replace(name="tea")).how == NOBODY


def test_what_tensorflow_lite_prints_is_a_line_without_a_prefix(tmp_path: Path) -> None:
    texts = rule(
        way='"bare"', sources=None, messages=r"['INFO: Created TensorFlow Lite \w+ delegate']", hides='["INFO: x"]'
    )
    statement = Statement("", None, "I", LITE, "Created TensorFlow Lite … delegate for CPU.")
    assert decide(tmp_path, texts, statement).what == "hide"


# By hand.

ENTRY = Unread("tea/tea.cc", "I", "…", 2, "shown", "A report.")


def test_what_no_pattern_matches_is_decided_by_hand_as_often_as_it_is_counted(tmp_path: Path) -> None:
    decider = Decider(Folder(tmp_path).read(RULE), [ENTRY])
    found = [decider.decide(native("…")._replace(line=line)) for line in (1, 2, 3)]
    assert [each.how for each in found] == [BY_HAND, BY_HAND, NOBODY]
    assert found[0] == Decision("shown", "A report.", BY_HAND)


@pytest.mark.parametrize(
    "statement", [native("…", level="W"), native("…: …"), native("…", file="x/tea.cc"), native("…", file="")]
)
def test_by_hand_file_level_and_text_count(tmp_path: Path, statement: Statement) -> None:
    assert decide(tmp_path, RULE, statement, ENTRY).how == NOBODY


def test_a_statement_whose_file_is_not_known_is_named_by_an_empty_one(tmp_path: Path) -> None:
    entry = Unread("", "I", "output # …", 1, "shown", "A number.")
    assert decide(tmp_path, RULE, native("output # …", file=""), entry).how == BY_HAND


def test_all_that_is_wrong_by_hand_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "unread.toml"
    file.write_text(
        '[[unread]]\nfile = "a"\nlevel = "I"\ntext = "…"\ncount = "2"\nwhy = "A."\nwho = "I"\n'
        '[[unread]]\nfile = "a"\nlevel = "I"\ntext = "…"\ncount = 2\nwhy = "A."\ndecision = "show"\n[[tea]]\n',
        "utf-8",
    )
    with pytest.raises(ValueError, match="unread") as caught:
        unread.read(file)
    assert str(caught.value).split("\n") == [
        "unread.toml: tea is not known, a file has [[unread]]",
        "unread.toml: entry 1: decision is missing",
        "unread.toml: entry 1: who is no field: file, level, text, count, decision, why",
        "unread.toml: entry 1: count is to be a int",
        "unread.toml: entry 2: decision is 'show', and not one of shown, hide, once, hide_without_gpu",
    ]


def test_errors_stay_shown_as_a_class() -> None:
    assert [needs_decision(native("x", level=level)) for level in ("I", "I0", "W", "?", "E")] == [True] * 4 + [False]
