"""The text of a Python expression: what is literal in it, and holes for what is put in when it is evaluated."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from .statement import HOLE, filled

if TYPE_CHECKING:
    from collections.abc import Mapping

_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
_HOLES = re.compile(f"{HOLE}+")


def text(node: ast.expr, named: Mapping[str, ast.expr], *, fill: bool) -> str:
    """Return the text of an expression.

    `named` are the expressions that names stand for. With `fill`, the text is a format of %'s, whose values come from
    elsewhere.
    """
    found = _literal(node, named)
    return _HOLES.sub(HOLE, filled(found) if fill else found)


def _literal(node: ast.expr, named: Mapping[str, ast.expr]) -> str:
    match node:
        case ast.Constant(value=str(value)):
            return value
        case ast.JoinedStr(values=parts):
            return "".join(_literal(part, named) if isinstance(part, ast.Constant) else HOLE for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _literal(left, named) + _literal(right, named)
        case ast.BinOp(left=left, op=ast.Mod()):
            return filled(_literal(left, named))
        case ast.Name(id=name) if name in named:
            return _literal(named[name], {other: each for other, each in named.items() if other != name})
        case _:
            return _called(node, named)


def _called(node: ast.expr, named: Mapping[str, ast.expr]) -> str:
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="format")):
            return _BRACES.sub(_brace, _literal(value, named))
        case ast.Call(func=ast.Attribute(attr="join"), args=[ast.List(elts=parts) | ast.Tuple(elts=parts)]):
            return "".join(_literal(each, named) for each in parts)
        case ast.Call(args=[value]) if last_name(node.func) in {"dedent", "str"}:
            return _literal(value, named)
    return HOLE


def _brace(found: re.Match[str]) -> str:
    return found[0][0] if found[0] in {"{{", "}}"} else HOLE


def last_name(node: ast.expr) -> str:
    """Return a name without what it is an attribute of."""
    return ast.unparse(node).rpartition(".")[2]
