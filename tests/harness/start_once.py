"""Starts the shipped kernel with Jupyter's own manager and runs one cell: python start_once.py, in any environment.

Exits with 1 where our provisioner did not start it, no backend was injected, or a line of noise was shown.
"""

from __future__ import annotations

import sys

from jupyter_client.manager import start_new_kernel

NOTICE = (
    "I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. You may see slightly "
    "different numerical results due to floating-point round-off errors from different computation orders. To turn "
    "them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`."
)
CELL = f"""import os, sys, time
_ = os.write(2, {NOTICE.encode()!r} + b"\\nmine\\n"); time.sleep(0.5); sys.stderr.flush()
print("backend", os.environ["KERAS_BACKEND"])"""


def main() -> int:
    manager, client = start_new_kernel(kernel_name="keras-quiet")
    told: list[str] = []
    client.execute_interactive(
        CELL, timeout=60, output_hook=lambda message: told.append(message["content"].get("text", ""))
    )
    client.stop_channels()
    provisioner = type(manager.provisioner).__name__
    manager.shutdown_kernel()
    text = "".join(told)
    print(provisioner, repr(text))
    is_right = "backend tensorflow" in text and "mine" in text and "oneDNN" not in text
    return 0 if is_right and "KerasQuiet" in provisioner else 1


if __name__ == "__main__":
    sys.exit(main())
