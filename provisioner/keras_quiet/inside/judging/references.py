"""Tells whether the code of one package refers to another, so that it may have called it of its own accord.

If it does not, the user has handed it a function of the other's, and what that function warns of is the user's choice.
"""

import sys
from types import CodeType, FrameType
from typing import Any, Dict, Iterator, Optional, Set, Tuple

# Code with one of these names may import what a text names.
_BY_TEXT = frozenset(("import_module", "__import__"))
# So many modules of a package are looked at, of which each takes 0.3 ms; past that nothing is known.
MOST = 500
# Which packages refer to which; and of how many modules it is known that they do not.
_found: Set[Tuple[str, str]] = set()
_not_found: Dict[Tuple[str, str], int] = {}


def refers(frame: FrameType, package: str, other: str) -> bool:
    """Whether the code of an installed package refers to another package, by an import or an attribute.

    `frame` is one of the package's; its own code is looked at first, then its module, then the package's others.
    """
    key = (package, other)
    if key in _found or _has(frame.f_code, other):
        return True
    name = str(frame.f_globals.get("__name__"))
    tops = (package, name.partition(".")[0])
    modules = [each for each in list(sys.modules) if each.partition(".")[0] in tops]
    if _not_found.get(key) == len(modules):
        return False
    for each in [name, *modules[:MOST]]:
        code = _code_of(sys.modules.get(each))
        if code is not None and _has(code, other):
            _found.add(key)
            return True
    _not_found[key] = len(modules)
    return False


def _code_of(module: Any) -> Optional[CodeType]:
    """Return the code of a module and of all that is defined in it; None where it has none, as in C."""
    try:
        spec = module.__spec__
        return spec.loader.get_code(spec.name)  # type: ignore[no-any-return]
    except Exception:
        return None  # no module, or one of an unusual kind


def _has(code: CodeType, other: str) -> bool:
    return any(_names(each, other) for each in _all_in(code))


def _names(code: CodeType, other: str) -> bool:
    texts = [name for name in code.co_names if name.startswith(other)]
    if not _BY_TEXT.isdisjoint(code.co_names):
        texts += [text for text in code.co_consts if isinstance(text, str) and text.startswith(other)]
    return any(text == other or text[len(other)] == "." for text in texts)


def _all_in(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _all_in(each)
