"""What a rule is: one known message, who says it, and what happens to it."""

from typing import NamedTuple, Tuple

HIDE = "hide"
ONCE = "once"  # the first is shown, repeats are hidden
HIDE_WITHOUT_GPU = "hide_without_gpu"  # hidden where the machine shows no accelerator; otherwise like ONCE

# A source of warnings: any file of an installed package.
INSTALLED = "*"


class Rule(NamedTuple):
    """One known message.

    `kind` says by which way it comes (`kinds`). `sources` are the names of those who may say it, by kind:

    * native: the base name of a C++ file, or the end of its path where the same base name says other things elsewhere;
    * logging: the name of a logger;
    * warning: a file or a folder ("torch/") below site-packages, or INSTALLED; "!torch/" takes a folder out;
    * write: the name of the module that writes;
    * bare: nobody, ().

    `messages` are regular expressions, each for one text, matched from its beginning; `categories` are those of a
    warning, () for any. `continues` are regular expressions for the lines that follow and belong to the message, each
    matched after the line's indentation and as long as the upstream text allows; "$" is a blank line. A warning's own
    line of code needs none (`continuations`). `why` is one sentence with the upstream file or issue. `samples` are
    whole lines, or for a write the text written. `asked_by` are environment variables by which a user asks for the
    message, set to anything or to one value ("NAME=VALUE"): then it is shown.
    """

    id: str
    kind: str
    sources: Tuple[str, ...]
    messages: Tuple[str, ...]
    action: str
    why: str
    samples: Tuple[str, ...]
    categories: Tuple[str, ...] = ()
    continues: Tuple[str, ...] = ()
    asked_by: Tuple[str, ...] = ()
