"""A provisioner that starts nothing, to measure and to test what stands in front of it."""

from __future__ import annotations

from typing import Any

from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase


class IdleProvisioner(KernelProvisionerBase):
    """Takes what it is given and starts nothing."""

    @property
    def has_process(self) -> bool:
        return True

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        return {**await super().pre_launch(**kwargs), "cmd": list(self.kernel_spec.argv)}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ARG002 - it starts nothing
        return {}

    async def poll(self) -> int | None:
        return None

    async def wait(self) -> int | None:
        return 0

    async def send_signal(self, signum: int) -> None: ...

    async def kill(self, restart: bool = False) -> None: ...

    async def terminate(self, restart: bool = False) -> None: ...

    async def cleanup(self, restart: bool = False) -> None: ...
