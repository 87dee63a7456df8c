"""`python -m keras_quiet.command.rulebook [ID]`: tests the rules of this tree, or one of them."""

from __future__ import annotations

import sys
from difflib import get_close_matches

from .checking import Check
from .entries import RulebookError
from .reading import folder, read_rules


def main(arguments: list[str]) -> int:
    """Print what is wrong and return 1, or say that all is well and return 0."""
    name = arguments[0] if arguments else ""
    try:
        book = read_rules(folder())
    except RulebookError as error:
        print(error, file=sys.stderr)
        return 1
    known = [rule.id for rule in book.rules]
    if name and name not in known:
        similar = ", ".join(get_close_matches(name, known))
        print(f"There is no rule {name} in {folder()}.{similar and f' Similar: {similar}.'}", file=sys.stderr)
        return 1
    check = Check(book)
    problems = check.problems(name)
    print("\n".join(map(str, problems)), end="\n" if problems else "", file=sys.stderr)
    if not problems:
        rules = f"The rule {name} holds" if name else f"All {len(book.rules)} rules hold"
        print(f"{rules}: {check.tried} messages were tried.")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
