"""What a rule is: one known message, who says it, and what happens to it. `rules/` at the top of the tree has them."""

from typing import NamedTuple, Tuple

HIDE = "hide"
ONCE = "once"  # the first is shown, repeats are hidden
HIDE_WITHOUT_GPU = "hide_without_gpu"  # hidden where the machine shows no accelerator; otherwise like ONCE
ACTIONS = (HIDE, ONCE, HIDE_WITHOUT_GPU)

# A source of warnings: any file of an installed package.
INSTALLED = "*"


class Rule(NamedTuple):
    """What judging needs of one entry of `rules/*.toml`; `rules/README.md` says what each field means."""

    id: str
    way: str
    sources: Tuple[str, ...] = ()
    messages: Tuple[str, ...] = ()
    action: str = HIDE
    continues: Tuple[str, ...] = ()
    categories: Tuple[str, ...] = ()
    asked_by: Tuple[str, ...] = ()
    called_from: Tuple[str, ...] = ()
