"""A rule is refused that hides too little, or too much, or in a way that a kernel cannot afford."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebooks import rule

if TYPE_CHECKING:
    from rulebooks import Folder

WHERE = "rules/tea.toml:2 tea-notice: "
SHOWN = '[[shown]]\nsources = ["tea.cc"]\nwhy = "A failure."\nupstream = ["tea.cc"]\n'


def test_a_rule_that_holds_has_no_problem(folder: Folder) -> None:
    assert folder.problems(rule(shows='["tea.cc] Tea is cold"]'), SHOWN + 'shows = ["tea.cc] Cold"]') == []


# Too little.


@pytest.mark.parametrize(
    ("fields", "sample", "why_not"),
    [
        ({}, "I t/tea.cc:1] Coffee", "no pattern of messages matches its text, 'Coffee'"),
        ({}, "I t/cup.cc:1] Tea is ready", "it is read as native of t/cup.cc, which sources does not name"),
        ({}, "INFO:tea:Tea is ready", "it is read as logging of tea, but way is native"),
        ({}, "Tea is ready", "it is read as bare, but way is native"),
        (
            {"way": '"warning"', "sources": '["*"]', "categories": '["FutureWarning"]'},
            "/x/site-packages/tea.py:1: UserWarning: Tea is ready",
            "it is read as warning of /x/site-packages/tea.py, which sources and categories do not name",
        ),
    ],
)
def test_a_rule_that_misses_its_own_sample_is_told_which_field_does_not_fit(
    folder: Folder, fields: dict[str, str | None], sample: str, why_not: str
) -> None:
    assert folder.problems(rule(**fields, hides=f'["{sample}"]')) == [
        f"{WHERE}does not hide a line of its own hides, {sample!r}: {why_not}"
    ]


def test_a_native_rule_holds_in_the_prefix_of_every_version(folder: Folder) -> None:
    """The sample fits, but the same in glog's form, which names no folder, does not."""
    (found,) = folder.problems(
        rule(sources='["leaves/tea.cc"]', hides='["I leaves/tea.cc:1] Tea is ready"]', shows=None)
    ) or [""]
    assert found == ""
    assert folder.problems(rule(messages="['Tea is ready(?! at once)(?<=I Tea is ready)']")) != []


def test_a_write_is_tried_from_each_module(folder: Folder) -> None:
    text = rule(way='"write"', sources='["tea.pot", "tea.cup"]', hides='["Tea is ready\\n"]')
    assert folder.problems(text) == []


def test_all_lines_of_a_record_are_there_but_a_native_one_comes_by_line(folder: Folder) -> None:
    record = rule(
        way='"logging"', sources='["tea"]', messages="['Tea is\\nready']", hides='["INFO:tea:Tea is\\nready"]'
    )
    assert folder.problems(record) == []
    native = rule(messages="['Tea is\\nready']", hides='["I t/tea.cc:1] Tea is\\nready"]')
    assert any("does not hide a line of its own" in problem for problem in folder.problems(native))


# Too much.


def test_a_rule_that_takes_what_another_hides_is_refused(folder: Folder) -> None:
    other = rule(id='"cup-notice"', messages="['Tea is']")
    line = "'I tensorflow/tea/tea.cc:12] Tea is ready in 3 minutes'"
    assert folder.problems(rule(), other) == [
        f"rules/tea.toml:12 cup-notice: hides a line that tea-notice hides too: {line}",
        f"rules/tea.toml:2 tea-notice: hides a line that cup-notice hides too: {line}",
    ]


@pytest.mark.parametrize(
    "shows",
    [
        '"tea.cc] Tea is ready, and hot"',
        '"I0000 00:00:1.1 1 tea.cc:9] Tea is ready"',
        "'''one\nI a/tea.cc:1] Tea is ready'''",
    ],
)
def test_a_rule_that_takes_what_is_shown_is_refused_whoever_shows_it(folder: Folder, shows: str) -> None:
    own = folder.problems(rule(shows=f"[{shows}]"))
    assert own[0].startswith(WHERE + "hides a line that must be shown (shows of rules/tea.toml:2): ")
    by_user = folder.problems(rule(), users=f'[[shown]]\nwhy = "The user."\nshows = [{shows}]')
    assert by_user[0].startswith(WHERE + "hides a line that must be shown (shows of rules/users.toml:1): ")


def test_a_rule_that_asks_who_called_takes_no_text_that_is_shown(folder: Folder) -> None:
    """The same record from another caller is shown, and a text has no caller."""
    text = rule(
        way='"logging"', sources='["tea"]', hides='["INFO:tea:Tea is ready"]', shows='["INFO:tea:Tea is ready"]'
    )
    assert folder.problems(text)[0].startswith(WHERE + "hides a line that must be shown (shows of rules/tea.toml:2): ")
    assert folder.problems(text.replace("action =", 'called_from = ["tea/pot.py"]\naction =')) == []


