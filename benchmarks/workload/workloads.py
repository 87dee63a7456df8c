"""Which cells each workload has, in order."""

from __future__ import annotations

from .libraries import LIBRARIES
from .messages import MESSAGES
from .training import TRAINING
from .words import WORDS

WORKLOADS = {"tutorial": (*TRAINING, *MESSAGES, *WORDS), "libraries": (*LIBRARIES, *WORDS)}
NAMES = {name: {cell.name for cell in cells} for name, cells in WORKLOADS.items()}
