"""The documents agree with the code: configuration, version and changelog, files that are linked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from keras_quiet import __version__
from keras_quiet.inside.machine import OVERRIDE
from keras_quiet.server.provisioner import KerasQuietProvisioner
from keras_quiet.server.settings import KEYS, PROJECT_KEYS, Settings

ROOT = Path(__file__).parents[1]
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text("utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/configuration.md")]


def rows(heading: str) -> dict[str, list[str]]:
    """Return the rows of the table below a heading, by their first cell."""
    text = CONFIGURATION.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:3] == "| `"]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_every_key_of_a_kernel_is_there_with_its_default() -> None:
    found = rows("Keys of a kernel, and of the Jupyter server")
    assert set(found) == set(KEYS)
    assert set(found) <= set(KerasQuietProvisioner.class_trait_names(config=True))
    for key in KEYS:
        default = getattr(Settings(), key)
        written = {str: f'"{default}"', bool: str(default).lower()}.get(type(default), str(list(default or ())))
        assert found[key][1] == f"`{written}`"


def test_the_extension_of_jupyterlab_has_this_version() -> None:
    package = json.loads((ROOT / "labextension" / "keras-quiet" / "package.json").read_text("utf-8"))
    assert package["version"] == __version__


def test_every_key_of_a_project_file_is_there() -> None:
    assert set(rows("The project file")) == set(PROJECT_KEYS)


def test_our_own_variable_is_there() -> None:
    assert OVERRIDE in rows("Environment variables")


def test_the_changelog_speaks_of_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## \[(?:Unreleased|{re.escape(__version__)})\]", text, re.MULTILINE)
    released = re.findall(r"^## \[(\d[^]]*)\]", text, re.MULTILINE)
    assert not released or released[0] == __version__


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
