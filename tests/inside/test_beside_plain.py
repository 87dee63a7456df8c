"""What people do in notebooks, in the plain kernel and in ours at once: all that differs is the known noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ipykernels import python
from programs import PACKAGE_PROGRAMS, PROGRAMS, Cell
from side_by_side import Told, both

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["python"]


def apart(text: str) -> tuple[list[str], list[str]]:
    """Return Python's lines and the native ones: no kernel keeps them in order with each other.

    Where a thread stands is left out: that of file descriptor 2 stands in our file.
    """
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("  File ")]
    return [line for line in lines if "native" not in line], [line for line in lines if "native" in line]


def letters(text: str) -> list[str]:
    """Return all characters in an order of their own: what two threads pass on at once meets in the midst of lines."""
    python, native = apart(text)
    return sorted("".join(python + native))


# Here the user takes text in and writes it again: what a buffer or a stream of the user's got is theirs.
PASSED_ON = {"wurlitzer", "a replaced sys.stderr", "redirected and captured"}
# Here several processes write at once: whose line comes first is up to the system.
AT_ONCE = {"joblib", "multiprocessing", "a fork in a thread"}


def in_order(name: str, lines: list[str]) -> list[str]:
    return sorted(lines) if name in AT_ONCE else lines


def check(python: str, name: str, cells: list[Cell]) -> None:
    plain, ours, plain_terminal, our_terminal = both(python, cells)
    for one, other in zip(plain, ours, strict=True):
        assert other.prompts == one.prompts
        assert other.others == one.others
        assert in_order(name, other.stdout.splitlines(True)) == in_order(name, one.stdout.splitlines(True))
        for lines, expected in zip(apart(other.stderr), apart(one.stderr), strict=True):
            assert in_order(name, lines) == in_order(name, expected)
        assert other.noise == 0 or name in PASSED_ON
    assert letters(our_terminal) == letters(plain_terminal)
    assert any(each != Told() for each in ours)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_gives_what_it_gives_in_the_plain_kernel(name: str, python: str) -> None:
    check(python, name, PROGRAMS[name])


@pytest.mark.live
@pytest.mark.parametrize("name", PACKAGE_PROGRAMS)
def test_a_package_gives_what_it_gives_in_the_plain_kernel(
    name: str, python: str, environment: Callable[[str], Path]
) -> None:
    packages = next((environment("loggers").parents[1] / "lib").glob("python*/site-packages"))
    # At the end: the environment's own packages come first.
    check(python, name, [f"LOGGERS = {str(packages)!r}; import sys; sys.path.append(LOGGERS)", *PACKAGE_PROGRAMS[name]])
