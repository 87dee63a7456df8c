"""Live environments: under CI a missing one is a failure, elsewhere a skip that says how to build it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1]))

from fronts import environment, front_ends

__all__ = ["environment", "front_ends"]
