"""Live environments: under CI a missing one is a failure, elsewhere a skip that says how to build it."""

from __future__ import annotations

from front_ends import environment, front_ends

__all__ = ["environment", "front_ends"]
