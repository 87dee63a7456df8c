"""What is no fault, but may not be what was meant: the doctor says it beside its findings. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..inside.configuring.configuration import KEYS, SECTION
from ..inside.configuring.values import pattern_problems
from .sources import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .inspection import Inspection
    from .user_files import UserFiles


class _Place(NamedTuple):
    """One value where it is written."""

    text: str
    key: str
    value: Any


def notes(files: UserFiles, inspected: Sequence[Inspection], home: str) -> list[str]:
    """Return the notes, one line each; `home` is the user's own folder of configuration."""
    return [*_unreached(files, home), *(_whole_line(*each) for each in _patterns([*_of_user(files), *_of(inspected)]))]


def _unreached(files: UserFiles, home: str) -> Iterator[str]:
    """Name the values that only some programs read."""
    for file in dict.fromkeys(files.files.values()):
        keys = [f"c.{SECTION}.{key}" for key in KEYS if files.files.get(key) == file]
        if keys:
            yield f"{', '.join(keys)} in {file}: {limits_of(file, home)}"


def _of_user(files: UserFiles) -> Iterator[_Place]:
    for key, value in files.server.items():
        yield _Place(f"c.{SECTION}.{key} in {files.files[key]}", key, value)
    for key, value in files.everywhere.values.items():
        yield _Place(f"{SECTION}.{key} in {files.everywhere.files[key]}", key, value)


def _of(inspected: Sequence[Inspection]) -> Iterator[_Place]:
    for found in inspected:
        for key, value in found.kernel.config.items() if isinstance(found.kernel.config, dict) else ():
            place = f"metadata.kernel_provisioner.config.{key} in {found.kernel.folder / 'kernel.json'}"
            yield _Place(place, key, value)


def _patterns(places: Sequence[_Place]) -> Iterator[tuple[str, str]]:
    for place in places:
        if place.key in ("hide", "show") and not pattern_problems(place.value):
            yield from ((place.text, pattern) for pattern in place.value if "*" not in pattern)


def _whole_line(place: str, pattern: str) -> str:
    """Say that a pattern without `*` is one line: more than one may have been meant."""
    return (
        f"{place} has the pattern {pattern!r} without `*`, so it is this whole line and no longer one. For all lines "
        f"that begin so, write {pattern + '*'!r}"
    )
