"""Whether what a rule says is what upstream says: its literal texts stand in a release that it names.

python tools/upstream_texts.py [FOLDER ...]     folders of installed packages; without one, those of built environments

The literal parts of a rule's patterns, of 8 characters or more, are looked for in the shared libraries and the Python
sources of the packages that its `upstream` names, in versions that it allows. Prints the rules of which a text stands
in none, with the texts and with the releases that were searched: they are to be read against their source. Needs GNU
grep. Exit 1 if a text stands in none of the releases that were searched for it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pinned
from deciding.table import RULES
from keras_quiet.command.rulebook import reading
from proving import claims, searching

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def unproved(made: Sequence[claims.Claim], sites: Iterable[Path]) -> Iterator[tuple[claims.Claim, set[str], set[str]]]:
    """Yield the claims with a text that stands in no release, the texts, and the releases that were searched."""
    left = {claim.id: set(claim.parts) for claim in made}
    searched: dict[str, set[str]] = {claim.id: set() for claim in made}
    done = set()
    for release in (each for site in sites for each in searching.releases(site)):
        allowed = [claim for claim in made if claim.allows(release.package, release.version)]
        name = f"{release.package} {'.'.join(map(str, release.version))}"
        if not allowed or name in done:
            continue
        done.add(name)
        found = searching.standing({text for claim in allowed for text in left[claim.id]}, release)
        for claim in allowed:
            left[claim.id] -= found
            searched[claim.id].add(name)
    yield from ((claim, left[claim.id], searched[claim.id]) for claim in made if left[claim.id])


def main(arguments: list[str] | None = None) -> int:
    """Print the rules that no release proves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    folders = parser.parse_args(arguments).folders or list(pinned.built())
    made = [claims.of(rule) for rule in reading.read_rules(RULES).rules]
    found = list(unproved(made, folders))
    for title, wanted in (("Not where it is said to stand", True), ("No release of it was searched", False)):
        print(f"\n## {title}\n")
        for claim, texts, searched in found:
            if bool(searched) is wanted:
                print(f"- {claim.id}: {', '.join(map(repr, sorted(texts)))} ({', '.join(sorted(searched)) or 'none'})")
    print(f"\nOf {len(made)} rules {len(made) - len(found)} are proved.")
    return int(any(searched for _, _, searched in found))


if __name__ == "__main__":
    sys.exit(main())
