"""One server with JupyterLab and Notebook 7, one Chromium, and a new page for each test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import front_ends as fronts
import pytest
from front_ends import front_ends
from pages import Notebook, chromium
from servers import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from front_ends import FrontEnds
    from playwright.sync_api import BrowserContext, Page
    from servers import Server

__all__ = ["front_ends"]


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    with chromium() as context:
        yield context


@pytest.fixture(scope="session")
def running(front_ends: FrontEnds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    options = ["--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True"]
    folder = tmp_path_factory.mktemp("server")
    with server(folder, *options, python=front_ends.programs / "python", **front_ends.env) as one:
        yield one


@pytest.fixture
def page(browser: BrowserContext, running: Server) -> Iterator[Page]:
    """A new tab; the kernels of this test end with it."""
    page = browser.new_page()
    yield page
    page.close()
    for kernel in running.ask("GET", "/api/kernels")[1]:
        running.ask("DELETE", f"/api/kernels/{kernel['id']}")


@pytest.fixture(params=["lab", "notebook"])
def opened(request: pytest.FixtureRequest, page: Page, running: Server) -> Callable[..., Notebook]:
    """Return the function that opens a notebook of these cells with a kernel, in each application."""

    def open_notebook(kernel: str, *cells: str, ready: bool = True) -> Notebook:
        # A name of its own: the applications remember by path whether the debugger was on.
        name = f"{request.node.originalname}-{request.param}-{kernel}.ipynb"
        (running.folder / name).write_text(json.dumps(_content(kernel, cells)))
        place = f"lab/tree/{name}?reset&" if request.param == "lab" else f"notebooks/{name}?"
        page.goto(f"{running.address}/{place}token=secret")
        notebook = Notebook(page)
        return notebook.ready() if ready else notebook

    return open_notebook


def _content(kernel: str, cells: tuple[str, ...]) -> object:
    shown = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for i, source in enumerate([*cells, ""])
    ]
    title = {fronts.QUIET: fronts.QUIET_TITLE, fronts.PLAIN: fronts.PLAIN_TITLE}.get(kernel, kernel)
    spec = {"name": kernel, "display_name": title, "language": "python"}
    return {"cells": shown, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
