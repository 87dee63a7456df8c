"""The address of the page that the Help menu opens, and that the page is there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from keras_quiet.command.main import main
from keras_quiet.server.help_page import PAGE, address
from kernels import environment, jupyter
from servers import server

__all__ = ["jupyter"]


def owner(**server_has: Any) -> SimpleNamespace:
    """A kernel manager, whose owner is one of many kernels, whose owner is the server."""
    return SimpleNamespace(parent=SimpleNamespace(parent=SimpleNamespace(parent=None, **server_has)))


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("/", "/kernelspecs/keras-quiet/help.html"),
        ("/user/ann/", "/user/ann/kernelspecs/keras-quiet/help.html"),
    ],
)
def test_in_a_server_the_page_is_below_its_own_address(base: str, expected: str, tmp_path: Path) -> None:
    assert address(str(tmp_path), owner(base_url=base)) == expected
    (tmp_path / PAGE).touch()
    assert address(str(tmp_path), owner(base_url=base)) == expected.replace("keras-quiet/help", f"{tmp_path.name}/help")


def test_elsewhere_it_is_the_installed_file() -> None:
    found = address("", owner())
    assert found.startswith("file:///")
    assert "how to read it" in Path(found.removeprefix("file://")).read_text("utf-8")


@pytest.mark.usefixtures("jupyter")
def test_the_server_serves_the_page_of_a_running_kernel(tmp_path: Path) -> None:
    python = environment(tmp_path / "env", "jax", keras="3.15.1", ipykernel="7.4.0")
    assert main(["install", "--python", str(python), "--name", "mine"]) == 0
    with server(tmp_path) as running:
        status, opened = running.open_notebook("mine")
        assert status == 201
        told = running.run(opened["kernel"]["id"], "print(get_ipython().kernel.help_links[-1]['url'])")["stdout"]
        assert told == "/kernelspecs/mine/help.html\n"
        assert "how to read it" in running.page(told.strip())
