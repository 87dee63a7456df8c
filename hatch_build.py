"""Puts the index of the rules into the wheel, so that a kernel knows who speaks in which table before it loads any.

The build backend runs it: https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = Path(__file__).parent / "provisioner"


class IndexOfRules(BuildHookInterface):
    """Writes the index into a temporary folder: nothing that is generated lies among the sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the index before the wheel; an editable installation has none, since its rules may change."""
        if version == "editable":
            return
        sys.path.insert(0, str(PACKAGES))
        sys.dont_write_bytecode = True
        from keras_quiet.inside.judging import speakers  # noqa: PLC0415  # not installed: it is being built

        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / "speakers.txt"
        file.write_bytes(speakers.index_of_all().encode("utf-8"))
        build_data["force_include"][str(file)] = "keras_quiet/inside/judging/speakers.txt"

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Remove the folder after the wheel is written."""
        if version != "editable":
            self._folder.cleanup()
