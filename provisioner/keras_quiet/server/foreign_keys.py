"""Which keys of kernel.json's `config` another provisioner reads."""

from __future__ import annotations

import inspect
import re
import sys
from functools import cache
from typing import TYPE_CHECKING

from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

if TYPE_CHECKING:
    from collections.abc import Collection

# What is no setting: kernel_id, parent, log and the like.
_EVERY = frozenset(KernelProvisionerBase.class_trait_names())
# Subscripts, get and pop with a literal key.
_READ = re.compile(r"""(?:\[|\.(?:get|pop)\()\s*["'](\w+)["']""")


def traits(provisioner: type[KernelProvisionerBase]) -> frozenset[str]:
    """Return the keys that are traits of a provisioner; some of them have no tag `config` and are set all the same."""
    return frozenset(provisioner.class_trait_names()) - _EVERY


@cache
def mentioned(provisioner: type[KernelProvisionerBase]) -> frozenset[str] | None:
    """Return what a provisioner's own files read by a key in quotes, or None where there is no source.

    Some read their keys from kernel.json's metadata by themselves, or take them out of their arguments, and declare no
    trait (jupyter_slurm_provisioner/provisioner.py).
    """
    words: set[str] = set()
    for each in provisioner.__mro__:
        if issubclass(each, KernelProvisionerBase) and not each.__module__.startswith(
            ("jupyter_client.", "keras_quiet.")
        ):
            try:
                words.update(_READ.findall(inspect.getsource(sys.modules[each.__module__])))
            except (OSError, TypeError, KeyError):
                return None
    return frozenset(words)


def read_by(provisioner: type[KernelProvisionerBase], keys: Collection[str]) -> frozenset[str]:
    """Return those of these keys that a provisioner reads, as far as can be told."""
    known = traits(provisioner)
    others = frozenset(keys) - known
    words = mentioned(provisioner) if others else frozenset()  # type: ignore[arg-type]  # mypy takes no class for hashable
    return frozenset(keys) & (known | (others if words is None else words))
