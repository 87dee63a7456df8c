"""The statements of pinned releases: what statements.py prints, for the packages of environments of the live tests.

python tools/pinned.py [NAME ...]       environments of tests/live/requirements; without one, what CI reads
python tools/pinned.py --all            all of which it is said what to read

A missing environment is built. Exit 1 if a statement of INFO or WARNING is undecided; with --all also if an entry of
rules/unread.toml counts more statements than any release has, which would decide a new one unread.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "harness"))

import environments
from deciding import reports
from deciding.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deciding.unread import Unread

# What is read of each environment. CI reads the first ones, beside the tests; the others are read on demand.
PACKAGES = {
    "tf-2.21": ("tensorflow", "keras"),
    "jax": ("jax", "jaxlib"),
    "torch": ("torch",),
    "plugins": ("jax_plugins", "jax_cuda12_plugin"),  # of libtpu only what its start says is decided
    "tf-2.16": ("tensorflow",),
    "tf-2.21-tf-keras": ("tf_keras", "tensorflow_hub"),
    "tf-2.21-more": ("keras_hub", "tensorflow_datasets"),
    "tf-nightly": ("tensorflow", "keras"),
    "keras-nightly": ("keras",),
}
IN_CI = ("tf-2.21", "jax", "torch")


def known() -> list[str]:
    """Return the names of all environments."""
    return environments.names()


def built() -> Iterator[Path]:
    """Yield the folders of packages of the environments that are there."""
    return (site_packages(name) for name in known() if not is_missing(name))


def is_missing(environment: str) -> bool:
    """Whether an environment is not built."""
    return environments.missing(environment) is not None


def site_packages(environment: str) -> Path:
    """Return the folder of an environment's packages. Raises RuntimeError, CalledProcessError if it cannot be built."""
    python = environments.build(environment)
    return next((python.parents[1] / "lib").glob("python3*/site-packages"))


def folders(environment: str) -> list[Path]:
    """Return the folders of the packages that are read of an environment."""
    site = site_packages(environment)
    return [site / package for package in PACKAGES[environment]]


def main(arguments: list[str] | None = None) -> int:
    """Print what is undecided in pinned releases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=IN_CI, metavar="NAME", help=", ".join(PACKAGES))
    parser.add_argument("--all", action="store_true", help="all of them")
    asked = parser.parse_args(arguments)
    names = tuple(PACKAGES) if asked.all else asked.names
    unknown = sorted(set(names) - PACKAGES.keys())
    if unknown:
        parser.error(f"of {', '.join(unknown)} it is not said what to read; known are {', '.join(PACKAGES)}")
    undecided = 0
    left: dict[Unread, int] = {}
    for name in names:
        for folder in folders(name):
            table = Table.of(folder)
            undecided += len(table.undecided)
            left = {each: min(count, left.get(each, count)) for each, count in table.left.items()}
            print(f"{folder.name} of {name}", *reports.undecided(table), reports.count(table), sep="\n", flush=True)
    unmet = [(each, count) for each, count in left.items() if asked.all and count]
    for each, count in unmet:
        there = each.count - count
        print(f"rules/unread.toml: {each.text!r} of {each.file!r} counts {each.count}, at most {there} are there")
    return int(bool(undecided or unmet))


if __name__ == "__main__":
    sys.exit(main())
