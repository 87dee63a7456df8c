"""What a newer TensorFlow, Keras, JAX or torch says that a pinned one does not, and which of it the rules name.

python benchmarks/upstream_messages.py PINNED NEWER [PACKAGE ...]      two environments of tests/live/requirements

Python sources are read as syntax trees: calls of warnings.warn and of logging's methods with a literal text. Of shared
libraries the log statements are read (`call_sites` says how, and what it misses): those of the C++ files that rules
name, and with --all those of every file. Prints Markdown: messages that are new, gone or changed, log statements that
are new, and the rules whose texts a newer library no longer holds.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from keras_quiet.inside.grammar.kinds import NATIVE
from keras_quiet.inside.grammar.patterns import literal_start
from keras_quiet.inside.judging import rules

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

import call_sites
import environments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PACKAGES = ("tensorflow", "keras", "jax", "torch")
_METHODS = {"warn": "WARNING", "warning": "WARNING", "error": "ERROR", "info": "INFO", "log_first_n": "WARNING"}
_LOGGERS = re.compile(r"(?:_?logg(?:er|ing)|tf_logging|absl_logging|warnings|log)$", re.IGNORECASE)
_SHORTEST = 12  # characters: shorter texts name no message
_WORDS = re.compile(r"[A-Za-z]{2,}")
_FEWEST = 4  # words: a log statement with fewer says nothing
_NO_SENTENCE = re.compile(r"::|->|[=!<>]=|&&|\(\)|^[\W_]|Check failed")
_ALIKE = 0.8  # of their characters, in one file: a changed message, not a new one


class Said(NamedTuple):
    """One call that says something: the file below site-packages, the way, and the literal parts of its text."""

    file: str
    way: str
    text: str


class Difference(NamedTuple):
    """What two versions say: texts that only the newer has, only the older, and pairs of both that are alike."""

    new: list[Said]
    gone: list[Said]
    changed: list[tuple[Said, Said]]


def said(source: str, file: str) -> Iterator[Said]:
    """Yield the calls in a Python source that warn or log a literal text; none where it cannot be parsed."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner = ast.unparse(node.func.value)
            if node.func.attr in _METHODS and _LOGGERS.search(owner):
                text = " ".join(literal(node.args[0]).split())
                if len(text.replace("…", "").strip()) >= _SHORTEST:
                    yield Said(file, f"{owner}.{node.func.attr}", text)


def literal(node: ast.expr) -> str:
    """Return the text of an expression; "…" stands for what is put in when it is said."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.BinOp):
        parts = (node.left,) if isinstance(node.op, ast.Mod) else (node.left, node.right)
        return "".join(literal(part) for part in parts)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return literal(node.func.value)
    return "…"


def differences(pinned: Iterable[Said], newer: Iterable[Said]) -> Difference:
    """Return what two versions say differently. A text that moved to another file is the same text."""
    before, after = set(pinned), set(newer)
    texts_before, texts_after = {each.text for each in before}, {each.text for each in after}
    new = sorted(each for each in after if each.text not in texts_before)
    gone = sorted(each for each in before if each.text not in texts_after)
    changed = []
    for each in list(new):
        alike = [old for old in gone if old.file == each.file and _alike(old.text, each.text)]
        if alike:
            changed.append((alike[0], each))
            new.remove(each)
            gone.remove(alike[0])
    return Difference(new, gone, changed)


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE


def named(text: str, table: Sequence[rules.Rule]) -> str:
    """Return the rules that may name a text, by its literal beginning: a reader looks at the pattern itself."""
    ids = {rule.id for rule in table for message in rule.messages if _begins(literal_start(message), text)}
    return ", ".join(sorted(ids))


def _begins(start: str, text: str) -> bool:
    start = " ".join(start.split())
    return len(start) >= _SHORTEST and text.startswith(start)


def missing(table: Iterable[rules.Rule], libraries: bytes) -> set[str]:
    """Return the ids of rules on native lines of which no text stands in the libraries."""
    found = set()
    for rule in table:
        starts = [start for start in map(literal_start, rule.messages) if len(start) >= _SHORTEST]
        if rule.kind == NATIVE and starts and not any(start.encode() in libraries for start in starts):
            found.add(rule.id)
    return found


def _packages(environment: str) -> Path:
    python = environments.python_of(environment)
    return next((python.parents[1] / "lib").glob("python3*/site-packages"))


def _sources(environment: str, packages: Sequence[str]) -> list[Said]:
    root = _packages(environment)
    files = (path for package in packages for path in sorted((root / package).rglob("*.py")))
    return [
        each
        for path in files
        if "test" not in path.name
        for each in said(path.read_text("utf-8", "replace"), str(path.relative_to(root)))
    ]


def _libraries_without(environment: str, packages: Sequence[str], table: Sequence[rules.Rule]) -> set[str]:
    left = {rule.id for rule in table if rule.kind == NATIVE}
    for package in packages:
        for path in (_packages(environment) / package).rglob("*.so*"):
            content = path.read_bytes()
            left &= missing((rule for rule in table if rule.id in left), content)
    return left


def statements(environment: str, packages: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the log statements in an environment's libraries, and the level, by file and first text."""
    found: dict[tuple[str, str], str] = {}
    for package in packages:
        for path in sorted((_packages(environment) / package).rglob("*.so*")):
            for site in call_sites.sites(path):
                text = " ".join(site.text.split())
                first = text.partition(" … ")[0]
                if len(_WORDS.findall(text)) >= _FEWEST and not _NO_SENTENCE.search(first):
                    found.setdefault((site.file, first), f"{site.level} {text}")
    return found


