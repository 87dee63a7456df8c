"""Reads the files of rules. All problems are collected, so that one run tells of every one."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...inside.grammar.rule import ACTIONS
from ...inside.grammar.ways import BARE, NATIVE, WARNING, WAYS
from .entries import Problem, Rulebook, RulebookError, RuleEntry, ShownEntry

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAGMENTS, USERS = "fragments.toml", "users.toml"
UNREAD = "unread.toml"  # read by tools/deciding/unread.py: it has no patterns
# The fields in the order in which they are written; those of WORDS are one text, all others are lists of texts.
RULE = (
    *("id", "way", "sources", "messages", "continues", "categories", "asked_by", "called_from"),
    *("action", "why", "upstream", "hides", "shows"),
)
SHOWN = ("way", "sources", "messages", "why", "upstream", "shows")
WORDS = ("id", "way", "action", "why")
NEEDED = {
    "rule": ("id", "way", "messages", "action", "why", "upstream", "hides"),
    "shown": ("why", "upstream", "shows"),
}
_HEADER, _ID = re.compile(r"\s*\[\[(\w+)\]\]\s*(?:#.*)?$"), re.compile(r"\s*id\s*=")
_NAME = re.compile(r"<([a-z][a-z0-9-]*)>")
Fragments = dict[str, Any]


class Table(NamedTuple):
    """One `[[rule]]` or `[[shown]]` as TOML has it."""

    file: str
    line: int
    kind: str
    fields: dict[str, Any]

    def problem(self, text: str) -> Problem:
        """Return a problem of this entry."""
        name = self.fields.get("id")
        return Problem(self.file, self.line, (name,) if isinstance(name, str) else (), text)


def folder() -> Path:
    """Return the folder of the rules: beside the code in a wheel, at the top of the tree otherwise."""
    package = Path(__file__).parents[2]
    installed = package / "rules"
    return installed if installed.is_dir() else package.parents[1] / "rules"


def read_rules(place: Path) -> Rulebook:
    """Return what stands in the files of a folder. Raises RulebookError with all problems, OSError."""
    problems: list[Problem] = []
    files = {path.name: _parsed(path, problems) for path in sorted(place.glob("*.toml")) if path.name != UNREAD}
    fragments: Fragments = files.get(FRAGMENTS, {}).get("fragments", {})
    if not files:
        problems.append(Problem(str(place), 0, (), "there are no files of rules"))
    tables = [table for name, parsed in files.items() for table in _tables(place / name, parsed, problems)]
    problems += [problem for table in tables for problem in _problems(table, fragments)]
    problems += _twice(tables)
    if problems:
        raise RulebookError(*problems)
    return Rulebook(
        tuple(RuleEntry(**_arguments(table, fragments)) for table in tables if table.kind == "rule"),
        tuple(ShownEntry(**_arguments(table, fragments)) for table in tables if table.kind == "shown"),
    )


def _parsed(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"at line (\d+)", str(error))
        hint = "; put a pattern in single quotes" if "Unescaped" in str(error) else ""
        problems.append(Problem(_name(path), int(line.group(1)) if line else 1, (), f"not valid TOML: {error}{hint}"))
        return {}


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _tables(path: Path, parsed: dict[str, Any], problems: list[Problem]) -> Iterator[Table]:
    lines = _lines(path.read_text("utf-8", "replace"))
    for kind, entries in parsed.items():
        if path.name == FRAGMENTS and kind == "fragments":
            problems += _in_fragments(_name(path), entries)
        elif kind not in NEEDED or path.name == FRAGMENTS or not _are_tables(entries):
            problems.append(Problem(_name(path), 1, (), f"{kind} is not known here: a file has [[rule]] and [[shown]]"))
        else:
            numbers = lines.get(kind, [])
            numbers += [1] * (len(entries) - len(numbers))
            yield from (Table(_name(path), line, kind, each) for line, each in zip(numbers, entries, strict=False))


def _are_tables(entries: object) -> bool:
    return isinstance(entries, list) and all(isinstance(each, dict) for each in entries)


def _in_fragments(file: str, fragments: Any) -> list[Problem]:
    wrong = [name for name, text in fragments.items() if not (isinstance(text, str) or _is_list(text))]
    return [Problem(file, 1, (), f"{name} must be a text or a list of texts") for name in wrong]


def _lines(text: str) -> dict[str, list[int]]:
    """Return in which line the id of each entry stands, by the kind of entry."""
    found: dict[str, list[int]] = {}
    numbers: list[int] | None = None  # where the id is still to come
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            numbers = found.setdefault(header.group(1), [])
            numbers.append(number)
        elif numbers is not None and _ID.match(line):
            numbers[-1], numbers = number, None
    return found


def _problems(table: Table, fragments: Fragments) -> Iterator[Problem]:
    known = RULE if table.kind == "rule" else SHOWN
    for name in table.fields:
        if name not in known:
            yield table.problem(f"{name} is no field of a [[{table.kind}]]: {', '.join(known)}")
    for name in _needed(table):
        if name not in table.fields:
            yield table.problem(f"{name} is missing")
    wrong = [name for name in known if name in table.fields and not _fits(name, table.fields[name])]
    for name in wrong:
        yield table.problem(f"{name} must be {'a text' if name in WORDS else 'a list of texts'}, and not empty")
    if not wrong:
        yield from _misfits(table, fragments)


def _needed(table: Table) -> list[str]:
    if table.kind == "shown" and table.file.endswith(f"/{USERS}"):
        return ["why", "shows"]
    speaks = table.fields.get("way", NATIVE) != BARE
    return [*NEEDED[table.kind], *(["sources"] if speaks else ["messages"] if table.kind == "shown" else [])]


def _fits(name: str, value: object) -> bool:
    return isinstance(value, str) and value != "" if name in WORDS else _is_list(value)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(each, str) and each != "" for each in value)


def _misfits(table: Table, fragments: Fragments) -> Iterator[Problem]:
    """Tell what does not go together."""
    way, action = table.fields.get("way", NATIVE), table.fields.get("action", ACTIONS[0])
    if way not in WAYS:
        yield table.problem(f"way is {way!r}, and not one of {', '.join(WAYS)}")
    if action not in ACTIONS:
        yield table.problem(f"action is {action!r}, and not one of {', '.join(ACTIONS)}")
    if way == BARE and "sources" in table.fields:
        yield table.problem("sources: leave the field out, for a line of way bare names nobody")
    if way != WARNING and "categories" in table.fields:
        yield table.problem("categories: only a rule of way warning has this field")
    if way in (NATIVE, BARE) and "called_from" in table.fields:
        yield table.problem(f"called_from: a line of way {way} has no frames above it")
    for pattern in (*table.fields.get("messages", ()), *table.fields.get("continues", ())):
        for name in _NAME.findall(pattern):
            if isinstance(fragments.get(name), list) and pattern not in table.fields.get("continues", ()):
                yield table.problem(f"<{name}> is a list, which stands for whole elements of continues")


def _twice(tables: list[Table]) -> Iterator[Problem]:
    first: dict[object, Table] = {}
    for table in tables:
        name = table.fields.get("id")
        if isinstance(name, str) and first.setdefault(name, table) is not table:
            yield table.problem(f"the id is taken, by {first[name].file}:{first[name].line}")


def _arguments(table: Table, fragments: Fragments) -> dict[str, Any]:
    fields = {name: value if name in WORDS else tuple(value) for name, value in table.fields.items()}
    for name in ("messages", "continues"):
        if name in fields:
            fields[name] = tuple(text for pattern in fields[name] for text in _resolved(pattern, fragments))
    return {"way": NATIVE, **fields, "file": table.file, "line": table.line}


def _resolved(pattern: str, fragments: Fragments) -> list[str]:
    """Return the pattern with each name of a fragment replaced; a name alone may stand for several patterns."""
    alone = _NAME.fullmatch(pattern)
    whole = fragments.get(alone.group(1)) if alone else None
    if isinstance(whole, list):
        return whole
    return [_NAME.sub(lambda found: fragments.get(found.group(1), found.group()), pattern)]
