"""`jupyter keras-quiet clean`."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from ...inside.guarding.foreign import one_line
from . import add, complain, say

if TYPE_CHECKING:
    import argparse

    from ..cleaning.files import File, Pipe
    from ..cleaning.judge import Rules

EPILOG = """Removed lines are gone from the file: afterwards only your version control has them, or the file that --log
names. Exit status: 0 if all is done; with --check, 1 if a notebook has known noise; 2 if a notebook cannot be cleaned.
The other notebooks are cleaned then."""


def add_parser(verbs: Any) -> None:
    """Add the verb and its options."""
    parser = add(verbs, run, "remove known noise from the stored outputs of notebooks, in place")
    parser.epilog = EPILOG
    parser.add_argument(
        "notebooks",
        nargs="+",
        metavar="NOTEBOOK",
        help="a notebook, or a folder that is searched for notebooks; - reads standard input, writes standard output",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if there is known noise")
    parser.add_argument("--diff", action="store_true", help="write nothing; print what would change in the files")
    parser.add_argument("-q", "--quiet", action="store_true", help="print only what is wrong")
    parser.add_argument(
        "--log",
        metavar="FILE",
        help="append each removed line to a file, after its notebook, its cell's number and its rule, with tabs",
    )
    for option, text in (
        ("--hide", "count more lines as known noise"),
        ("--show", "keep lines that a rule would remove"),
    ):
        parser.add_argument(option, action="append", default=[], metavar="PATTERN", help=f"{text}; may be repeated")


def run(chosen: argparse.Namespace) -> int:
    """Clean the notebooks and return the exit status."""
    from ...errors import CommandError

    try:
        return _clean_all(chosen)
    except CommandError as error:  # 1 says that there is known noise
        for problem in error.problems:
            complain(problem)
        return 2


def _clean_all(chosen: argparse.Namespace) -> int:
    from ...errors import CommandError
    from ..cleaning.files import File, Pipe, find
    from ..cleaning.judge import Rules
    from ..cleaning.log import append

    if "-" in chosen.notebooks and len(chosen.notebooks) > 1:
        raise CommandError("- is the notebook on standard input: name no other beside it")
    rules = Rules(chosen.hide, chosen.show)
    notebooks = [Pipe()] if chosen.notebooks == ["-"] else map(File, find(chosen.notebooks))
    if chosen.log:
        append(chosen.log, "", ())  # before anything goes
    counts = [_clean(notebook, rules, chosen) for notebook in notebooks]
    if not any(counts) and None not in counts:
        _tell(chosen, f"no known noise in {_number(len(counts), 'notebook')}")
    return 2 if None in counts else int(chosen.check and any(counts))


def _clean(notebook: File | Pipe, rules: Rules, chosen: argparse.Namespace) -> int | None:
    """Clean one notebook; return how many lines of it are known noise, or None where it cannot be cleaned."""
    from ...errors import CommandError
    from ..cleaning.log import append
    from ..cleaning.notebook import clean

    is_dry, content = chosen.check or chosen.diff, b""
    try:
        content = notebook.read()
        cleaned, gone = clean(content, rules)
        if not is_dry and gone:
            if chosen.log:
                append(chosen.log, notebook.name, gone)
            notebook.write(cleaned)
    except CommandError as error:
        complain(f"{notebook.name}: {error}")
        gone = None
    if not is_dry and not gone:
        notebook.leave(content)
    if gone:
        rows = [f"{rule} {count}" for rule, count in Counter(each.rule for each in gone).most_common()]
        what = f"{_number(len(gone), 'line')} {'would be removed' if is_dry else 'removed'}"
        _tell(chosen, f"{notebook.name}: {what}: {', '.join(rows)}")
    if gone and chosen.diff:
        _print_diff(notebook.name, content, cleaned)
    return None if gone is None else len(gone)


def _tell(chosen: argparse.Namespace, text: str) -> None:
    """Say something beside what the command prints: a notebook or a difference goes to standard output alone."""
    if not chosen.quiet:
        (complain if chosen.diff or chosen.notebooks == ["-"] else say)(text)


def _print_diff(name: str, before: bytes, after: bytes) -> None:
    from ..cleaning.differences import differences

    for line in differences(one_line(name), before, after):
        # In a terminal no text of a notebook moves the cursor; elsewhere `patch` wants it as it is.
        shown = f"{one_line(line[:-1], len(line))}\n" if sys.stdout.isatty() else line
        sys.stdout.buffer.write(shown.encode("utf-8", "surrogateescape"))


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
