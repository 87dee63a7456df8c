"""The entry point: our provisioner, over Jupyter's own or the one that kernel.json names at `config.provisioner`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from ..inside.configuring.values import did_you_mean
from . import config_keys
from .end_watcher import EndWatcher
from .over_local import QuietLocal
from .over_remote import QuietRemote
from .provisioner import PASSED, KerasQuietProvisioner, QuietProvisioner
from .settings import KEYS, PROVISIONER_KEY, Problem, is_nearly, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .start_errors import SettingsError

LOCAL = "local-provisioner"
# Found by its name once; looking through what is installed takes tens of milliseconds of the server's loop. As in
# Jupyter's factory, what is not found is looked for again.
_known: dict[str, type[KernelProvisionerBase]] = {LOCAL: LocalProvisioner}


def create(**launch: Any) -> QuietProvisioner:
    """Return the provisioner of one kernel (jupyter_client/provisioning/factory.py:97).

    `launch` has kernel_id, kernel_spec, parent, and the keys of kernel.json's `config`. Raises SettingsError.
    """
    found, problem = provisioner_named(launch.pop(PROVISIONER_KEY, LOCAL))
    if found is None:
        raise _refusal(launch, problem)
    return over(found)(**launch)  # type: ignore[arg-type]  # mypy takes no class for hashable


@cache
def over(other: type[KernelProvisionerBase]) -> type[QuietProvisioner]:
    """Return the class of ours over another provisioner's, always the same one.

    By its name c.KerasQuietProvisioner counts, by its bases c.OTHER and every `isinstance` of that one's manager.
    """
    if other is LocalProvisioner:
        return KerasQuietProvisioner
    ours = QuietLocal if issubclass(other, LocalProvisioner) else QuietRemote
    return type("KerasQuietProvisioner", (ours, other), {"__module__": __name__, "__doc__": other.__doc__})


def provisioner_named(name: object) -> tuple[type[KernelProvisionerBase] | None, str]:
    """Return the class of a provisioner, or None and what is wrong with its name."""
    if not isinstance(name, str):
        return None, f"must be the name of a provisioner, not {type(name).__name__}"
    if name in _known:
        return _known[name], ""
    entries = {entry.name: entry for entry in entry_points(group=KernelProvisionerFactory.GROUP_NAME)}
    if name not in entries:
        known = sorted(entry for entry in entries if not _is_ours(entries[entry]))
        return None, f"no provisioner {name!r} is installed{did_you_mean(name, known)}; there are {', '.join(known)}"
    found, problem = _load(entries[name])
    if found is not None:
        _known[name] = found
    return found, problem


def judge(config: Mapping[str, object]) -> tuple[list[Problem], bool]:
    """Return what is wrong with a kernel.json's `config`, and whether its kernel is a remote one. Starts nothing."""
    other, problem = provisioner_named(config.get(PROVISIONER_KEY, LOCAL))
    if other is None:
        judged = {key: value for key, value in config.items() if is_nearly(key, KEYS)}
        return [Problem(PROVISIONER_KEY, problem), *parse({**judged})[1]], True
    ours = {key for key in config if key in (*KEYS, PROVISIONER_KEY)}
    wrong = config_keys.refused(other, config.keys() - ours)
    problems = parse({key: config[key] for key in config if key in ours | wrong}, sorted(config_keys.traits(other)))[1]
    return problems, not issubclass(other, LocalProvisioner)


def _load(entry: EntryPoint) -> tuple[type[KernelProvisionerBase] | None, str]:
    if _is_ours(entry):
        return None, f"{entry.name} is this provisioner itself; without this key it starts a local kernel"
    try:
        loaded = entry.load()
    except Exception as error:  # it is somebody else's package
        return None, f"{entry.name} cannot be loaded: {type(error).__name__}: {error}"
    if not isinstance(loaded, type) or not issubclass(loaded, KernelProvisionerBase):
        return None, f"{entry.name} cannot be combined with: {entry.value} is no class of a provisioner"
    if both := _clashes(loaded):
        return None, f"{entry.name} cannot be combined with: {', '.join(both)} would mean two things"
    return loaded, ""


def _clashes(other: type[KernelProvisionerBase]) -> list[str]:
    """Return the names that we add and the other class has too: each half would get the other's value or method."""
    ours = {name for each in (EndWatcher, QuietProvisioner, QuietLocal, QuietRemote) for name in vars(each)}
    theirs = {name for each in other.__mro__ if each not in LocalProvisioner.__mro__ for name in vars(each)}
    return sorted((ours & theirs) - set(dir(LocalProvisioner)))


def _is_ours(entry: EntryPoint) -> bool:
    return entry.value.startswith(f"{__name__}:")


def _refusal(launch: dict[str, Any], problem: str) -> SettingsError:
    """Return the error for a provisioner that is none, with what else is wrong in our own keys."""
    from .start_errors import SettingsError  # noqa: PLC0415  # see there

    # The keys of a provisioner that is not known cannot be judged, unless they are ours, misspelt.
    judged = {key: launch[key] for key in launch if key in PASSED or is_nearly(key, KEYS)}
    plain = KerasQuietProvisioner(**judged)
    place = f"metadata.kernel_provisioner.config.{PROVISIONER_KEY}"
    return SettingsError(plain.kernel_file, [f"{place}: {problem}", *plain.read_settings()[1]])
