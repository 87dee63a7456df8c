"""No file of the package needs itself, imports for types included; `lint-imports` holds the directions of folders."""

from __future__ import annotations

from graphlib import TopologicalSorter

from grimp import build_graph


def test_no_circle_of_imports_has_two_files() -> None:
    """The linter looks at the files and folders of one folder; this looks at a folder and its own files too."""
    graph = build_graph("keras_quiet", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert imports["keras_quiet.inside.judging.verdicts"]
    TopologicalSorter(imports).prepare()
