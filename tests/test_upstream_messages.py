"""The reader of upstream's call sites: what is said, what is new, and which rules name it."""

from __future__ import annotations

import ast
import platform
import shutil
import subprocess
from typing import TYPE_CHECKING

import call_sites
import pytest
import upstream_messages
from keras_quiet.inside.grammar.kinds import NATIVE
from keras_quiet.inside.judging import rules

if TYPE_CHECKING:
    from pathlib import Path

SAID = {
    "warnings.warn('the old name is deprecated')": ["the old name is deprecated"],
    "import warnings as w\nlogging.warning(f'{name} is an old name')": ["… is an old name"],
    "logger.info('so many files: %d' % n)": ["so many files: %d"],
    "tf_logging.error('the name {} is old'.format(n))": ["the name {} is old"],
    "self._logger.warning('one half ' + 'and the other')": ["one half  and the other"],
    "print('this is no log message')": [],
    "logger.warning(text)": [],
    "this is no Python": [],
}


@pytest.mark.parametrize("source", SAID)
def test_calls_that_warn_or_log_are_read(source: str) -> None:
    found = [" ".join(each.text.split()) for each in upstream_messages.said(source, "a.py")]
    assert found == [" ".join(text.split()) for text in SAID[source]]


def test_what_is_put_in_when_it_is_said_is_left_open() -> None:
    assert upstream_messages.literal(ast.parse("f'a {b} c'", mode="eval").body) == "a … c"


def _said(*texts: str, file: str = "a.py") -> list[upstream_messages.Said]:
    return [upstream_messages.Said(file, "warnings.warn", text) for text in texts]


def test_messages_are_new_gone_or_changed() -> None:
    before = _said("this stays as it is", "use the argument `old` no longer", "nobody says this now")
    after = [*_said("this stays as it is", file="b.py"), *_said("use the argument `olds` no longer", "a fresh text")]
    found = upstream_messages.differences(before, after)
    assert [each.text for each in found.new] == ["a fresh text"]
    assert [each.text for each in found.gone] == ["nobody says this now"]
    assert [(old.text, new.text) for old, new in found.changed] == [
        ("use the argument `old` no longer", "use the argument `olds` no longer")
    ]


def test_rules_that_name_a_text_and_texts_that_left_the_libraries() -> None:
    rule = rules.Rule("r", NATIVE, ("a.cc",), (r"Could not find the thing \d+",), rules.HIDE, "why", ())
    assert upstream_messages.named("Could not find the thing …", [rule]) == "r"
    assert upstream_messages.named("Something else altogether", [rule]) == ""
    assert upstream_messages.missing([rule], b"\0Could not find the thing %d\0") == set()
    assert upstream_messages.missing([rule], b"\0Something else\0") == {"r"}


LOGGING_LIBRARY = """
struct LogMessage { LogMessage(const char* file, int line, int level); LogMessage& operator<<(const char* text); };
void warn(const char* name) {
  LogMessage("tensorflow/core/speaker.cc", 12, 1) << "Could not open the file " << name << " for writing";
}
void tell() { LogMessage("tensorflow/core/speaker.cc", 13, 0) << "All is well with the world"; }
"""


@pytest.mark.skipif(
    platform.machine() != "x86_64" or not shutil.which("g++"),
    reason="needs a C++ compiler for x86-64, the only code read",
)
def test_log_statements_of_a_shared_library_are_read(tmp_path: Path) -> None:
    """A real library, of a class whose constructor has the arguments of TensorFlow's own."""
    (tmp_path / "speaker.cpp").write_text(LOGGING_LIBRARY, "utf-8")
    library = tmp_path / "speaker.so"
    subprocess.run(["g++", "-O2", "-fPIC", "-shared", "-o", library, tmp_path / "speaker.cpp"], check=True)
    assert set(call_sites.sites(library)) == {
        call_sites.Site("speaker.cc", "W", "Could not open the file  …  for writing"),
        call_sites.Site("speaker.cc", "I", "All is well with the world"),
    }


def test_new_statements_are_told_for_the_files_that_rules_name() -> None:
    rule = rules.Rule("r", NATIVE, ("a.cc",), ("x",), rules.HIDE, "why", ())
    old = {("a.cc", "this text was there"): "I this text was there"}
    new = {**old, ("a.cc", "this one is new"): "W this one is new", ("b.cc", "so is this"): "I so is this"}
    lines = list(upstream_messages.new_statements(old, new, [rule], everything=False))
    assert lines[1:] == ["- `a.cc` W this one is new"]
    assert len(list(upstream_messages.new_statements(old, new, [rule], everything=True))) == 3
