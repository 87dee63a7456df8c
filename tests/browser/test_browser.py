"""JupyterLab and Notebook 7 in a real browser: pick the kernel and look at the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from front_ends import PLAIN, PLAIN_TITLE, QUIET, QUIET_TITLE
from pages import DARK, SLOW, STDERR, Notebook, shot, use_theme
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from front_ends import FrontEnds
    from playwright.sync_api import BrowserContext, Locator, Page
    from servers import Server

    Open = Callable[..., Notebook]

pytestmark = [pytest.mark.live, pytest.mark.browser]

IMPORT = "import keras, numpy as np"
FIT = """model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
history = model.fit(np.ones((256, 3)), np.ones((256, 1)), epochs=2)"""


def show_launcher(page: Page, running: Server) -> Locator:
    page.goto(f"{running.address}/lab?reset&token=secret")
    card = page.locator(f'.jp-LauncherCard[data-category="Notebook"][title="{QUIET_TITLE}"]')
    expect(card).to_be_visible(timeout=SLOW)
    return card


@pytest.mark.parametrize("theme", ["JupyterLab Light", DARK])
def test_the_launcher_shows_our_kernel_and_its_icon(page: Page, running: Server, theme: str) -> None:
    card = show_launcher(page, running)
    use_theme(page, theme)
    expect(card).to_contain_text(QUIET_TITLE)
    icon = card.locator("img")
    assert f"/kernelspecs/{QUIET}/logo-svg.svg" in (icon.get_attribute("src") or "")
    assert icon.evaluate("image => image.complete && image.naturalWidth > 0")
    shot(page, f"launcher-{theme}")
    use_theme(page, "JupyterLab Light")


def test_a_click_in_the_launcher_opens_a_notebook_that_trains_in_peace(page: Page, running: Server) -> None:
    show_launcher(page, running).click()
    trains_in_peace(Notebook(page).ready(), "lab-launched")


def test_the_menu_of_notebook_opens_one_that_trains_in_peace(
    browser: BrowserContext, page: Page, running: Server
) -> None:
    page.goto(f"{running.address}/tree?token=secret")
    page.locator(".jp-FileBrowser-toolbar").get_by_text("New", exact=True).click()
    with browser.expect_page() as new:
        page.get_by_role("menuitem", name=QUIET_TITLE).click()
    trains_in_peace(Notebook(new.value).ready(), "notebook-launched")
    new.value.close()


def trains_in_peace(notebook: Notebook, name: str) -> None:
    assert notebook.run(IMPORT).inner_text() == ""
    outputs = notebook.run(FIT)
    shown = outputs.inner_text()
    notebook.shot(name)
    assert "Epoch 2/2" in shown
    assert "8/8" in shown
    assert "━" in shown
    expect(outputs.locator(STDERR)).to_have_count(0)
    assert "port.cc" not in shown


def test_the_plain_kernel_beside_it_shows_the_noise(opened: Open) -> None:
    notebook = opened(PLAIN)
    outputs = notebook.run(IMPORT)
    expect(outputs.locator(STDERR)).to_contain_text("cpu_feature_guard.cc")
    notebook.run(FIT)
    notebook.shot(f"plain-{'lab' if '/lab/' in notebook.page.url else 'notebook'}")


@pytest.mark.parametrize("theme", ["JupyterLab Light", DARK])
def test_the_magic_shows_its_table(opened: Open, theme: str) -> None:
    notebook = opened(QUIET)
    notebook.run(IMPORT)
    use_theme(notebook.page, theme)
    outputs = notebook.run("%keras_quiet")
    outputs.scroll_into_view_if_needed()
    notebook.shot(f"table-{'lab' if '/lab/' in notebook.page.url else 'notebook'}-{theme}")
    use_theme(notebook.page, "JupyterLab Light")
    expect(outputs.locator("table").first).to_contain_text(re.compile(r"backend\s*tensorflow"))
    rows = outputs.locator("table").nth(1)
    expect(rows.locator("th")).to_have_text(["rule", "this cell", "cell before", "all"])
    expect(rows).to_contain_text("absl-preamble")


def test_interrupt_and_restart_work(opened: Open) -> None:
    notebook = opened(QUIET)
    cell = notebook.start("import time\nprint('begun', flush=True)\ntime.sleep(600)")
    expect(cell.locator(".jp-OutputArea")).to_contain_text("begun", timeout=SLOW)
    notebook.press("interrupt-kernel")
    expect(cell.locator(".jp-OutputArea")).to_contain_text("KeyboardInterrupt", timeout=SLOW)
    assert notebook.run("print('time' in globals())").inner_text().strip() == "True"
    notebook.press("restart-kernel")
    with notebook.page.expect_response(re.compile("/restart"), timeout=SLOW):
        notebook.accept()
    notebook.ready()
    assert notebook.run("print('time' in globals())").inner_text().strip() == "False"


def test_restart_and_run_all_works(opened: Open) -> None:
    notebook = opened(QUIET, IMPORT, "print('pid', __import__('os').getpid())")
    shown = []
    for _ in range(2):
        before = shown[-1] if shown else "never"
        notebook.press("restart-run-all")
        notebook.accept()
        second = notebook.cells.nth(1).locator(".jp-OutputArea")
        expect(second).to_have_text(re.compile(r"pid \d+"), timeout=SLOW)
        expect(second).not_to_have_text(before, timeout=SLOW)
        shown.append(second.inner_text().strip())
        assert notebook.cells.nth(0).locator(".jp-OutputArea").inner_text() == ""
    assert shown[0] != shown[1]


def test_the_debugger_opens_and_shows_the_variables(opened: Open) -> None:
    notebook = opened(QUIET)
    notebook.run("mine = 41")
    notebook.page.locator(".jp-DebuggerBugButton").click()
    expect(notebook.page.locator('[title="Disable Debugger"]')).to_be_visible(timeout=SLOW)
    variables = notebook.page.locator(".jp-DebuggerVariables")
    expect(variables).to_contain_text("mine", timeout=SLOW)
    notebook.shot(f"debugger-{'lab' if '/lab/' in notebook.page.url else 'notebook'}")
    expect(variables).to_contain_text("41")


def test_a_wrong_configuration_says_so_in_the_dialog(opened: Open, front_ends: FrontEnds) -> None:
    stanza = {"provisioner_name": "keras-quiet-provisioner", "config": {"backnd": "jax"}}
    argv = ["python", "-m", "keras_quiet.inside", "-f", "{connection_file}"]
    content = {"argv": argv, "display_name": "wrong", "language": "python", "metadata": {"kernel_provisioner": stanza}}
    file = front_ends.write_kernel("wrong", content)
    page = opened("wrong", ready=False).page
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Error Starting Kernel", timeout=SLOW)
    shot(page, f"error-{'lab' if '/lab/' in page.url else 'notebook'}")
    expect(dialog).to_contain_text(f"This kernel cannot start: {file}")
    expect(dialog).to_contain_text("backnd: unknown key; did you mean 'backend'?")


def test_switching_between_our_kernel_and_the_plain_one_works(opened: Open) -> None:
    notebook = opened(QUIET)
    assert notebook.run(IMPORT).inner_text() == ""
    notebook.switch(PLAIN_TITLE)
    expect(notebook.run(IMPORT).locator(STDERR)).to_contain_text("cpu_feature_guard.cc")
    notebook.switch(QUIET_TITLE)
    assert notebook.run(IMPORT).inner_text() == ""


def test_a_notebook_that_was_saved_for_the_plain_kernel_becomes_quiet_and_stays_so(opened: Open) -> None:
    """README's clicks: the kernel's name, our kernel, and the notebook is saved for it."""
    notebook = opened(PLAIN)
    notebook.switch(QUIET_TITLE)
    assert notebook.run(IMPORT).inner_text() == ""
    notebook.page.keyboard.press("Control+s")
    notebook.page.reload()
    again = Notebook(notebook.page).ready()
    expect(again.page.locator('[title="Switch kernel"]')).to_contain_text(QUIET_TITLE)


def test_the_help_menu_opens_the_page_about_what_is_hidden(opened: Open) -> None:
    notebook = opened(QUIET)
    page = notebook.page
    page.get_by_role("menuitem", name="Help", exact=True).click()
    entry = page.get_by_role("menuitem", name="Keras quiet: what is hidden, and how to read it")
    expect(entry).to_be_visible(timeout=SLOW)
    notebook.shot(f"help-menu-{'lab' if '/lab/' in page.url else 'notebook'}")
    if "/lab/" in page.url:
        entry.click()
        heading = page.frame_locator(".jp-Help iframe, iframe.jp-IFrame-frame, .jp-IFrame iframe").locator("h1")
    else:
        with page.context.expect_page() as new:
            entry.click()
        heading = new.value.locator("h1")
    expect(heading).to_contain_text("Keras quiet", timeout=SLOW)
