"""The calls in Python sources that warn or log, read from their syntax trees.

A logger is known by how the file gets it: Python's `logging`, absl's, or TensorFlow's `tf_logging`.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from .statement import ERROR, HOLE, INFO, LOGGING, UNKNOWN, WARNING, WARNINGS, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
_NAMED_LEVELS = {
    "INFO": INFO,
    "WARN": WARNING,
    "WARNING": WARNING,
    "ERROR": ERROR,
    "DEBUG": "",
    "FATAL": "",
    "CRITICAL": ERROR,
}
_LOGGER = re.compile(r"(?:^|[._])_?(?:log|logger|logging|tf_logging|absl_logging)(?:\(\))?$", re.IGNORECASE)
_PRINTF = re.compile(r"%(?:\(\w+\))?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[diouxXeEfFgGaAcsr]")
_BRACES = re.compile(r"(?<!\{)\{[^{}]*\}(?!\})")
_NO_SOURCE = re.compile(
    r"(^|/)(tests?|testing|testdata|third_party|benchmarks?)/|_test\.py$|/test_\w+\.py$|/conftest\.py$"
)


def statements(root: Path, package: str) -> Iterator[Statement]:
    """Yield the calls that warn or log in a package below `root`; its tests are left out."""
    for path in sorted((root / package).rglob("*.py")):
        file = path.relative_to(root).as_posix()
        if not _NO_SOURCE.search(file):
            yield from said(path.read_text("utf-8", "replace"), file)


def said(source: str, file: str) -> Iterator[Statement]:
    """Yield the calls of one source in order; none where it cannot be parsed."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    names = _Names(tree, file)
    for scope in (tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))):
        yield from _in_scope(scope, names, file)


def _in_scope(scope: ast.AST, names: _Names, file: str) -> Iterator[Statement]:
    texts: dict[str, ast.expr] = {}
    for node in _own(scope):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            texts[node.targets[0].id] = node.value
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id in texts:
            texts[node.target.id] = ast.BinOp(texts[node.target.id], ast.Add(), node.value)
        elif isinstance(node, ast.Call):
            yield from _call(node, names, texts | {}, file)


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope in the order of the source, without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _own(child)
            yield child
        else:
            for decorator in child.decorator_list:
                yield from _own(decorator)
                yield decorator


def _call(node: ast.Call, names: _Names, texts: dict[str, ast.expr], file: str) -> Iterator[Statement]:
    found = _warning(node, names) or _log(node, names)
    if found:
        message, statement = found
        yield statement._replace(file=file, line=node.lineno, text=_text(message, names.texts | texts))


def _warning(node: ast.Call, names: _Names) -> tuple[ast.expr, Statement] | None:
    if ast.unparse(node.func) not in names.warn:
        return None
    given = dict(zip(("message", "category", "stacklevel"), node.args, strict=False))
    given.update({each.arg: each.value for each in node.keywords if each.arg})
    message = given.get("message")
    if message is None:
        return None
    category = _last(given["category"]) if "category" in given else "UserWarning"
    if isinstance(message, ast.Call) and _last(message.func).endswith("Warning"):
        category, message = _last(message.func), message.args[0] if message.args else message
    caller = "stacklevel" in given or "skip_file_prefixes" in given
    return message, Statement("", None, WARNING, WARNINGS, "", category, caller)


def _log(node: ast.Call, names: _Names) -> tuple[ast.expr, Statement] | None:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _LEVELS or not node.args:
        return None
    owner = ast.unparse(node.func.value)
    if owner not in names.loggers and not _LOGGER.search(owner):
        return None
    level, message = _LEVELS[node.func.attr], node.args[0]
    if level == UNKNOWN and len(node.args) > 1:
        level, message = _NAMED_LEVELS.get(_last(message).upper(), UNKNOWN), node.args[1]
    return (message, Statement("", None, level, LOGGING, "", names.loggers.get(owner, owner))) if level else None


def _last(node: ast.expr) -> str:
    """Return a name without what it is an attribute of."""
    return ast.unparse(node).rpartition(".")[2]


class _Names:
    """What the names in a file stand for: loggers, `warnings.warn`, and texts given a name at the file's top."""

    def __init__(self, tree: ast.Module, file: str) -> None:
        self.loggers: dict[str, str] = {}
        self.warn = {"warnings.warn"}
        self.texts: dict[str, ast.expr] = {}
        module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._imported(node)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1:
                self._assigned(ast.unparse(node.targets[0]), node.value, module)
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

    def _assigned(self, name: str, value: ast.expr, module: str) -> None:
        if isinstance(value, ast.Call) and ast.unparse(value.func).endswith("getLogger"):
            given = value.args[0] if value.args else None
            if isinstance(given, ast.Constant):
                self.loggers[name] = str(given.value)
            else:
                self.loggers[name] = "root" if given is None else module


def _text(node: ast.expr, texts: dict[str, ast.expr]) -> str:
    return re.sub(f"{HOLE}+", HOLE, literal(node, texts))


def literal(node: ast.expr, texts: dict[str, ast.expr] | None = None, *, fill: bool = True) -> str:
    """Return the text of an expression with holes; `texts` are expressions by name; `fill` reads it as a % format."""
    texts = texts or {}
    match node:
        case ast.Constant(value=str(value)):
            return _PRINTF.sub(HOLE, value).replace("%%", "%") if fill else value
        case ast.JoinedStr(values=parts):
            return "".join(literal(part, fill=False) if isinstance(part, ast.Constant) else HOLE for part in parts)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod() as operator, right=right):
            joined = isinstance(operator, ast.Add)
            return literal(left, texts, fill=fill or not joined) + (literal(right, texts, fill=fill) if joined else "")
        case ast.Name(id=name) if name in texts:
            return literal(texts[name], {other: each for other, each in texts.items() if other != name}, fill=fill)
        case ast.Call():
            return _called(node, texts)
    return HOLE


def _called(node: ast.Call, texts: dict[str, ast.expr]) -> str:
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="format")):
            return _BRACES.sub(HOLE, literal(value, texts, fill=False)).replace("{{", "{").replace("}}", "}")
        case ast.Call(func=ast.Attribute(attr="join"), args=[ast.List(elts=parts) | ast.Tuple(elts=parts)]):
            return "".join(literal(each, texts) for each in parts)
        case ast.Call(args=[value]) if _last(node.func) in {"dedent", "_", "str", "strip"}:
            return literal(value, texts)
    return HOLE
