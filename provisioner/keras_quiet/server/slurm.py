"""jupyter_slurm_provisioner: it gives srun its own environment and the manager's argv (slurm_launch_kernel).

So variables travel in front of argv.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_slurm(provisioner: type) -> bool:
    """Whether a class is that provisioner, or ours over it."""
    return any(each.__name__ == "SlurmProvisioner" for each in provisioner.__mro__)


def with_env_command(spec: Any, variables: Mapping[str, str]) -> Any:
    """Return a copy of a kernelspec whose argv sets variables first."""
    own = copy.copy(spec)
    own.argv = ["env", *(f"{name}={value}" for name, value in variables.items()), *spec.argv]
    return own
