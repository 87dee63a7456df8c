"""A notebook in JupyterLab or Notebook 7 as its reader uses it: clicks and keys in, what the page shows out."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect, sync_playwright
from processes import wait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Locator, Page

SHOTS = Path(__file__).parents[1] / "browser" / "screenshots"
DARK = "JupyterLab Dark"
# No network, no GPU, and the root user of a container.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A kernel with TensorFlow on a busy machine, in milliseconds.
SLOW = 90_000
EXECUTED = re.compile(r"\[\d+\]:")
STDERR = '[data-mime-type="application/vnd.jupyter.stderr"]'


@contextmanager
def chromium(dots: float = 1) -> Iterator[BrowserContext]:
    """Debian's chromium: Playwright's own cannot be had without its download site. `dots` for each pixel of a page."""
    with sync_playwright() as playwright, TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path="/usr/bin/chromium",
            args=FLAGS,
            viewport={"width": 1280, "height": 800},
            device_scale_factor=dots,
        )
        yield context
        context.close()


class Notebook:
    """One open notebook."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cells = page.locator(".jp-Notebook .jp-CodeCell")

    def ready(self) -> Notebook:
        """Wait until the notebook is there and the kernel is idle."""
        expect(self.cells.first).to_be_visible(timeout=SLOW)
        # The page says idle before it has a kernel at all.
        wait(self._has_idle_kernel, SLOW / 1000)
        expect(self.page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute(
            "data-status", "idle", timeout=SLOW
        )
        return self

    def _has_idle_kernel(self) -> bool:
        server = "{0.scheme}://{0.netloc}".format(urlsplit(self.page.url))
        reply = self.page.request.get(f"{server}/api/kernels", headers={"Authorization": "token secret"})
        # On a busy machine the server now and then answers with an error while a kernel starts.
        return reply.ok and any(kernel["execution_state"] == "idle" for kernel in reply.json())

    def run(self, code: str) -> Locator:
        """Type a cell into the last one, which is empty, and run it; its outputs once it has run."""
        cell = self.start(code)
        expect(cell.locator(".jp-InputArea-prompt")).to_have_text(EXECUTED, timeout=SLOW)
        return cell.locator(".jp-OutputArea")

    def start(self, code: str) -> Locator:
        """Type a cell into the last one and run it without waiting; the cell."""
        count = self.cells.count()
        cell = self.cells.nth(count - 1)
        editor = cell.locator(".cm-content")
        # The page draws its cells anew when the kernel connects: what is typed just then is lost.
        while code.splitlines()[0] not in editor.inner_text():
            editor.click()
            self.page.keyboard.insert_text(code)
            self.page.wait_for_timeout(300)
        self.page.keyboard.press("Shift+Enter")
        expect(self.cells).to_have_count(count + 1)
        return cell

    def press(self, command: str) -> None:
        """Click a button of the toolbar, by the name of its command."""
        self.page.locator(f'.jp-NotebookPanel-toolbar [data-command="notebook:{command}"]').click()

    def accept(self) -> None:
        """Click the button of a dialog that says yes."""
        self.page.locator(".jp-Dialog .jp-mod-accept").click()

    def switch(self, title: str) -> None:
        """Choose another kernel by its title in the dialog behind the kernel's name."""
        self.page.locator('[title="Switch kernel"]').click()
        self.page.locator(".jp-Dialog select").select_option(label=title)
        self.accept()
        expect(self.page.locator('[title="Switch kernel"]')).to_contain_text(title)
        self.ready()

    def shot(self, name: str) -> None:
        shot(self.page, name)


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page for whoever wants to look."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def use_theme(page: Page, theme: str) -> None:
    """Change the theme as the menu does; both applications offer the command."""
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    is_light = "false" if theme == DARK else "true"
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", is_light)
