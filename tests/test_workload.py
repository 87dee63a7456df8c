"""The matrix's data and its pure parts: every cell that a row leaves out has a reason, and lines are counted right."""

from __future__ import annotations

import pytest
from workload import counts, page, picture
from workload.cells import Cell, Signal, cells_of, meets, reasons_of
from workload.contestants import CONTESTANTS, OURS
from workload.judge import Shown, judge
from workload.reasons import EITHER, LEFT, LEFT_OUT
from workload.rows import ROWS, Row
from workload.workloads import WORKLOADS

WARNED = "/env/lib/python3.11/site-packages/keras/a.py:9: UserWarning: mind this\n  super().__init__()\n"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_cell_is_run_or_left_out_with_a_reason(row: Row) -> None:
    cells = WORKLOADS[row.workload]
    names = {cell.name for cell in cells}
    run = {cell.name for cell in cells_of(row.tags, cells, LEFT_OUT)}
    assert run | (set(reasons_of(row.tags, LEFT_OUT)) & names) == names
    assert cells_of(row.tags, cells, LEFT_OUT)[-1].dies


@pytest.mark.parametrize(
    ("needs", "met"), [("", True), ("a", True), ("a|x b", True), ("!a", False), ("!x", True), ("a x", False)]
)
def test_needs_are_words_alternatives_and_exclusions(needs: str, met: bool) -> None:
    assert meets({"a", "b"}, needs) is met


CELL = Cell("c", "", signals=(Signal("mind this"), Signal("at fd 2", native=True)), own=(r"own \d+",))
SHOWN = {
    "everything as it should be": (Shown((f"own 1\n{WARNED}", "at fd 2\n")), [], []),
    "noise": (Shown((f"I0000 noise\n{WARNED}at fd 2\n",)), ["I0000 noise"], []),
    "noise of two lines": (Shown(("noise\n  more\nmind this at fd 2",)), ["noise", "  more"], []),
    "a progress bar": (Shown(("\x1b[1m1/8\x1b[0m ━━━ 0s 2ms/step - loss: 1.2e-3\x08\x08\rmind this at fd 2",)), [], []),
    "noise glued to a progress bar": (Shown(("8/8 ━━━ noise\nmind this at fd 2",)), ["8/8 ━━━ noise"], []),
    "a lost signal": (Shown(("at fd 2\n",)), [], ["mind this"]),
    "an exception that nobody expected": (
        Shown(("mind this at fd 2",), "KeyError: k"),
        [],
        ["the cell failed: KeyError: k"],
    ),
}


@pytest.mark.parametrize("what", SHOWN)
def test_what_a_cell_showed_is_counted(what: str) -> None:
    shown, noise, lost = SHOWN[what]
    verdict = judge(CELL, frozenset(), shown)
    assert (verdict.noise, verdict.lost) == (noise, lost)


def test_a_line_that_counts_on_neither_side_is_kept_for_the_page() -> None:
    verdict = judge(Cell("c", ""), frozenset(), Shown((f"before\n{next(iter(EITHER))}: x\n",)))
    assert (verdict.noise, verdict.neither) == (["before"], [f"{next(iter(EITHER))}: x"])


def test_native_signals_are_sought_on_the_terminal_where_no_kernel_brings_them_into_the_notebook() -> None:
    shown = Shown(("mind this",), terminal="at fd 2\n")
    assert judge(CELL, frozenset({"terminal"}), shown).lost == []
    assert judge(CELL, frozenset(), shown).lost == ["at fd 2"]


def _results(noise: list[str], lost: list[str]) -> counts.Results:
    found = {"noise": noise, "lost": lost, "neither": [next(iter(EITHER))]}
    session = {"cells": {"fit": found, "predict": {"noise": [], "lost": []}}, "seconds": 1}
    about = {"versions": {"python": "3.11"}, "date": "2026-01-02"}
    return {"TF 2.21": {**about, "contestants": {contestant.name: session for contestant in CONTESTANTS}}}


def test_noise_without_a_reason_and_lost_signals_of_ours_are_told() -> None:
    row = ROWS[0]
    reason = next(iter(LEFT))
    assert counts.unexplained(_results([f"I0000 {reason}"], []), row) == []
    assert counts.unexplained(_results(["I0000 noise"], ["word"]), row) == ["I0000 noise", "word"]


def test_the_page_names_versions_counts_and_what_is_left() -> None:
    text = page.markdown(_results(["I0000 noise", next(iter(LEFT))], ["word"]))
    assert "| TF 2.21 | python 3.11 | 2026-01-02 | 2 | 1 | 2 | 1 |" in text
    assert "- TF 2.21: **without a reason**: `I0000 noise`" in text
    assert "- fit: `word` (TF 2.21)" in text
    assert "Shown: plain kernel 1, keras-quiet 1." in text


def test_the_picture_has_a_point_for_each_contestant() -> None:
    drawn = picture.svg(counts.totals(_results(["I0000 noise"], ["word"])))
    assert drawn.count("<circle") == len(CONTESTANTS)
    assert f">{OURS.name} (1, 1)</text>" in drawn