def test_any_folder_of_installed_packages_is_tried(folder: Folder) -> None:
    text = rule(
        way='"warning"',
        sources='["*"]',
        hides='["/opt/env/lib/python3.9/site-packages/a/b.py:1: UserWarning: Tea is ready"]',
        shows='["{site}/tea/pot.py:1: UserWarning: Tea is ready"]',
    )
    assert [problem.partition(": '")[0] for problem in folder.problems(text)] == [
        WHERE + "hides a line that must be shown (shows of rules/tea.toml:2)"
    ]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (
            {"messages": "['(?:I read: )?Tea is ready']"},
            "'I read: Tea is ready in 3 minutes', read as native of tensorflow/tea/tea.cc",
        ),
        ({"sources": '["tea.cc", "mine.cc"]'}, "'Tea is ready in 3 minutes', read as native of mine.cc"),
    ],
)
def test_the_same_words_by_anybody_else_or_quoted_are_theirs(
    folder: Folder, fields: dict[str, str], found: str
) -> None:
    (problem,) = folder.problems(rule(**fields))
    assert problem == f"{WHERE}hides more than the message of tea-notice: {found}"


def test_a_bare_rule_cannot_take_the_last_words_of_a_process(folder: Folder) -> None:
    fatal = "F tensorflow/core/tea.cc:12] "
    bare = rule(id='"fatal"', way='"bare"', sources=None, messages=f"['{fatal}']", hides=f'["{fatal}"]')
    (problem,) = folder.problems(rule(), bare)
    assert problem.startswith("rules/tea.toml:12 fatal: hides a line of level F, the last of its process: ")


# Further lines.


def test_what_continues_has_is_proven_and_ends(folder: Folder) -> None:
    text = rule(
        hides='["""I t/tea.cc:1] Tea is ready\n  with milk\n"""]',
        continues="['  with milk$\\n$', '$', 'with sugar$', '  with']",
    )
    assert folder.problems(text) == [
        WHERE + "continues: each line must begin with literal text and end with $, but an empty last one:   with",
        WHERE + "continues: no sample in hides has a line for this pattern: $",
        WHERE + "continues: no sample in hides has a line for this pattern: with sugar$",
    ]


TEA = '"""I t/tea.cc:1] Tea is ready%s"""'


@pytest.mark.parametrize(
    ("further", "continues"),
    [
        ("\n\t with milk", "'\\t with milk$'"),
        ("\nwith milk\n\nwith sugar", "'with milk$', 'with sugar$'"),
        ("\nwith\nmilk\nwith\nmilk", "'with$\\nmilk$'"),
        ("\nwith milk\n", "'with milk$\\n$'"),
        ("\n", "'$'"),
    ],
)
def test_lines_as_upstream_prints_them(folder: Folder, further: str, continues: str) -> None:
    assert folder.problems(rule(hides=f"[{TEA % further}]", continues=f"[{continues}]")) == []


@pytest.mark.parametrize(
    ("further", "continues", "left"),
    [
        ("\n  with milk", "'with milk$'", "  with milk"),
        ("\nwith milk\n\n", "'with milk$\\n$'", ""),
        ("\nwith\nmilk\nwith", "'with$\\nmilk$'", "with"),
        ("\n\nwith milk", "'$', 'with milk$'", "with milk"),
    ],
)
def test_a_line_that_does_not_belong_to_the_message(folder: Folder, further: str, continues: str, left: str) -> None:
    problem = WHERE + f"a further line of a sample in hides matches no pattern of continues: {left!r}"
    assert problem in folder.problems(rule(hides=f"[{TEA % further}]", continues=f"[{continues}]"))


def test_every_further_line_of_a_sample_belongs_to_it(folder: Folder) -> None:
    two = '["""I t/tea.cc:1] Tea is ready\n  with milk"""]'
    assert folder.problems(rule(hides=two)) == [
        WHERE + "a further line of a sample in hides matches no pattern of continues: '  with milk'"
    ]


def test_a_line_with_a_prefix_begins_a_message_of_its_own(folder: Folder) -> None:
    text = rule(hides='["""I t/tea.cc:1] Tea is ready\nI t/tea.cc:1] Tea is ready"""]', continues="['I .{0,99}$']")
    assert folder.problems(text) == [
        WHERE + "continues matches the first line of another message: 'I t/tea.cc:1] Tea is ready'"
    ]


# How it is written.


@pytest.mark.parametrize("why", ["no end", "One. Two.", "Ready? Yes."])
def test_why_is_one_sentence(folder: Folder, why: str) -> None:
    assert folder.problems(rule(why=f'"{why}"')) == [WHERE + "why must be one sentence, with a full stop at its end"]


