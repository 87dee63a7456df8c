"""README's ways to a quiet kernel for notebooks that were saved for the plain one, in a real Jupyter server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keras_quiet.command.main import main
from kernels import environment, jupyter
from servers import server
from start_once import NOTICE

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Server

__all__ = ["jupyter"]
# The plain kernel's watcher may come after the end of the cell.
CELL = (
    f"import os, sys, time\n_ = os.write(2, {NOTICE.encode()!r} + b'\\nmine\\n'); time.sleep(0.5); sys.stderr.flush()"
)


def shown(running: Server, body: dict[str, object]) -> tuple[str, str]:
    """Open a notebook and run one cell; return the kernel's name and the cell's stderr."""
    status, opened = running.ask("POST", "/api/sessions", {"path": "a.ipynb", "name": "", "type": "notebook", **body})
    assert status == 201, opened
    told = running.run(opened["kernel"]["id"], CELL)["stderr"]
    assert running.ask("DELETE", f"/api/sessions/{opened['id']}")[0] == 204
    return opened["kernel"]["name"], told


@pytest.mark.usefixtures("jupyter")
def test_the_servers_default_kernel_may_be_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jupyter_server_config.py").write_text('c.MultiKernelManager.default_kernel_name = "keras-quiet"\n')
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    with server(tmp_path) as running:
        # What JupyterLab takes for a new notebook.
        assert running.ask("GET", "/api/kernelspecs")[1]["default"] == "keras-quiet"
        assert shown(running, {}) == ("keras-quiet", "mine\n")
        name, told = shown(running, {"kernel": {"name": "python3"}})
        assert (name, NOTICE in told) == ("python3", True)


@pytest.mark.usefixtures("jupyter")
def test_a_notebook_of_python3_is_quiet_while_python3_is_ours(tmp_path: Path) -> None:
    python = environment(tmp_path / "env", "jax", keras="3.15.1", ipykernel="7.4.0")
    saved_for = {"kernel": {"name": "python3"}}
    with server(tmp_path) as running:
        assert NOTICE in shown(running, saved_for)[1]
        assert main(["install", "--python", str(python), "--name", "python3"]) == 0
        assert shown(running, saved_for) == ("python3", "mine\n")
        assert main(["remove", "python3"]) == 0
        assert NOTICE in shown(running, saved_for)[1]
