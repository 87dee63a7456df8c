"""The calls in Python sources that warn or log, read from their syntax trees.

A logger is known by how the file gets it: Python's `logging`, absl's, or TensorFlow's `tf_logging`.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from . import literals
from .statement import ERROR, INFO, LOGGING, UNKNOWN, WARNING, WARNINGS, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Found = tuple[ast.expr, bool, Statement]  # the message, whether it is a format with values, and who says it

_LEVELS = {
    "info": INFO,
    "warn": WARNING,
    "warning": WARNING,
    "warning_once": WARNING,
    "warn_once": WARNING,
    "error": ERROR,
    "error_log": ERROR,
    "exception": ERROR,
    "critical": ERROR,
    "log": UNKNOWN,
    "log_first_n": UNKNOWN,
    "log_every_n": UNKNOWN,
    "log_every_n_seconds": UNKNOWN,
    "log_if": UNKNOWN,
}
# Of a level that is an argument; what prints nothing by default, or ends the program, is left out.
_GIVEN = {
    "INFO": INFO,
    "WARN": WARNING,
    "WARNING": WARNING,
    "ERROR": ERROR,
    "CRITICAL": ERROR,
    "DEBUG": "",
    "FATAL": "",
}
_LOGGER = re.compile(r"(?:^|[._])_?(?:log|logger|logging|tf_logging|absl_logging)(?:\(\))?$", re.IGNORECASE)
_TESTS = re.compile(r"(^|/)(tests?|testing|testdata)/|_test\.py$|(^|/)test_\w+\.py$|(^|/)conftest\.py$")
_SPEAKS = re.compile(rf"\b(?:{'|'.join(_LEVELS)})\s*\(")  # a file without such a call says nothing, and is not parsed
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def statements(root: Path, package: str) -> Iterator[Statement]:
    """Yield the calls that warn or log in a package below `root`; its tests are left out."""
    for path in sorted((root / package).rglob("*.py")):
        file = path.relative_to(root).as_posix()
        source = "" if _TESTS.search(file) else path.read_text("utf-8", "replace")
        if _SPEAKS.search(source):
            yield from said(source, file)


def said(source: str, file: str) -> Iterator[Statement]:
    """Yield the calls of one source; none where it cannot be parsed."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    nodes = list(ast.walk(tree))
    names = _Names(tree, nodes, file)
    for scope in (tree, *(node for node in nodes if isinstance(node, _FUNCTIONS))):
        yield from _in_scope(scope, names, file)


def _in_scope(scope: ast.AST, names: _Names, file: str) -> Iterator[Statement]:
    """Yield the calls in a function, or outside of all; the texts that it has given a name by then are looked up."""
    texts = dict(names.texts)
    for node in _own(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                texts[name] = value
            case ast.AugAssign(target=ast.Name(id=name), value=value) if name in texts:
                texts[name] = ast.BinOp(texts[name], ast.Add(), value)
            case ast.Call():
                yield from _call(node, names, texts, file)


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope in the order of the source, without those of the functions in it."""
    decorators = scope.decorator_list if isinstance(scope, _FUNCTIONS) else ()
    for child in ast.iter_child_nodes(scope):
        for node in child.decorator_list if isinstance(child, _FUNCTIONS) else (child,):
            if node not in decorators:
                yield from _own(node)
                yield node


def _call(node: ast.Call, names: _Names, texts: Mapping[str, ast.expr], file: str) -> Iterator[Statement]:
    found = _warning(node, names) or _log(node, names)
    if found:
        message, fill, statement = found
        yield statement._replace(file=file, line=node.lineno, text=literals.text(message, texts, fill=fill))


def _warning(node: ast.Call, names: _Names) -> Found | None:
    match node.func:
        case ast.Name(id=called):
            pass
        case ast.Attribute(value=ast.Name(id=owner), attr="warn"):
            called = f"{owner}.warn"
        case _:
            return None
    if called not in names.warn:
        return None
    given = dict(zip(("message", "category", "stacklevel"), node.args, strict=False))
    given.update({each.arg: each.value for each in node.keywords if each.arg})
    message = given.get("message")
    if message is None:
        return None
    category = literals.last_name(given["category"]) if "category" in given else "UserWarning"
    match message:
        case ast.Call(func=name, args=[inner, *_]) if literals.last_name(name).endswith("Warning"):
            category, message = literals.last_name(name), inner
    caller = "stacklevel" in given or "skip_file_prefixes" in given
    return message, False, Statement("", None, WARNING, WARNINGS, "", category, caller)


def _log(node: ast.Call, names: _Names) -> Found | None:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _LEVELS or not node.args:
        return None
    owner = ast.unparse(node.func.value)
    if owner not in names.loggers and not _LOGGER.search(owner):
        return None
    level, (message, *values) = _LEVELS[node.func.attr], node.args
    if level == UNKNOWN and values:
        level = _GIVEN.get(literals.last_name(message).upper(), UNKNOWN)
        message, *values = values
    statement = Statement("", None, level, LOGGING, "", names.loggers.get(owner, owner))
    return (message, bool(values), statement) if level else None


class _Names:
    """What the names in a file stand for: loggers, `warnings.warn`, and texts given a name at the file's top."""

    def __init__(self, tree: ast.Module, nodes: list[ast.AST], file: str) -> None:
        self.loggers: dict[str, str] = {}
        self.warn = {"warnings.warn"}
        self.texts: dict[str, ast.expr] = {}
        module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._imported(node)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _gets_logger(node.value.func):
                self._assigned(ast.unparse(node.targets[0]), node.value.args, module)
        for each in tree.body:
            if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                self.texts[each.targets[0].id] = each.value

    def _imported(self, node: ast.Import | ast.ImportFrom) -> None:
        origin = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        for each in node.names:
            name, whole = each.asname or each.name, origin + each.name
            if whole == "logging":
                self.loggers[name] = "root"
            elif whole == "absl.logging":
                self.loggers[name] = "absl"
            elif whole.rpartition(".")[2] == "tf_logging":
                self.loggers[name] = "tensorflow"
            elif whole in {"warnings", "warnings.warn"}:
                self.warn.add(f"{name}.warn" if whole == "warnings" else name)

    def _assigned(self, name: str, given: list[ast.expr], module: str) -> None:
        match given:
            case [ast.Constant(value=logger)]:
                self.loggers[name] = str(logger)
            case _:
                self.loggers[name] = module if given else "root"


def _gets_logger(called: ast.expr) -> bool:
    return "getLogger" in {getattr(called, "attr", ""), getattr(called, "id", "")}