@pytest.mark.parametrize(
    ("fields", "least"),
    [
        ({"way": '"bare"', "sources": None, "messages": "['Tea is read\\w']", "hides": '["Tea is ready"]'}, 12),
        ({"way": '"write"', "sources": '["tea"]', "messages": "['Tea i\\w']", "hides": '["Tea is"]'}, 6),
        (
            {
                "way": '"warning"',
                "sources": '["*", "!tea/"]',
                "messages": "['Te\\w']",
                "hides": '["/x/site-packages/a.py:1: UserWarning: Tea"]',
            },
            4,
        ),
    ],
)
def test_noise_that_anybody_may_print_begins_in_a_way_of_its_own(
    folder: Folder, fields: dict[str, str | None], least: int
) -> None:
    assert folder.problems(rule(**fields))[0].startswith(
        f"{WHERE}messages: a pattern must begin with {least} literal characters or more"
    )


def test_a_message_is_one_text(folder: Folder) -> None:
    assert folder.problems(rule(messages="['Tea is ready|Tea is made']")) == [
        WHERE + "messages: write each text of this choice as a pattern of its own: Tea is ready|Tea is made"
    ]


def test_a_logger_is_named_in_full(folder: Folder) -> None:
    text = rule(way='"logging"', sources='["tea", "tea.*"]', hides='["INFO:tea:Tea is ready"]')
    assert folder.problems(text) == [WHERE + "sources: 'tea.*' is not the full name of a logger"]


def test_a_warning_comes_from_somewhere(folder: Folder) -> None:
    text = rule(way='"warning"', sources='["!tea/"]', hides='["/x/site-packages/a.py:1: UserWarning: Tea is ready"]')
    assert WHERE + "sources: there is none from which a folder could be taken out" in folder.problems(text)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("Tea (", "does not compile: missing ), unterminated subpattern at position 4"),
        ("Tea is++", "does not compile"),
        ("Tea (?:is )*.*ready.*now", "may be slow: "),
        ("(?i)Tea is", "has flags, such as (?i): write the letters out"),
    ],
)
def test_a_pattern_that_a_kernel_cannot_afford_is_refused_and_the_other_rules_are_tested(
    folder: Folder, pattern: str, found: str
) -> None:
    problems = folder.problems(rule(messages=f"['{pattern}']"), rule(id='"cup-notice"', hides='["Coffee"]'))
    assert problems[0].startswith(WHERE + found)
    assert problems[-1].startswith("rules/tea.toml:12 cup-notice: does not hide a line of its own hides, 'Coffee'")


# What is shown.


@pytest.mark.parametrize(
    ("fields", "shows"),
    [
        ("messages = ['Cold']", "tea.cc] Hot"),
        ("messages = ['Cold']", "cup.cc] Cold"),
        ("", "cup.cc] Cold"),
        ("messages = ['Cold']", "INFO:tea:Cold"),
    ],
)
def test_an_entry_names_what_it_shows(folder: Folder, fields: str, shows: str) -> None:
    assert folder.problems(f'{SHOWN}{fields}\nshows = ["{shows}"]') == [
        f"rules/tea.toml:1: has a line in shows that its sources and messages do not name: '{shows}'"
    ]


def test_an_entry_may_mean_a_whole_folder_of_sources(folder: Folder) -> None:
    text = (
        '[[shown]]\nsources = ["tensorflow/tea/"]\nwhy = "A failure."\nupstream = ["tea.cc"]\nshows = ["tea.cc] Cold"]'
    )
    assert folder.problems(text) == []


@pytest.mark.parametrize(
    ("way", "source", "shows"),
    [
        ("warning", "tea/", "{site}/tea/cup.py:1: UserWarning: Cold"),
        ("warning", "tea/cup.py", "{site}/tea/cup.py:1: UserWarning: Cold"),
        ("logging", "tea", "WARNING:tea:Cold"),
        ("logging", "tea/", "WARNING:absl:Cold"),
        ("native", "tea/cup.cc", "cup.cc] Cold"),
    ],
)
def test_an_entry_may_mean_a_whole_file_of_any_way(folder: Folder, way: str, source: str, shows: str) -> None:
    text = (
        f'[[shown]]\nway = "{way}"\nsources = ["{source}"]\nwhy = "A failure."\nupstream = ["tea"]\nshows = ["{shows}"]'
    )
    assert folder.problems(text) == []
    other = shows.replace("tea/", "milk/").replace(":tea:", ":milk:").replace("cup.cc", "pot.cc")
    refused = folder.problems(text.replace(f'shows = ["{shows}"]', f'shows = ["{other}"]'))
    assert refused == ([] if other == shows else [refused[0]])


def test_one_rule_is_told_of_by_itself_with_what_others_do_to_it(folder: Folder) -> None:
    texts = (
        rule(),
        rule(id='"cup-notice"', messages="['Tea is']"),
        rule(id='"pot-notice"', hides='["Pot"]', messages="['Pot']"),
    )
    assert {problem.split()[1] for problem in folder.problems(*texts, name="tea-notice")} == {
        "tea-notice:",
        "cup-notice:",
    }
    assert {problem.split()[1] for problem in folder.problems(*texts, name="pot-notice")} == {"pot-notice:"}
