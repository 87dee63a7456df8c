"""Known noise out of the notebooks that nbconvert converts. This module alone imports nbconvert.

jupyter nbconvert --to html --Exporter.preprocessors=keras_quiet.preprocessor.CleanPreprocessor NOTEBOOK
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nbformat
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool, List, Unicode

from .command.cleaning.judge import Rules
from .command.cleaning.notebook import clean

if TYPE_CHECKING:
    from nbformat import NotebookNode


class CleanPreprocessor(Preprocessor):
    """Takes known noise out of the outputs, as `jupyter keras-quiet clean` does. The notebook's file stays as it is."""

    enabled = Bool(True, help="Whether it does anything").tag(config=True)
    hide = List(Unicode(), help="Patterns of lines that count as known noise too").tag(config=True)
    show = List(Unicode(), help="Patterns of lines that stay although a rule would take them").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook without known noise. Raises CommandError where a pattern is none."""
        content, gone = clean(json.dumps(nb).encode(), Rules(self.hide, self.show))
        self.log.info("keras-quiet: %d lines of known noise removed", len(gone))
        return (nbformat.from_dict(json.loads(content)) if gone else nb), resources  # type: ignore[no-untyped-call]
