"""Every log statement of an installed package, and who decides what happens to it.

python tools/statements.py FOLDER [--tsv]       a folder such as .../site-packages/tensorflow

Statements of C++ are read out of the shared libraries' machine code (Linux on x86-64 only), those of Python out of the
sources. Each is named by a rule or a [[shown]] entry of rules/, by an entry of rules/unread.toml where no pattern can
match it, or by nobody. Without --tsv the undecided ones are printed by file, and a last line that counts. With --tsv
each is a line of file, line, level, decision, rule or reason, and literal text ("…" is a hole), and the count goes to
stderr. The level of a Python statement is its way: the category of a warning, or a logger and its method. Exit 1 if a
statement of INFO or WARNING is undecided; errors stay shown as a class.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from deciding import reports
from deciding.table import Table
from keras_quiet.errors import KerasQuietError


def main(arguments: list[str] | None = None) -> int:
    """Print the statements of one package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--tsv", action="store_true", help="all statements, one a line")
    asked = parser.parse_args(arguments)
    try:
        table = Table.of(asked.folder.resolve())
    except (OSError, ValueError, KerasQuietError) as error:
        print(f"statements.py: {error}", file=sys.stderr)
        return 2
    if asked.tsv:
        sys.stdout.writelines(f"{line}\n" for line in reports.rows(table))
    else:
        sys.stdout.writelines(f"{line}\n" for line in reports.undecided(table))
    print(reports.count(table), file=sys.stderr if asked.tsv else sys.stdout)
    return int(bool(table.undecided))


if __name__ == "__main__":
    sys.exit(main())
