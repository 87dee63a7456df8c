"""The status bar says how many lines were hidden, and a click shows them: the oldest JupyterLab 4, and the newest."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import front_ends as fronts
import pytest
from pages import DARK, SLOW, Notebook, shot, use_theme
from playwright.sync_api import expect
from servers import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from front_ends import FrontEnds
    from playwright.sync_api import BrowserContext, Error, Page, Route

pytestmark = [pytest.mark.live, pytest.mark.browser]

TEXT = "oneDNN custom operations are on. You may see slightly different numerical results <b>bold</b>"
SPEAK = f"""import os, sys
for n in range({{}}):
    _ = os.write(2, f"I0000 00:00:1795355631.823008   29633 port.cc:{{{{n}}}}] {TEXT} {{{{n}}}}\\n".encode())
sys.stderr.flush()"""
AGAIN = SPEAK.replace("{{n}}\\n", "again\\n")
# The name of our entry in the status bar, on or off; the kernel's name has the words too.
ITEM = re.compile("^Keras quiet")


@pytest.fixture(scope="module", params=["lab-4.0", "browser"])
def lab(
    request: pytest.FixtureRequest, environment: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FrontEnds, str, Path]]:
    """Jupyter's programs with our wheel, a server's address and its folder of notebooks."""
    environment(request.param)
    folder = tmp_path_factory.mktemp("lab")
    made = fronts.make(folder, environment("tf-2.21"), request.param)
    options = ["--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True"]
    place = folder / "server"
    place.mkdir()
    with server(place, *options, python=made.programs / "python", **made.env) as running:
        yield made, running.address, running.folder


@pytest.fixture
def page(browser: BrowserContext, lab: tuple[FrontEnds, str, Path]) -> Iterator[Page]:
    """A new tab that fails the test if our extension raised an error in the page; its kernels end with it."""
    page = browser.new_page()
    errors: list[str] = []

    def take(error: Error) -> None:
        if "keras-quiet" in str(error.stack):  # JupyterLab 4.0 has errors of its own
            errors.append(f"{error}\n{error.stack}")

    page.on("pageerror", take)
    yield page
    kernels, token = f"{lab[1]}/api/kernels", {"Authorization": "token secret"}
    for kernel in page.request.get(kernels, headers=token).json():
        page.request.delete(f"{kernels}/{kernel['id']}", headers=token)
    page.close()
    assert errors == []


def write_notebook(folder: Path, name: str, kernel: str = "") -> None:
    cells = [{"cell_type": "code", "id": "c", "metadata": {}, "execution_count": None, "outputs": [], "source": ""}]
    quiet = {"name": fronts.QUIET, "display_name": fronts.QUIET_TITLE, "language": "python"}
    plain = {"name": fronts.PLAIN, "display_name": fronts.PLAIN_TITLE, "language": "python"}
    metadata = {"kernelspec": plain if kernel == fronts.PLAIN else quiet}
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    (folder / name).write_text(json.dumps(content))


def opened(page: Page, address: str, folder: Path, name: str, *, place: str = "lab/tree", kernel: str = "") -> Notebook:
    write_notebook(folder, name, kernel)
    page.goto(f"{address}/{place}/{name}?reset&token=secret")
    return Notebook(page).ready()


def test_the_count_is_in_the_status_bar_and_a_click_shows_the_lines(
    lab: tuple[FrontEnds, str, Path], page: Page, request: pytest.FixtureRequest
) -> None:
    _made, address, folder = lab
    notebook = opened(page, address, folder, "status.ipynb")
    item = page.get_by_role("button", name="Keras quiet has hidden")
    expect(item).to_have_count(0)
    notebook.run(SPEAK.format(2))
    notebook.run(SPEAK.format(1) + "\n" + AGAIN.format(2))
    expect(item).to_have_text("5 hidden", timeout=SLOW)
    assert "5  onednn-notice" in (item.get_attribute("title") or "")
    before = notebook.cells.count()
    shot(page, f"status-bar-{request.node.callspec.params['lab']}")
    item.click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Keras quiet has hidden 5 lines")
    shot(page, f"status-{request.node.callspec.params['lab']}")
    last, _, earlier = dialog.locator("pre").inner_text().partition("Earlier:")
    # Each line once, in the last cell that had it: the first line came in both.
    first, copies, again, more = last.splitlines()[1:5]
    assert first.endswith("<b>bold</b> 0")  # as text
    assert again.endswith("<b>bold</b> again")
    assert copies.startswith("  (1 time more, ")
    assert more.startswith("  (1 time more, ")
    assert earlier.count("oneDNN") == 1
    assert "<b>bold</b> 1" in earlier
    dialog.get_by_role("button", name="Close").click()
    assert notebook.cells.count() == before
    # Not by the toolbar's button, whose name JupyterLab 4.0 does not say; the command waits for the dialog.
    page.evaluate("void window.jupyterapp.commands.execute('notebook:restart-kernel')")
    notebook.accept()
    expect(item).to_have_count(0, timeout=SLOW)
    notebook.ready()  # a server that ends in the midst of a restart fails (jupyter_client/multikernelmanager.py)


def test_a_flood_is_told_by_its_last_lines_and_none_is_cut(lab: tuple[FrontEnds, str, Path], page: Page) -> None:
    _made, address, folder = lab
    notebook = opened(page, address, folder, "flood.ipynb")
    notebook.run(SPEAK.format(20_008).replace("{n}\\n", "{n} {'x' * 900} end\\n"))
    item = page.get_by_role("button", name="Keras quiet has hidden")
    expect(item).to_have_text("20,008 hidden", timeout=SLOW)
    item.click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Keras quiet has hidden 20,008 lines")
    heading, *lines = dialog.locator("pre").inner_text().splitlines()
    assert heading == "In the last cell that had any, the last 40 of 20,008:"
    assert [line[-4:] for line in lines[:40]] == [" end"] * 40
    assert "older lines were dropped" in lines[-1]
    assert lines[-1].endswith("In a cell, %keras_quiet log prints the others.")
    dialog.get_by_role("button", name="Close").click()


@pytest.mark.parametrize("theme", ["JupyterLab Light", DARK])
def test_the_dialog_switches_the_filter_and_the_bar_says_so(
    lab: tuple[FrontEnds, str, Path], page: Page, request: pytest.FixtureRequest, theme: str
) -> None:
    _made, address, folder = lab
    name = f"{request.node.callspec.params['lab']}-{theme}"
    notebook = opened(page, address, folder, f"switch-{theme[-4:]}.ipynb")
    use_theme(page, theme)
    item = page.get_by_role("button", name=ITEM)
    notebook.run(SPEAK.format(2))
    expect(item).to_have_text("2 hidden", timeout=SLOW)
    item.click()
    shot(page, f"dialog-{name}")
    count = notebook.cells.count()
    page.get_by_role("button", name="Switch filter off", exact=True).click()
    expect(item).to_have_text("filter off", timeout=SLOW)
    assert "every line is shown" in (item.get_attribute("title") or "")
    assert "oneDNN" in notebook.run(SPEAK.format(1)).inner_text()
    assert notebook.cells.count() == count + 1
    shot(page, f"filter-off-{name}")
    item.click()
    expect(page.locator(".jp-Dialog")).to_contain_text("The filter is off. Keras quiet has hidden 2 lines")
    shot(page, f"dialog-off-{name}")
    page.get_by_role("button", name="Switch filter on", exact=True).click()
    expect(item).to_have_text("2 hidden", timeout=SLOW)
    assert notebook.run(SPEAK.format(1)).inner_text() == ""
    expect(item).to_have_text("3 hidden", timeout=SLOW)
    use_theme(page, "JupyterLab Light")


@pytest.mark.parametrize("end", ["", "; 1 / 0"], ids=["well", "with an error"])
def test_the_filter_is_switched_after_the_running_cell(
    lab: tuple[FrontEnds, str, Path], page: Page, request: pytest.FixtureRequest, end: str
) -> None:
    _made, address, folder = lab
    notebook = opened(page, address, folder, f"later-{len(end)}.ipynb")
    item = page.get_by_role("button", name=ITEM)
    notebook.run(SPEAK.format(2))
    cell = notebook.start(f"import time; time.sleep(6){end}")
    item.click()
    shot(page, f"dialog-busy-{request.node.callspec.params['lab']}")
    page.get_by_role("button", name="Switch filter off after the running cell").click()
    expect(cell.locator(".jp-InputArea-prompt")).to_have_text("[*]:")
    expect(item).to_have_text("filter off", timeout=SLOW)


def test_the_report_is_copied(lab: tuple[FrontEnds, str, Path], page: Page, request: pytest.FixtureRequest) -> None:
    _made, address, folder = lab
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    notebook = opened(page, address, folder, "report.ipynb")
    item = page.get_by_role("button", name=ITEM)
    notebook.run(SPEAK.format(2))
    item.click()
    page.get_by_role("button", name="Copy report", exact=True).click()
    expect(page.get_by_text("The report is in the clipboard.")).to_be_visible()
    shot(page, f"copied-{request.node.callspec.params['lab']}")
    assert "filter: on, 2 hidden by 1 rules" in page.evaluate("navigator.clipboard.readText()")
    notebook.run("%keras_quiet off")
    page.evaluate("navigator.clipboard.writeText('')")
    notebook.start("import time; time.sleep(6)")
    item.click()
    page.get_by_role("button", name="Copy report after the running cell").click()
    page.get_by_role("button", name="Copy", exact=True).click(timeout=SLOW)
    assert "filter: off, 2 hidden by 1 rules" in page.evaluate("navigator.clipboard.readText()")


EXECUTE = "([command, options]) => void window.jupyterapp.commands.execute(command, options)"


def test_beside_the_notebook_a_tab_without_a_kernel_has_no_count(lab: tuple[FrontEnds, str, Path], page: Page) -> None:
    _made, address, folder = lab
    opened(page, address, folder, "beside.ipynb").run(SPEAK.format(2))
    item = page.get_by_role("button", name=ITEM)
    expect(item).to_have_text("2 hidden", timeout=SLOW)
    panel = page.evaluate("window.jupyterapp.shell.currentWidget.id")
    (folder / "text.txt").write_text("text")
    for command, options in (("launcher:create", {}), ("docmanager:open", {"path": "text.txt"})):
        page.evaluate(EXECUTE, [command, options])
        expect(item).to_have_count(0)
        page.evaluate("id => window.jupyterapp.shell.activateById(id)", panel)
        expect(item).to_have_text("2 hidden")
    page.evaluate("void window.jupyterapp.commands.execute('kernelmenu:shutdown')")
    expect(item).to_have_count(0, timeout=SLOW)


def test_each_notebook_has_its_own_count(lab: tuple[FrontEnds, str, Path], page: Page) -> None:
    _made, address, folder = lab
    opened(page, address, folder, "one.ipynb").run(SPEAK.format(1))
    item = page.get_by_role("button", name="Keras quiet has hidden")
    expect(item).to_have_text("1 hidden", timeout=SLOW)
    opened(page, address, folder, "two.ipynb", kernel=fronts.PLAIN).run("1 + 1")
    expect(item).to_have_count(0)


# What a reader does with tabs, by JupyterLab's own commands: the locators of pages.Notebook know one notebook.
OPEN = """async path => {
  const panel = await window.jupyterapp.commands.execute('docmanager:open', { path });
  await panel.context.ready;
  await panel.sessionContext.ready;
  return panel.id;
}"""
RUN = """async code => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  await sessionContext.ready;
  while (!(sessionContext.session && sessionContext.session.kernel)) {
    await new Promise(done => setTimeout(done, 100));
  }
  await sessionContext.session.kernel.requestExecute({ code }).done;
}"""
SWITCH = "name => window.jupyterapp.shell.currentWidget.sessionContext.changeKernel({ name })"


def test_the_notebook_in_front_counts_and_a_plain_kernel_has_nothing_to_say(
    lab: tuple[FrontEnds, str, Path], page: Page
) -> None:
    _made, address, folder = lab
    item = page.get_by_role("button", name="Keras quiet has hidden")
    opened(page, address, folder, "first.ipynb")
    first = page.evaluate("window.jupyterapp.shell.currentWidget.id")
    page.evaluate(RUN, SPEAK.format(1))
    expect(item).to_have_text("1 hidden", timeout=SLOW)
    write_notebook(folder, "second.ipynb")
    second = page.evaluate(OPEN, "second.ipynb")
    expect(item).to_have_count(0)
    page.evaluate(RUN, SPEAK.format(2) + "\n1 / 0")  # the reply of an error says it too
    expect(item).to_have_text("2 hidden", timeout=SLOW)
    for panel, text in ((first, "1 hidden"), (second, "2 hidden")):
        page.evaluate("id => window.jupyterapp.shell.activateById(id)", panel)
        expect(item).to_have_text(text)
    page.evaluate(SWITCH, fronts.PLAIN)
    expect(item).to_have_count(0)
    page.evaluate(RUN, "1 + 1")
    expect(item).to_have_count(0)
    page.evaluate(SWITCH, fronts.QUIET)
    page.evaluate(RUN, SPEAK.format(3))
    expect(item).to_have_text("3 hidden", timeout=SLOW)


def test_notebook_7_is_as_before(lab: tuple[FrontEnds, str, Path], page: Page) -> None:
    made, address, folder = lab
    if not (made.programs / "jupyter-notebook").exists():
        pytest.skip("the environment has JupyterLab alone")
    notebook = opened(page, address, folder, "seven.ipynb", place="notebooks")
    assert notebook.run(SPEAK.format(2)).inner_text() == ""
    shot(page, "status-notebook-7")


def test_the_extension_is_listed_as_ok_and_can_be_disabled(lab: tuple[FrontEnds, str, Path], page: Page) -> None:
    made, address, folder = lab
    listed = made.run("jupyter", "labextension", "list")
    (line,) = [line for line in (listed.stdout + listed.stderr).splitlines() if "keras-quiet v" in line]
    assert "enabled" in line
    assert "OK" in line
    made.run("jupyter", "labextension", "disable", "keras-quiet", "--level=user")
    try:
        opened(page, address, folder, "off.ipynb").run(SPEAK.format(2))
        expect(page.get_by_role("button", name="Keras quiet has hidden")).to_have_count(0)
    finally:
        made.run("jupyter", "labextension", "enable", "keras-quiet", "--level=user")


def give(page: Page, scope: str) -> None:
    """Let our script meet shared packages of another shape."""

    def change(route: Route) -> None:
        text = route.fetch().text()
        assert "scope = given;" in text
        route.fulfill(body=text.replace("scope = given;", scope), content_type="text/javascript")

    page.route("**/keras-quiet/static/remoteEntry.js*", change)


# Another extension's own, newer copies, which nobody has loaded.
NEWER = """scope = Object.fromEntries(Object.entries(given).map(([name, versions]) =>
  [name, { ...versions, '1000.0.0': { get: async () => { throw new Error(`the copy of ${name} was taken`); } } }]));"""


def test_the_packages_that_jupyterlab_has_loaded_are_taken(lab: tuple[FrontEnds, str, Path], page: Page) -> None:
    _made, address, folder = lab
    give(page, NEWER)
    opened(page, address, folder, "newer.ipynb").run(SPEAK.format(2))
    expect(page.get_by_role("button", name="Keras quiet has hidden")).to_have_text("2 hidden", timeout=SLOW)


SHAPES = {
    "no packages": "scope = {};",
    "packages without versions": "scope = Object.fromEntries(Object.keys(given).map(name => [name, {}]));",
    "versions without get": "scope = Object.fromEntries(Object.keys(given).map(name => [name, {'1': {}}]));",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_that_is_not_as_expected_shows_nothing_and_works(
    lab: tuple[FrontEnds, str, Path], page: Page, shape: str
) -> None:
    _made, address, folder = lab
    give(page, SHAPES[shape])
    notebook = opened(page, address, folder, "broken.ipynb")
    assert notebook.run(SPEAK.format(2)).inner_text() == ""
    expect(page.get_by_role("button", name="Keras quiet has hidden")).to_have_count(0)
