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
from typing import TYPE_CHECKING, NamedTuple

import pinned
from deciding.table import RULES
from keras_quiet.command.rulebook import reading
from proving import claims, searching

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Proof(NamedTuple):
    """A claim, the texts of it that stand somewhere, and the releases that were searched."""

    claim: claims.Claim
    found: set[str]
    searched: list[str]

    @property
    def missing(self) -> list[str]:
        """The parts that stand nowhere."""
        return self.claim.unproved(self.found)

    def wanted(self) -> set[str]:
        """Return what is still to be looked for."""
        return {text for part in self.missing for text in (part, *claims.pieces(part))} - self.found


def proofs(made: Iterable[claims.Claim], sites: Iterable[Path]) -> list[Proof]:
    """Return what of each claim stands in the packages of some folders."""
    found = [Proof(claim, set(), []) for claim in made]
    done = set()
    for release in (each for site in sites for each in searching.releases(site)):
        name = f"{release.package} {'.'.join(map(str, release.version))}"
        allowed = [each for each in found if each.missing and each.claim.allows(release.package, release.version)]
        if not allowed or name in done:
            continue
        done.add(name)
        _search(allowed, release, name)
    return found


def _search(allowed: Sequence[Proof], release: searching.Release, name: str) -> None:
    for statements in (False, True):
        wanted = {text for each in allowed for text in each.wanted()}
        standing = searching.standing(wanted, release, statements=statements) if wanted else set()
        for each in allowed:
            each.found.update(standing)
    for each in allowed:
        each.searched.append(name)


def main(arguments: list[str] | None = None) -> int:
    """Print the rules that no release proves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    folders = parser.parse_args(arguments).folders or list(pinned.built())
    found = proofs([claims.of(rule) for rule in reading.read_rules(RULES).rules], folders)
    wrong = [each for each in found if each.missing and each.searched]
    old = [each for each in found if each.missing and not each.searched]
    for title, listed in (("Not where it is said to stand", wrong), ("No release of it was searched", old)):
        print(f"\n## {title}: {len(listed)}\n")
        for each in listed:
            print(f"- {each.claim.id}: {', '.join(map(repr, each.missing))} ({', '.join(each.searched)})")
    print(f"\nOf {len(found)} rules {len(found) - len(wrong) - len(old)} are proved.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
