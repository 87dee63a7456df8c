"""%keras_quiet in a real kernel: why this backend, what was hidden, and the way back."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
from keras_quiet.inside.telling import introduction
from noise import NOTICE
from sessions import Session, kernel, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator

GUARD = (
    "I0000 00:00:1795355631.823008   29633 cpu_feature_guard.cc:227] This TensorFlow binary is optimized to use "
    "available CPU instructions in performance-critical operations."
)
FURTHER = (
    "To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with the appropriate "
    "compiler flags."
)
TOLD = {
    "variables": [["KERAS_BACKEND", "jax", "nothing was chosen, and <python> has it"]],
    "notices": ["a first notice", "a second notice"],
    "a key of a newer version": 1,
}


@pytest.fixture
def session() -> Iterator[Session]:
    env = {"KERAS_QUIET_LAUNCH": json.dumps(TOLD), "KERAS_BACKEND": "jax"}
    with kernel(quiet_argv(sys.executable), env=env) as session:
        session.run("import os")
        yield session


def write(*lines: str) -> str:
    text = "".join(line + "\n" for line in lines)
    return f"_ = os.write(2, {text.encode()!r}); import sys, time; time.sleep(0.1); sys.stderr.flush()"


def test_the_summary_tells_the_backend_its_reason_and_the_counts(session: Session) -> None:
    session.run(write(NOTICE, NOTICE))
    lines = session.run(write(GUARD) + "\n%keras_quiet").results[0].splitlines()
    assert lines[0] == "backend      jax  (nothing was chosen, and <python> has it)"
    assert lines[2] == "hidden       1 in this cell, 2 in the cell before, 3 in all"
    assert [line.split() for line in lines[-2:]] == [
        ["0", "2", "2", "onednn-notice"],
        ["1", "0", "1", "cpu-feature-guard"],
    ]


def test_a_front_end_with_html_gets_a_table_of_escaped_text(session: Session) -> None:
    session.run(write(NOTICE))
    result = next(m for m in session.run("%keras_quiet").messages if m["msg_type"] == "execute_result")
    html = result["content"]["data"]["text/html"]
    assert html.count("<table>") == 2
    assert "onednn-notice" in html
    assert "&lt;python&gt;" in html


def test_the_log_gives_hidden_lines_back_word_for_word(session: Session) -> None:
    assert session.run("%keras_quiet log").stdout == "nothing was hidden\n"
    session.run(write(NOTICE, GUARD, FURTHER))
    everything = [
        f"onednn-notice  {NOTICE}",
        f"cpu-feature-guard  {GUARD}",
        f"cpu-feature-guard  {FURTHER}",
    ]
    assert session.run("%keras_quiet log").stdout.splitlines() == everything
    assert session.run("%keras_quiet log 1").stdout.splitlines() == everything[-1:]
    assert session.run("%keras_quiet log --rule onednn-notice").stdout.splitlines() == everything[:1]
    assert session.run("%keras_quiet log 1 --rule cpu-feature-guard").stdout.splitlines() == everything[-1:]
    assert session.run("%keras_quiet log --rule none").stdout == "nothing was hidden\n"


def test_the_log_has_each_line_once_and_says_how_often_and_when_it_came(session: Session) -> None:
    later = NOTICE.replace("1795355631.823008   29633 port.cc:153", "1795355699.000001 1 port.cc:154")
    session.run(write(NOTICE, GUARD, *[later] * 1233))
    first, second, copies = session.run("%keras_quiet log").stdout.splitlines()
    assert (first, second) == (f"cpu-feature-guard  {GUARD}", f"onednn-notice  {NOTICE}")
    assert re.fullmatch(r"  \(1,233 times more, \d\d:\d\d(?: to \d\d:\d\d)?\)", copies)
    assert session.run("%keras_quiet log 1").stdout.splitlines() == [second, copies]


def test_a_flood_pushes_out_no_rare_line_and_the_log_says_what_was_dropped(session: Session) -> None:
    session.run("import sys, logging; logging.basicConfig()")
    session.run(write(GUARD))
    session.run(f"for n in range(20_000): _ = os.write(2, {NOTICE.encode()!r} + b' %d\\n' % n)\nsys.stderr.flush()")
    dropped, *lines = session.run("%keras_quiet log").stdout.splitlines()
    assert lines[0] == f"cpu-feature-guard  {GUARD}"
    assert lines[1:] == [f"onednn-notice  {NOTICE} {number}" for number in range(20_001 - len(lines), 20_000)]
    assert dropped == (
        f"{20_001 - len(lines):,} older lines were dropped: at most 64 kB are kept of what one rule hid, and 512 kB "
        "in all"
    )
    assert session.run("%keras_quiet log --rule cpu-feature-guard").stdout == f"cpu-feature-guard  {GUARD}\n"
    assert session.run("%keras_quiet log 1 --rule onednn-notice").stdout.splitlines() == [dropped, lines[-1]]
    assert "20001 in all" in session.run("%keras_quiet").results[0]


@pytest.mark.parametrize("words", ["nonsense", "log x", "log --rule", "off on", "log 1 2"])
def test_unknown_words_show_the_usage(session: Session, words: str) -> None:
    cell = session.run(f"%keras_quiet {words}")
    assert cell.stderr.startswith("UsageError: ")
    assert "%keras_quiet log [N] [--rule ID]" in cell.stderr


def test_help_on_the_magic_is_its_usage(session: Session) -> None:
    told = session.run("print(get_ipython().find_line_magic('keras_quiet').__doc__)").stdout
    assert told.startswith("Show which backend Keras runs on")
    assert told.endswith(f"{introduction.USAGE}\n")


def test_off_shows_everything_and_on_returns(session: Session) -> None:
    off = session.run("%keras_quiet off").stdout
    assert off == "every line is shown; %keras_quiet on hides known noise again\n"
    assert session.run(write(NOTICE)).stderr == NOTICE + "\n"
    assert "off: every line is shown; %keras_quiet on hides known noise again" in session.run("%keras_quiet").results[0]
    assert session.run("%keras_quiet on").stdout == "known noise is hidden; %keras_quiet off shows every line\n"
    assert session.run(write(NOTICE)).stderr == ""


def test_tab_completes_the_words_and_the_rules(session: Session) -> None:
    def matches(code: str) -> set[str]:
        return set(session.client.complete(code, reply=True, timeout=30)["content"]["matches"])

    assert {"%keras_quiet"} <= matches("%keras_q")
    assert {"off", "on"} <= matches("%keras_quiet o")
    assert {"log"} <= matches("%keras_quiet l")
    session.run(write(NOTICE))
    assert {"onednn-notice"} <= matches("%keras_quiet log --rule one")


def test_notices_stand_once_before_the_first_cells_output() -> None:
    with kernel(quiet_argv(sys.executable), env={"KERAS_QUIET_LAUNCH": json.dumps(TOLD)}) as session:
        cell = session.run("import sys; print('mine', file=sys.stderr)")
        assert cell.stderr == "[keras-quiet] a first notice\n[keras-quiet] a second notice\nmine\n"
        assert session.run("print('mine', file=sys.stderr)").stderr == "mine\n"


@pytest.mark.parametrize("told", ["", "{", "[]", '"text"', "null", '{"variables": null, "notices": 3, "hide": 5}'])
def test_a_broken_message_from_the_provisioner_costs_nothing_but_itself(told: str) -> None:
    with kernel(quiet_argv(sys.executable), env={"KERAS_QUIET_LAUNCH": told}) as session:
        cell = session.run("import os\n" + write(NOTICE, "mine"))
        assert (cell.stderr, cell.error) == ("mine\n", "")
        assert "KERAS_QUIET_LAUNCH" not in session.run("print(*os.environ)").stdout


def test_without_a_provisioner_the_summary_says_so() -> None:
    with kernel(quiet_argv(sys.executable)) as session:
        told = session.run("%keras_quiet").results[0].splitlines()[0]
        assert told == f"backend      tensorflow  (nothing was chosen, and {sys.executable} has no backend)"


def own_rules(hide: list[str], show: list[str]) -> dict[str, str]:
    return {"KERAS_QUIET_LAUNCH": json.dumps({"hide": hide, "show": show})}


def test_the_users_rules_hide_at_every_hook_and_show_wins() -> None:
    env = own_rules(["mylib: *", "WARNING:mylib:*", "*Warning: mylib*"], ["mylib: bad", "I0000 *oneDNN*"])
    with kernel(quiet_argv(sys.executable), env=env) as session:
        cell = session.run(f"""
