"""The front ends of Jupyter in an environment of theirs, shared by the live tests."""

from __future__ import annotations

from front_ends import front_ends

__all__ = ["front_ends"]
