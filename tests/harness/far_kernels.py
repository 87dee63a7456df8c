"""Runs one kernel through a list of steps, and prints what each gave as JSON. It needs jupyter_client alone.

python far_kernels.py KERNEL '[["run", "1 + 1"], ["interrupt"], ["restart"], ["shutdown"]]'
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import Any

from jupyter_client.manager import AsyncKernelManager

# For one step, in seconds. A real Keras is imported in some.
LIMIT = 100.0
LIMITS = {"run": LIMIT, "hold": None}


class Driver:
    """One kernel and its client; each step is a method, its answer what the step showed."""

    def __init__(self, name: str) -> None:
        # Some provisioners need the file's name before there is a file, as a Jupyter server gives it.
        file = os.environ.get("FAR_CONNECTION_FILE", "")
        self.manager = AsyncKernelManager(kernel_name=name, connection_file=file)
        self.client: Any = None

    async def start(self) -> str:
        await self.manager.start_kernel()
        return await self._connect()

    async def _connect(self) -> str:
        if self.client is not None:
            self.client.stop_channels()
        self.client = self.manager.client()
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=60)
        return "ready"

    async def run(self, code: str) -> str:
        request, said, idle = self.client.execute(code), "", False
        while True:
            try:
                message = await self.client.get_iopub_msg(timeout=0.5 if idle else LIMIT)
            except Exception:  # the queue is empty
                return said
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            said += content.get("text", "") + content.get("evalue", "")
            idle = idle or content.get("execution_state") == "idle"

    async def interrupt(self) -> str:
        request = self.client.execute("import time\nfor _ in range(100): time.sleep(0.2)")
        await asyncio.sleep(2)
        await self.manager.interrupt_kernel()
        reply = await self.client.get_shell_msg(timeout=15)
        while reply["parent_header"]["msg_id"] != request:
            reply = await self.client.get_shell_msg(timeout=15)
        return str(reply["content"].get("ename", reply["content"]["status"]))

    async def connection(self) -> str:
        """Tell how to attach to the kernel."""
        info = self.manager.get_connection_info()
        return json.dumps({**info, "key": info["key"].decode()})

    async def hold(self) -> str:
        """Wait until whoever started this process closes its standard input."""
        return await asyncio.to_thread(sys.stdin.read)

    async def restart(self) -> str:
        await self.manager.restart_kernel()
        return await self._connect()

    async def die(self) -> str:
        """Let the kernel end by itself; wait until the provisioner says so."""
        self.client.execute("import os; os._exit(3)")
        for _ in range(60):
            if not await self.manager.is_alive():
                return "gone"
            await asyncio.sleep(0.5)
        return "alive"

    async def shutdown(self) -> str:
        await self.manager.shutdown_kernel()
        return str(await self.manager.is_alive())

    async def kill(self) -> str:
        await self.manager.shutdown_kernel(now=True)
        return str(await self.manager.is_alive())


async def main(name: str, steps: list[list[str]]) -> None:
    driver, told = Driver(name), []
    for step, *arguments in [["start"], *steps]:
        begin = time.monotonic()
        try:
            answer = await asyncio.wait_for(getattr(driver, step)(*arguments), LIMITS.get(step, 40))
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        told.append({"step": step, "answer": answer, "seconds": round(time.monotonic() - begin, 2)})
        print(json.dumps(told[-1]), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