def new_statements(
    old: dict[tuple[str, str], str], new: dict[tuple[str, str], str], table: Iterable[rules.Rule], everything: bool
) -> Iterator[str]:
    """Yield the lines of the log statements that only the newer libraries have, in the files that rules name."""
    speakers = {source.rpartition("/")[2] for rule in table if rule.kind == NATIVE for source in rule.sources}
    known = {text for _, text in old}
    fresh = sorted(key for key in new if key[1] not in known)
    shown = [key for key in fresh if everything or key[0] in speakers]
    yield f"\n## New log statements of C++: {len(fresh)}, of which in files that rules name: {len(shown)}\n"
    yield from (f"- `{file}` {new[file, text][:300]}" for file, text in shown)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the differences of two environments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pinned", choices=environments.names(), metavar="PINNED")
    parser.add_argument("newer", choices=environments.names(), metavar="NEWER")
    parser.add_argument("packages", nargs="*", default=PACKAGES, metavar="PACKAGE")
    parser.add_argument("--all", action="store_true", help="log statements of every C++ file, not of those in rules")
    asked = parser.parse_args(argv)
    for name in (asked.pinned, asked.newer):
        environments.build(name)
    table = rules.load()
    found = differences(_sources(asked.pinned, asked.packages), _sources(asked.newer, asked.packages))
    print("\n".join(report(found, table)))
    before, after = (statements(name, asked.packages) for name in (asked.pinned, asked.newer))
    print("\n".join(new_statements(before, after, table, everything=asked.all)))
    old = _libraries_without(asked.pinned, asked.packages, table)
    new = _libraries_without(asked.newer, asked.packages, table)
    print("\n## Texts of rules that left the shared libraries\n")
    print("\n".join(f"- {name}" for name in sorted(new - old)) or "none")
    return 0


def report(found: Difference, table: Sequence[rules.Rule]) -> Iterator[str]:
    """Yield the lines of the differences, each with the rules that name it."""
    for title, lines in (("New", found.new), ("Gone", found.gone)):
        yield f"\n## {title}: {len(lines)}\n"
        yield from (f"- `{each.file}`, {each.way}: {each.text}{_rule(each.text, table)}" for each in lines)
    yield f"\n## Changed: {len(found.changed)}\n"
    for old, new in found.changed:
        yield f"- `{new.file}`, {new.way}: {old.text}{_rule(old.text, table)}"
        yield f"  now: {new.text}{_rule(new.text, table)}"


def _rule(text: str, table: Sequence[rules.Rule]) -> str:
    ids = named(text, table)
    return f" (rules: {ids})" if ids else ""


if __name__ == "__main__":
    sys.exit(main())
