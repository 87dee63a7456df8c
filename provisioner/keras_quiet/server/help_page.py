"""Where a front end finds the page that says what is hidden, and how to read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# In every kernel's folder, beside its logos: the Jupyter server serves those (jupyter_server/kernelspecs/handlers.py).
PAGE = "help.html"
_INSTALLED = Path(__file__).parents[1] / "kernelspec" / PAGE


def address(resource_dir: str, owner: Any) -> str:
    """Return the page's address; "" where there is none.

    In a Jupyter server it is a path below the server's own, for the kernel's folder or the shipped kernel's. Elsewhere,
    in qtconsole say, it is the installed file. `owner` is a kernel manager: a server is the owner of its owner.
    """
    folder = Path(resource_dir or ".")
    while owner is not None:
        base = getattr(owner, "base_url", None)
        if isinstance(base, str):
            name = folder.name if (folder / PAGE).is_file() else "keras-quiet"
            return f"{base.rstrip('/')}/kernelspecs/{name}/{PAGE}"
        owner = getattr(owner, "parent", None)
    return _INSTALLED.as_uri() if _INSTALLED.is_file() else ""
