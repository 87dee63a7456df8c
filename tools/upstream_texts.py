"""Whether what a rule says is what upstream says: its literal texts stand in a release that it names.

python tools/upstream_texts.py [FOLDER ...]     folders of installed packages; without one, those of built environments

The literal parts of a rule's patterns, of 8 characters or more, are looked for in the shared libraries and the Python
sources of the packages that its `upstream` names, in versions that it allows, and in what programs are known to have
printed (tests/corpus). Of releases that are not installed proving/read.toml says which texts were read elsewhere.
Prints the rules of which a text stands nowhere, with the texts and with the releases that were searched: they are to be
read against their source. Needs GNU grep. Exit 1 if there are such rules, unless pinned environments are not there, in
which the texts may stand: those are named.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

import pinned
from deciding.table import RULES
from keras_quiet.command.rulebook import reading
from proving import claims, searching

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

COLLECTIONS = Path(__file__).parents[1] / "tests" / "corpus"
READ = Path(__file__).parent / "proving" / "read.toml"


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


def proofs(made: Iterable[claims.Claim], sites: Iterable[Path], printed: str = "") -> list[Proof]:
    """Return what of each claim stands in the packages of some folders, or in what is known to have been printed."""
    found = [Proof(claim, {text for text in claim.parts if text in printed}, []) for claim in made]
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


def printed() -> str:
    """Return the texts of the collections: lines of stored outputs, of issues and of recordings."""
    return "\n".join(
        text
        for file in sorted(COLLECTIONS.rglob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        for text in _texts(json.loads(line))
    )


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            yield from _texts(list(value.values()))


def read() -> dict[str, set[str]]:
    """Return the texts of each rule that were read in a source or an output of a release that is not installed."""
    entries = tomllib.loads(READ.read_text("utf-8"))["read"]
    return {entry["rule"]: set(entry["texts"]) for entry in entries}


def main(arguments: list[str] | None = None) -> int:
    """Print the rules that no release proves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    asked = parser.parse_args(arguments).folders
    absent = [] if asked else [name for name in pinned.known() if pinned.is_missing(name)]
    found = proofs([claims.of(rule) for rule in reading.read_rules(RULES).rules], asked or pinned.built(), printed())
    elsewhere = read()
    for each in found:
        each.found.update(elsewhere.get(each.claim.id, ()))
    wrong = [each for each in found if each.missing and each.searched]
    old = [each for each in found if each.missing and not each.searched]
    for title, listed in (("Not where it is said to stand", wrong), ("No release of it was searched", old)):
        print(f"\n## {title}: {len(listed)}\n")
        for each in listed:
            print(f"- {each.claim.id}: {', '.join(map(repr, each.missing))} ({', '.join(each.searched)})")
    print(
        f"\nOf {len(found)} rules {len(found) - len(wrong) - len(old)} are proved, "
        f"{sum(each.claim.id in elsewhere for each in found)} of them with texts that were read elsewhere."
    )
    if absent:
        print(f"Not there, so not searched: {', '.join(absent)}.")
    return int(bool(wrong or old) and not absent)


if __name__ == "__main__":
    sys.exit(main())
