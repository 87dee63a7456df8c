"""The ipykernels that most tests of hooks run with: that of the tests' environment, which is 7, and older ones."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KERNELS = ["", *(pytest.param(f"ipykernel-{each}", marks=pytest.mark.live) for each in ("5.5", "6.0", "6.17", "6.29"))]


@pytest.fixture(params=KERNELS, ids=lambda name: name or "here")
def python(request: pytest.FixtureRequest, environment: Callable[[str], Path]) -> str:
    """Return an interpreter with each of them."""
    return str(environment(request.param)) if request.param else sys.executable
