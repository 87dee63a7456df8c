"""Tests the rules, compiles them to the one file that a kernel reads, and puts their table into the Help menu's page.

The build backend runs it: https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
PACKAGES = ROOT / "provisioner"
COMPILED = "keras_quiet/inside/rules.json"
PAGE = ROOT / "kernelspec" / "help.html"
# For the shipped kernel, and for those that `jupyter keras-quiet install` writes.
SHARED, INSTALLED = "share/jupyter/kernels/keras-quiet/help.html", "keras_quiet/kernelspec/help.html"


class CompiledRules(BuildHookInterface):
    """Writes the file into a temporary folder; an editable installation has it beside the code, ignored by git."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the rules before the wheel; refuse to build with a wrong one."""
        self._folder = tempfile.TemporaryDirectory()
        compiled, page = _made()
        file = PACKAGES / COMPILED if version == "editable" else Path(self._folder.name) / "rules.json"
        file.write_text(compiled, encoding="utf-8")
        help_page = Path(self._folder.name) / "help.html"
        help_page.write_text(page, encoding="utf-8")
        build_data["shared_data"][str(help_page)] = SHARED
        build_data["force_include"][str(help_page)] = INSTALLED
        if version != "editable":
            build_data["force_include"][str(file)] = COMPILED

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Remove the folder after the wheel is written."""
        self._folder.cleanup()


def _made() -> tuple[str, str]:
    """Return the text of the compiled rules, and the page. Raises SystemExit with every problem of the rules."""
    sys.path.insert(0, str(PACKAGES))
    sys.dont_write_bytecode = True
    from keras_quiet.command.rulebook import checking, compiling, page, reading  # noqa: PLC0415  # it is being built

    book = reading.read_rules(ROOT / "rules")
    problems = checking.Check(book).problems()
    if problems:
        raise SystemExit("\n".join(["The rules are refused:", *map(str, problems)]))
    return compiling.compiled(book.rules), page.with_table(PAGE.read_text(encoding="utf-8"), book.rules)
