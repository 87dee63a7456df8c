"""Live environments: under CI a missing one is a failure, elsewhere a skip that says how to build it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import environments  # noqa: E402  # where the line above says

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def environment() -> Callable[[str], Path]:
    """Return the function that gives the interpreter of a live environment."""

    def interpreter_of(name: str) -> Path:
        why = environments.missing(name)
        if why and os.environ.get("CI"):
            pytest.fail(why)
        if why:
            pytest.skip(why)
        return environments.python_of(name)

    return interpreter_of
