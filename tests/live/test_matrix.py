"""Four rows of the measured matrix in full: the plain kernel as the control, and ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workload import counts, measure
from workload.contestants import OURS, PLAIN
from workload.rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workload.rows import Row

pytestmark = pytest.mark.live

# A row takes about a minute: two kernels, each with its import and some twenty cells.
NAMES = ("TF 2.21", "TF 2.19", "JAX", "Keras 2.3.1, TF 1.15")


@pytest.mark.parametrize("row", [row for row in ROWS if row.name in NAMES], ids=lambda row: row.name)
def test_ours_shows_no_noise_and_loses_no_signal(
    environment: Callable[[str], Path], row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment(row.environment)
    for name in measure.deciding_variables():
        monkeypatch.delenv(name)
    plain = measure.run(row, PLAIN)
    assert counts.count(plain)[0] > 0, "the control shows no noise: nothing is measured"
    assert counts.count(plain)[1] == 0, "the control loses a signal: the expectation is wrong"
    ours = measure.run(row, OURS)
    assert counts.unexplained({row.name: {"contestants": {OURS.name: ours}}}, row) == []