import os, sys, logging, warnings
print("mylib: a", file=sys.stderr); print("mylib: bad", file=sys.stderr); print("other mylib: b", file=sys.stderr)
sys.stderr.write("mylib: c\\nkept\\nmylib: d\\n")
sys.stderr.flush()
_ = os.write(2, b"mylib: e\\nmylib: bad\\nkept too\\n"); _ = os.write(2, {NOTICE.encode()!r} + b"\\n")
sys.stderr.flush()
logging.basicConfig()
logging.getLogger("mylib").warning("x"); logging.getLogger("other").warning("y")
warnings.warn("mylib old")
print("mylib: on stdout")
""")
        assert cell.stderr.splitlines()[:6] == [
            "mylib: bad", "other mylib: b", "kept", "mylib: bad", "kept too", NOTICE,
        ]  # fmt: skip
        assert "WARNING:other:y" in cell.stderr
        assert "WARNING:mylib:x" not in cell.stderr
        assert "mylib old" not in cell.stderr
        assert cell.stdout == "mylib: on stdout\n"
        log = session.run("%keras_quiet log").stdout.splitlines()
        assert [line for line in log if "mylib: " in line.rpartition("  ")[2]] == [
            f"hide mylib: *  mylib: {letter}" for letter in "acde"
        ]


def test_a_progress_bar_on_stderr_is_unchanged_byte_for_byte_under_the_users_rules() -> None:
    code = """
import sys
for i in range(5):
    sys.stderr.write("\\r %d%%|###" % i); sys.stderr.flush()
sys.stderr.write("\\n")
"""
    with kernel(quiet_argv(sys.executable), env=own_rules(["mylib"], [])) as session:
        assert session.run(code).stderr == "".join(f"\r {i}%|###" for i in range(5)) + "\n"


def test_text_without_a_line_end_is_shown_within_the_flush_interval_under_the_users_rules() -> None:
    code = (
        "import sys, time\nprint('mylib is', end='', file=sys.stderr); time.sleep(1); print(' here', file=sys.stderr)"
    )
    with kernel(quiet_argv(sys.executable), env=own_rules(["mylib is here"], [])) as session:
        cell = session.run(code)
        assert cell.stderr == "mylib is here\n"
        assert sum(message["msg_type"] == "stream" for message in cell.messages) == 2


def test_an_error_of_ours_costs_no_word_under_the_users_rules() -> None:
    with kernel(quiet_argv(sys.executable), env=own_rules(["mylib"], [])) as session:
        session.run("import sys, _keras_quiet.lines.lines as v; v.Lines._judge = lambda self, line: 1 / 0")
        cell = session.run("print('one', 'two', file=sys.stderr); print('three', file=sys.stderr)")
        assert cell.stderr == "one two\nthree\n"
