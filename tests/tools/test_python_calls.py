"""The reader of Python sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading import python_calls
from reading.statement import LOGGING, WARNINGS, Statement

if TYPE_CHECKING:
    from pathlib import Path


def said(source: str) -> list[tuple[str, str, str, str]]:
    """Return level, way, logger or category, and text of the calls of a source."""
    return [(each.level, each.way, each.name, each.text) for each in python_calls.said(source, "tea/pot.py")]


@pytest.mark.parametrize(
    ("source", "category", "text"),
    [
        ("warnings.warn('the old name is deprecated')", "UserWarning", "the old name is deprecated"),
        ("import warnings as w\nw.warn(f'{name} is old', DeprecationWarning)", "DeprecationWarning", "… is old"),
        ("from warnings import warn\nwarn('cold', category=tea.TeaWarning)", "TeaWarning", "cold"),
        ("warnings.warn(FutureWarning('soon ' + 'cold'))", "FutureWarning", "soon cold"),
        ("warnings.warn(message='no {} left'.format(tea))", "UserWarning", "no … left"),
        ("warnings.warn('only %d%% of %s' % (n, tea))", "UserWarning", "only …% of …"),
        ("warnings.warn('50% done')", "UserWarning", "50% done"),
        ("warnings.warn(text)", "UserWarning", "…"),
        (
            "TEXT = 'Tea'\ndef pour():\n  text = TEXT\n  text += ' is cold'\n  warnings.warn(text)",
            "UserWarning",
            "Tea is cold",
        ),
        ("warnings.warn(''.join(['a', b, 'c']))", "UserWarning", "a…c"),
        ("warnings.warn(textwrap.dedent('''a'''))", "UserWarning", "a"),
        ("@warnings.warn('at import')\ndef pour(): pass", "UserWarning", "at import"),
        ("class Pot:\n  def pour(self):\n    def inner(): warnings.warn('deep')", "UserWarning", "deep"),
    ],
)
def test_warnings_are_read(source: str, category: str, text: str) -> None:
    assert said(source) == [("W", WARNINGS, category, text)]


@pytest.mark.parametrize(
    ("source", "level", "name", "text"),
    [
        ("import logging\nlogging.info('%d cups', n)", "I", "root", "… cups"),
        ("from absl import logging\nlogging.warning('50% done')", "W", "absl", "50% done"),
        (
            "from tensorflow.python.platform import tf_logging as tl\ntl.log_first_n(tl.WARN, 'x %s', 5, n)",
            *("W", "tensorflow", "x …"),
        ),
        ("import logging\nlogger = logging.getLogger(__name__)\nlogger.warn('cold')", "W", "tea.pot", "cold"),
        ("import logging\nlogger = logging.getLogger('green.tea')\nlogger.error('spilt')", "E", "green.tea", "spilt"),
        ("log = logging.getLogger()\nlog.exception('spilt')", "E", "root", "spilt"),
        ("self._logger.log(level, 'a cup of %s', tea)", "?", "self._logger", "a cup of …"),
        ("logger.log(logging.INFO, 'poured')", "I", "logger", "poured"),
    ],
)
def test_records_are_read_with_their_loggers(source: str, level: str, name: str, text: str) -> None:
    assert said(source) == [(level, LOGGING, name, text)]


@pytest.mark.parametrize(
    "source",
    ["print('no log')", "logger.debug('by default nobody sees it')", "logger.log(logging.DEBUG, 'nor this')", "def ("],
)
def test_what_prints_nothing_is_left_out(source: str) -> None:
    assert said(source) == []


def test_a_warning_that_names_its_caller_is_told_from_one_that_does_not() -> None:
    here, there = python_calls.said("warnings.warn('a')\nwarnings.warn('b', stacklevel=2)", "tea/pot.py")
    assert (here.caller, there.caller) == (False, True)


def test_the_tests_of_a_package_are_left_out(tmp_path: Path) -> None:
    for file in ("pot.py", "pot_test.py", "tests/cup.py", "sub/test_lid.py", "testing/helper.py", "contest/test.py"):
        (tmp_path / "tea" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tea" / file).write_text("warnings.warn('cold')", "utf-8")
    assert list(python_calls.statements(tmp_path, "tea")) == [
        Statement(file, 1, "W", WARNINGS, "cold", "UserWarning") for file in ("tea/contest/test.py", "tea/pot.py")
    ]
