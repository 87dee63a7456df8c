"""Our code in the kernel keeps Python's functions from its start on, whatever the user puts in their place."""

from __future__ import annotations

import ast
import os
import time
from pathlib import Path
from unittest import mock

import pytest
from keras_quiet import inside
from keras_quiet.inside.guarding import kept

INSIDE = Path(inside.__file__).parent
# What runs at any time, in the midst of the user's code; the rest runs at the start, or when the user asks.
ROOMS = ("hooks", "lines", "judging", "keeping", "grammar")
FILES = [*(file for room in ROOMS for file in sorted((INSIDE / room).glob("*.py"))), INSIDE / "filter.py"]
KEPT = {*kept.__all__, "_getframe"} - {"getframe"}


def test_what_is_kept_is_reached_by_no_patch() -> None:
    functions = {name: (getattr(os, name), getattr(kept.os, name)) for name in ("read", "getpid", "fstat")}
    assert all(plain is ours for plain, ours in functions.values())
    with mock.patch("os.read"), mock.patch("os.path.realpath"), mock.patch("time.sleep"), mock.patch("re.compile"):
        assert kept.os.read is functions["read"][1]
        assert kept.time.sleep(0) is None
        assert kept.os.path.realpath("/") == "/"
        assert kept.re.compile("a").match("a")
    # freezegun looks at each attribute of each module, and pyfakefs at those that are modules.
    real = {id(each) for each in (time.monotonic, time.time, os, os.path)}
    assert not [name for name, value in vars(kept).items() if id(value) in real]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(INSIDE)))
def test_what_runs_amid_the_users_code_uses_what_is_kept(file: Path) -> None:
    assert taken(ast.parse(file.read_text())) == []


def taken(tree: ast.AST) -> list[str]:
    """Return what is taken from where the user may put something else."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names if each.name.partition(".")[0] in KEPT]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module in KEPT:
            names.append(node.module)
        elif isinstance(node, ast.Attribute) and node.attr in KEPT and ast.unparse(node.value) == "sys":
            names.append(ast.unparse(node))
    return names


@pytest.mark.parametrize("text", ["import os.path", "from time import sleep", "import re as r", "sys._getframe(1)"])
def test_the_look_at_the_files_finds_it(text: str) -> None:
    assert taken(ast.parse(text))
