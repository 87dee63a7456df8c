"""What pairs of runs, ours and plain in turn, tell: benchmarks print it in the same words."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def ratio_of_each(ours: Sequence[float], plain: Sequence[float]) -> str:
    """Return the median and the range of the ratio of each pair."""
    ratios = sorted(our / other for our, other in zip(ours, plain, strict=True))
    return f"ratio of each pair: median {statistics.median(ratios):.3f}, from {ratios[0]:.3f} to {ratios[-1]:.3f}"


def compared(what: str, ours: Sequence[float], plain: Sequence[float]) -> str:
    """Return the medians of both sides, and on a second line the ratios."""
    medians = f"plain {statistics.median(plain):.3f}, ours {statistics.median(ours):.3f} (medians)"
    return f"{what}: {medians}\n    {ratio_of_each(ours, plain)}"
