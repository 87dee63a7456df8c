"""Folders of rules, made for one test each."""

from __future__ import annotations

import pytest
from keras_quiet.command.rulebook.checking import Check
from keras_quiet.command.rulebook.entries import Problem, Rulebook, RulebookError
from keras_quiet.command.rulebook.reading import read_rules

# A rule that holds; each test changes what it is about.
RULE = {
    "id": '"tea-notice"',
    "way": '"native"',
    "sources": '["tea.cc"]',
    "messages": "['Tea is ready']",
    "action": '"hide"',
    "why": '"A success, at each start."',
    "upstream": '["tea/tea.cc"]',
    "hides": '["I tensorflow/tea/tea.cc:12] Tea is ready in 3 minutes"]',
}


def rule(**fields: str | None) -> str:
    """Return the text of a rule with some fields otherwise, in TOML, or without those that are None."""
    lines = [f"{name} = {text}" for name, text in {**RULE, **fields}.items() if text is not None]
    return "\n".join(["[[rule]]", *lines, ""])


class Folder:
    """A folder of rules below tmp_path, with one file of the texts that it is asked to read."""

    def __init__(self, path: object) -> None:
        self.path = path / "rules"  # type: ignore[operator]
        self.path.mkdir()

    def read(self, *texts: str, **files: str) -> Rulebook:
        self.path.joinpath("tea.toml").write_text("\n".join(texts), "utf-8")
        for name, text in files.items():
            self.path.joinpath(f"{name}.toml").write_text(text, "utf-8")
        return read_rules(self.path)

    def refused(self, *texts: str, **files: str) -> list[str]:
        """Return with what texts the reading refuses them."""
        with pytest.raises(RulebookError) as caught:
            self.read(*texts, **files)
        return [str(problem) for problem in caught.value.problems]

    def problems(self, *texts: str, name: str = "", **files: str) -> list[str]:
        """Return what the check says of them."""
        found: list[Problem] = Check(self.read(*texts, **files)).problems(name)
        return [str(problem) for problem in found]
