"""What a rule claims: literal texts, and which releases of which packages say them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deciding.texts import literal_parts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from keras_quiet.command.rulebook.entries import RuleEntry

Version = tuple[int, ...]
SHORTEST = 8  # characters: a shorter text proves nothing
WORD = 3  # characters: signs alone prove nothing either
# In which packages the files stand that `upstream` begins with.
_XLA = ("tensorflow", "tensorflow_core", "jaxlib", "jax_plugins", "jax_cuda12_plugin", "libtpu", "torch_xla")
_PACKAGES = {
    "tensorflow": ("tensorflow", "tensorflow_core", "jaxlib", "jax_plugins"),
    "jaxlib": ("jaxlib", "jax_plugins", "jax_cuda12_plugin"),
    "org_xprof": _XLA,
    "xla": _XLA,
    "tsl": _XLA,
    "absl": ("absl", *_XLA),
    "grpc": ("grpc", *_XLA),
    "google": ("google", *_XLA),
    "cudnn_frontend": ("torch", "tensorflow", "jax_plugins"),
    "aten": ("torch",),
    "c10": ("torch",),
    "keras": ("keras", "tensorflow", "tensorflow_core", "tf_keras"),
}
_SIGNS = re.compile(r"""[.:;,!?]\s+|\s*["'`()\[\]{}<>|=*]+\s*|\t""")
_PACKAGE = re.compile(r" of ([a-z]\w+)(?: [\d.]+)?$")
_NUMBER = r"(\d+(?:\.\d+)+)"
_ORDERS = (
    (re.compile(rf"before (?:TensorFlow )?{_NUMBER}"), "before"),
    (re.compile(rf"{_NUMBER} to {_NUMBER}"), "to"),
    (re.compile(rf"{_NUMBER} and newer"), "from"),
    (re.compile(_NUMBER), "is"),
)


class Claim(NamedTuple):
    """The texts of one rule, and where they are said to stand; `origins` are the entries of its `upstream`."""

    id: str
    parts: tuple[str, ...]
    origins: tuple[Origin, ...]

    def unproved(self, found: Container[str]) -> list[str]:
        """Return the parts that do not stand where texts were found, whole or in pieces."""
        return [part for part in self.parts if part not in found and not all(each in found for each in pieces(part))]

    def allows(self, package: str, version: Version) -> bool:
        """Whether a release is one that the rule names."""
        return any(package in each.packages and each.allows(version) for each in self.origins)


class Origin(NamedTuple):
    """One entry of `upstream`: the packages in which its file stands, and its versions, as spans; none, for any."""

    packages: tuple[str, ...]
    spans: tuple[tuple[Version, Version], ...]

    def allows(self, version: Version) -> bool:
        """Whether a version is one of those; as many of its numbers count as the entry has."""
        return not self.spans or any(
            low <= version[: len(low)] and version[: len(high)] <= high for low, high in self.spans
        )


def of(rule: RuleEntry) -> Claim:
    """Return what a rule claims."""
    patterns = (*rule.messages, *rule.continues)
    parts = {line for pattern in patterns for part in literal_parts(pattern) for line in part.split("\n")}
    long = sorted(part for part in parts if len(part.strip()) >= SHORTEST)
    return Claim(rule.id, tuple(long), tuple(map(_origin, rule.upstream)))


def pieces(part: str) -> list[str]:
    """Return what a text that is put together when it prints is made of: what stands between signs, if it is long.

    Of a text that has nothing long between its signs it is the words.
    """
    found = [each.strip() for each in _SIGNS.split(part)]
    long = [each for each in found if len(each) >= SHORTEST]
    return long or [each for each in found if len(each) >= WORD] or [part]


def version(text: str) -> Version:
    """Return a version's numbers: (2, 21, 0) of "2.21.0rc1"."""
    return tuple(map(int, re.findall(r"\d+", re.match(r"[\d.]*", text)[0])))  # type: ignore[index]


def _origin(entry: str) -> Origin:
    """Return the packages and versions of "FOLDER/FILE, 2.3 to 2.15" or "FILE of PACKAGE 0.0.42"."""
    package = _PACKAGE.search(entry)
    name = package[1] if package else re.split(r"[/,: ]", entry, maxsplit=1)[0]
    return Origin(_PACKAGES.get(name, (name,)), tuple(_spans(entry.partition(", ")[2])))


def _spans(text: str) -> Iterable[tuple[Version, Version]]:
    """Yield the versions that an entry names: "before 2.10", "2.3 to 2.15", "2.16 and newer", "2.12 and 2.13"."""
    for pattern, order in _ORDERS:
        for found in pattern.finditer(text):
            first, last = version(found[1]), version(found[found.re.groups])
            if order == "before":
                yield (0,), (*first[:-1], first[-1] - 1)
            else:
                yield first, (10**6,) if order == "from" else last
        text = pattern.sub("", text)
