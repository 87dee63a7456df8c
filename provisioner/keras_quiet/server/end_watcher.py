"""How a kernel ends, seen from its provisioner: whether it was asked to, what it said last, and what it left."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from ..inside.hooks.peeked_pipe import KEY
from ..inside.launch import VARIABLE
from . import crashes, held_pipe, previous
from .kernel_stderr import KernelStderr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Behind = LocalProvisioner  # any class that can be started; super() of an abstract one cannot be checked
else:
    Behind = KernelProvisionerBase


class EndWatcher(Behind):
    """Holds the pipe behind the kernel's file descriptor 2, and tells of a kernel that dies."""

    _pipe: held_pipe.HeldPipe | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._ends = crashes.KernelEnds(self._tell_death)

    async def _leave(self, launch: Mapping[str, Any]) -> None:
        """Leave the last kernel, and make the pipe for the next one."""
        await self._ends.leave(self._connection_file)
        # With close_fds=False every descriptor that can be inherited is; to pass some would take the others away.
        can_pass = self._starts_process and launch.get("close_fds", True)
        self._pipe = held_pipe.make() if can_pass else None

    def _begin(self, launch: Mapping[str, Any], hide: Sequence[str], show: Sequence[str]) -> None:
        """Take note that a kernel begins."""
        if VARIABLE not in launch["env"]:
            self._pipe = None  # nothing of ours runs there
        self._ends.begin(crashes.Launched(self._pipe, launch["env"], hide, show))

    @property
    def _pipe_told(self) -> dict[str, Any]:
        """What the kernel is told of the pipe."""
        return {KEY: self._pipe.told} if self._pipe else {}

    @property
    def _starts_process(self) -> bool:
        """Whether the kernel's process is started as LocalProvisioner starts it, so that it inherits what we pass."""
        return getattr(super().launch_kernel, "__func__", None) is LocalProvisioner.launch_kernel

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch the kernel; it inherits both ends of the pipe, and we keep the reading one."""
        if self._starts_process:
            self._ends.launched.stderr = KernelStderr(kwargs)
        if self._pipe is None:
            return await super().launch_kernel(cmd, **kwargs)
        kwargs["pass_fds"] = (*kwargs.get("pass_fds", ()), *self._pipe.ends)
        connection = await super().launch_kernel(cmd, **kwargs)
        self._pipe.started()
        return connection

    async def poll(self) -> int | None:
        """Return None while the kernel runs, otherwise its exit code; the first look at a crash leaves a report."""
        code: int | None = await super().poll()
        if code is None:
            self._ends.launched.kills.look(getattr(self, "pid", None))
        await self._ends.look(code, self._connection_file)
        return code

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, which is no crash to report, unless it was dead already."""
        await self._expect_end()
        await super().kill(restart)

    async def terminate(self, restart: bool = False) -> None:
        """Terminate the kernel, which is no crash to report."""
        self._ends.is_asked_for = True
        await super().terminate(restart)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Take note that the kernel was asked to end (jupyter_client/manager.py, _async_request_shutdown)."""
        await self._expect_end()
        if restart and self._ends.crash is None:
            await self._ends.link(self._connection_file)
        await super().shutdown_requested(restart)

    async def _expect_end(self) -> None:
        await self.poll()
        self._ends.is_asked_for = True

    async def cleanup(self, restart: bool = False) -> None:
        """Remove what a kernel that is gone for good has left: killed or crashed, it could not do so itself."""
        if not restart:
            self._ends.launched.close()
            previous.clean_up(self._connection_file)
        await super().cleanup(restart)

    @property
    def _connection_file(self) -> str:
        return str(getattr(self.parent, "connection_file", ""))

    def _tell_death(self, text: str) -> None:
        self.log.error("keras-quiet: %s", text)  # of several lines, each harmless
        stderr = self._ends.launched.stderr
        if stderr and not _is_heard(self.log):
            stderr.write(f"[keras-quiet] {text}\n".encode())


def _is_heard(log: Any) -> bool:
    """Whether a logger has a handler: a program that only uses nbclient has none, and no look at Python's last resort.

    traitlets gives its logger one that does nothing (traitlets/log.py, get_logger).
    """
    logger = getattr(log, "logger", log)  # an adapter
    while logger:
        if any(not isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            return True
        logger = logger.parent if logger.propagate else None
    return False
