"""gateway_provisioners' distributed provisioner: it writes kernel.json's env into a shell's line for ssh.

(gateway_provisioners/distributed.py, _build_startup_command)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# What no shell changes or runs.
_PLAIN = re.compile(r"[A-Za-z0-9_.+/=-]*")


def harmless(variables: Mapping[str, str]) -> dict[str, str]:
    """Return those of the variables whose values a shell leaves as they are."""
    return {name: value for name, value in variables.items() if _PLAIN.fullmatch(value)}
