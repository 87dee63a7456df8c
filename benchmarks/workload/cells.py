"""What a cell is, and which cells a row runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet


@dataclass(frozen=True)
class Signal:
    """A literal text that must reach the reader, in the rows that `needs` speaks of.

    `native` ones are written to file descriptor 2: before ipykernel 6 they reach the terminal alone, in any kernel.
    """

    text: str
    needs: str = ""
    native: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell: its code, what must arrive, and the lines of its own output as regular expressions.

    Cells of one name are variants: a row runs the first whose `needs` it meets. `dies`: the kernel ends in it.
    """

    name: str
    code: str
    needs: str = ""
    signals: tuple[Signal, ...] = ()
    own: tuple[str, ...] = ()
    dies: bool = False


@dataclass(frozen=True)
class LeftOut:
    """Why rows that meet `needs` do not run the cells of a name."""

    name: str
    needs: str
    reason: str


def meets(tags: AbstractSet[str], needs: str) -> bool:
    """Whether a row's tags meet an expression: words are all needed, `a|b` is either, `!a` is not that one."""
    return all(any(_has(tags, word) for word in words.split("|")) for words in needs.split())


def _has(tags: AbstractSet[str], word: str) -> bool:
    return word.removeprefix("!") not in tags if word.startswith("!") else word in tags


def cells_of(tags: AbstractSet[str], cells: Iterable[Cell], left_out: Iterable[LeftOut]) -> list[Cell]:
    """Return the cells that a row runs, in order."""
    chosen: dict[str, Cell] = {}
    out = {entry.name for entry in left_out if meets(tags, entry.needs)}
    for cell in cells:
        if cell.name not in chosen and cell.name not in out and meets(tags, cell.needs):
            chosen[cell.name] = cell
    return list(chosen.values())


def reasons_of(tags: AbstractSet[str], left_out: Iterable[LeftOut]) -> dict[str, str]:
    """Return the names of the cells that a row leaves out, each with its reason."""
    return {entry.name: entry.reason for entry in left_out if meets(tags, entry.needs)}


# Progress bars of Keras 2 and 3, without their colours; nothing that a log line could be.
PROGRESS = re.compile(
    r"(?:[\d/━=>.:+\-\[\] e]|Epoch|Unknown|loss|(?:sparse_categorical_)?accuracy|acc|val_|ETA|nan|inf"
    r"|(?:ms|us|s)/(?:step|epoch)|\d+(?:ms|us|s))*"
)
