"""The long run of benchmarks/soak.py, 20 seconds of it: nothing is lost, out of order or shown against the rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sessions import quiet_argv
from soak import Side, soak

if TYPE_CHECKING:
    from pathlib import Path


def test_mixed_lines_at_a_steady_rate(tmp_path: Path) -> None:
    side = Side(quiet_argv(sys.executable))
    soak(side, 20 / 60, 2000, str(tmp_path))
    assert side.wrong == side.lost() == []
    assert side.noise == 0
    assert side.hidden == side.written["noise"] > 5000
