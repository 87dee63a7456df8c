"""The documents agree with the code: configuration, version and changelog, files that are linked."""

from __future__ import annotations

import argparse
import html
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from keras_quiet import __version__
from keras_quiet.command.main import _parser
from keras_quiet.command.verbs import VERBS
from keras_quiet.inside.judging.machine import OVERRIDE
from keras_quiet.server.provisioner import KerasQuietProvisioner
from keras_quiet.server.settings import KEYS, PROJECT_KEYS, Settings, parse
from traitlets.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text("utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/configuration.md")]


def rows(heading: str) -> dict[str, list[str]]:
    """Return the rows of the table below a heading, by their first cell."""
    text = CONFIGURATION.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:3] == "| `"]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_every_key_of_a_kernel_is_there_with_its_default() -> None:
    found = rows("Keys of a kernel, and of one program")
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


def documents() -> dict[str, str]:
    """Return all that is written for people, by its name: the pages, and the help page of the kernel."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "kernelspec" / "help.html"]
    return {page.name: html.unescape(page.read_text("utf-8")) for page in pages}


def commands() -> Iterator[str]:
    """Yield each command of ours that a document shows in code, without its comment and its output."""
    for text in documents().values():
        code = re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`|<code>(.*?)</code>|<pre>(.*?)</pre>", text, re.DOTALL)
        for line in "\n".join("".join(parts) for parts in code).splitlines():
            shown = re.sub(r"\s#.*", "", line)
            # In quotes, a command is one word of another command.
            found = re.search(r'"jupyter keras-quiet (\w[^"]*)"', shown) or re.search(
                r"jupyter keras-quiet (\w.*)", shown
            )
            if found and found.group(1).partition(" ")[0] in VERBS:
                yield found.group(1).strip()


@pytest.mark.parametrize("words", sorted(set(commands())))
def test_a_command_that_a_document_shows_is_understood(words: str) -> None:
    split = shlex.split(words)
    _parser(split).parse_args(split)


def test_every_verb_is_in_a_document() -> None:
    assert {words.split()[0] for words in commands()} == set(VERBS)


def options(verb: str) -> list[list[str]]:
    """Return the options of a verb, each in its short and its long form."""
    (verbs,) = (action for action in _parser([verb])._actions if isinstance(action, argparse._SubParsersAction))
    actions = verbs.choices[verb]._actions
    return [each.option_strings for each in actions if each.option_strings and each.dest != "help"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_a_verb_is_on_a_page_that_shows_the_verb(verb: str) -> None:
    pages = "\n".join(text for text in documents().values() if f"jupyter keras-quiet {verb}" in text)
    assert [forms for forms in options(verb) if not re.search(rf"(?<![\w-])({'|'.join(forms)})(?![\w-])", pages)] == []


def configurations() -> list[str]:
    lines = [line for text in documents().values() for line in re.findall(r"^c\.\w+.*=.*$", text, re.MULTILINE)]
    return sorted({line.partition("</pre>")[0].strip() for line in lines})


@pytest.mark.parametrize("line", configurations())
def test_a_line_of_configuration_that_a_document_shows_is_understood(line: str) -> None:
    config = Config()
    exec(line, {"c": config})  # noqa: S102  # as traitlets does
    (section,) = config
    if section == "KerasQuietProvisioner":
        assert parse(dict(config[section]))[1] == []


def test_every_target_that_a_document_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = {name for text in documents().values() for name in re.findall(r"(?:`|\$ )make ([a-z-]+)", text)}
    assert {"demo", "test"} <= named
    assert not [name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)]


def test_each_kernel_of_the_page_on_other_machines_names_the_test_that_starts_it() -> None:
    page = (ROOT / "docs" / "other-machines.md").read_text("utf-8")
    found = dict(
        re.findall(r"^\| \[[\w-]+\]\(kernels/([\w-]+)/kernel\.json\) \| `(tests/live/\w+\.py)`", page, re.MULTILINE)
    )
    assert set(found) == {each.name for each in (ROOT / "docs" / "kernels").iterdir()}
    for name, file in found.items():
        text = (ROOT / file).read_text("utf-8")
        helpers = (ROOT / "tests" / "harness" / "far_sessions.py").read_text("utf-8")
        assert f'"{name}"' in text or (f'"{name}"' in helpers and "far_sessions" in text)
