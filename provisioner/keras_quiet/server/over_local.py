"""Ours over somebody else's provisioner of local kernels, which writes an argv of its own: of a project, say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .provisioner import QuietProvisioner

if TYPE_CHECKING:
    from .settings import Settings


class QuietLocal(QuietProvisioner):
    """Decides by the argv that the other provisioner has written."""

    async def _prepare(self, chosen: Settings, launch: dict[str, Any]) -> dict[str, Any]:
        launch = await self._behind(self._with(launch, {}))  # an environment that it may write into
        return self._with(launch, await self._inject(chosen, launch, launch["cmd"]))
