"""Ours over somebody else's provisioner of kernels on other machines."""

from __future__ import annotations

import copy
import logging
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..inside.launch import VARIABLE, encode
from . import crashes, slurm, ssh
from .end_watcher import EndWatcher
from .gathering import gather_remote
from .provisioner import QuietProvisioner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .facts import Facts
    from .settings import Settings


class QuietRemote(QuietProvisioner):
    """Nothing that lies on this machine is asked or told of the kernel."""

    _launched = False
    _injected: Mapping[str, str] = MappingProxyType({})

    async def _prepare(self, chosen: Settings, launch: dict[str, Any]) -> dict[str, Any]:
        self._launched = False
        self._injected = await self._inject(chosen, launch, self.kernel_spec.argv)
        # Before as well, for those that start the kernel there and then.
        return self._with(await self._behind(self._with(launch, self._injected)), self._injected)

    def _gather(self, command: list[str], _base: Mapping[str, str], folder: str | None) -> Facts:
        return gather_remote(command, folder)

    def _message(self, chosen: Settings, _command: list[str]) -> dict[str, str]:
        # What an image or another machine's IPython starts is not known here; a filter there takes the variable.
        return {VARIABLE: encode(self._launch_info(chosen), remote=True)}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch with our variables where some provisioners look for them alone: in kernel_spec.env, or in argv."""
        shared, self.kernel_spec = self.kernel_spec, self._own_spec()
        manager: Any = self.parent
        managers = manager.kernel_spec if self._injected and slurm.is_slurm(type(self)) else None
        try:
            if managers is not None:
                manager._kernel_spec = slurm.with_env_command(managers, self._injected)  # noqa: SLF001 - it has no public way
            connection = await super().launch_kernel(cmd, **kwargs)
            self._launched = True
            return connection
        finally:
            self.kernel_spec = shared  # other kernels have it too: it is as it was
            if managers is not None:
                manager._kernel_spec = managers  # noqa: SLF001 - as above

    def _own_spec(self) -> Any:
        safe = ssh.harmless(self._injected)
        for name in self._injected.keys() - safe.keys():
            self._tell(logging.WARNING, f"{name} is not sent through ssh: a shell could change its value or run it")
        spec = copy.copy(self.kernel_spec)
        spec.env = {**spec.env, **safe}
        return spec

    async def poll(self) -> int | None:
        """Return None while the kernel runs; 0 is what most say of one that is gone, however it ended."""
        code: int | None = await super(EndWatcher, self).poll()
        if code is not None and self._launched:
            self._ends.note(crashes.unexplained(type(self).__mro__[4].__name__))
        return code

    async def _expect_end(self) -> None:
        self._ends.is_asked_for = True  # without a look, which may cost a connection
