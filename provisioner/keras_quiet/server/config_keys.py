"""Which keys of kernel.json's `config` go to the provisioner behind ours, and which go nowhere."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from .settings import KEYS, PROVISIONER_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

# What is no setting: kernel_id, parent, log and the like.
_EVERY = frozenset(KernelProvisionerBase.class_trait_names())
# As alike as this is a key to one of ours that is written wrongly: "bakend", "hides". It is not "backend_url".
_ALIKE = 0.8


def traits(provisioner: type[KernelProvisionerBase]) -> frozenset[str]:
    """Return the keys that are traits of a provisioner; some of them have no tag `config` and are set all the same."""
    return frozenset(provisioner.class_trait_names()) - _EVERY


def refused(provisioner: type[KernelProvisionerBase], keys: Iterable[str]) -> frozenset[str]:
    """Return those of these keys that nobody reads: all that are no traits of ours or of Jupyter's own provisioner.

    Other people's may read keys that are no traits, from kernel.json's metadata or out of their arguments
    (jupyter_slurm_provisioner/provisioner.py, __init__). Nobody but they can tell, so they get every key but one that
    is nearly ours.
    """
    unknown = frozenset(keys) - traits(provisioner)
    if _is_jupyters(provisioner):
        return unknown
    ours = (*KEYS, PROVISIONER_KEY)
    return frozenset(key for key in unknown if key in _EVERY or get_close_matches(key.lower(), ours, 1, _ALIKE))


def _is_jupyters(provisioner: type[KernelProvisionerBase]) -> bool:
    """Whether nobody but Jupyter and we wrote a provisioner."""
    classes = (each for each in provisioner.__mro__ if issubclass(each, KernelProvisionerBase))
    return all(each.__module__.startswith(("jupyter_client.", "keras_quiet.")) for each in classes)
