"""Tells which installed package issues a warning about the code of another: the frames at the hook show it.

Place and category do not: scikit-learn warns of the user's own call with its own file as the place.
"""

import functools
import opcode
from types import CodeType, FrameType
from typing import Optional

from ..grammar.places import place_of
from ..guarding.kept import os
from .references import refers

# A frame that stands at this instruction calls with `*args`: it passes on a call of somebody else's, who may be the
# user, as Keras's traceback_utils, AutoGraph's converted_call, torch's Module._call_impl and joblib do.
_PASSES_ON = opcode.opmap["CALL_FUNCTION_EX"]
# Python's module and ours: the first name of this package is of its installation's making.
_MACHINERY = ("warnings", "_py_warnings", __name__.partition(".")[0])
_IMPORTS = ("importlib._bootstrap", "importlib._bootstrap_external")


def issuer_of(frame: Optional[FrameType], filename: str, lineno: int) -> str:
    """Return the package that issues a warning about another installed package, or "".

    `frame` is one of those that show the warning; `filename` and `lineno` are the place that the warning names. Neither
    package is the user's: a cell, a script, a checkout or an editable installation is no installed package. It is ""
    too where C code issues the warning, for C has no frame, and where any other frame lies between the two packages,
    or where the package at the place knows nothing of the other: then the user has handed it the function.
    """
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] in _MACHINERY:
        frame = frame.f_back
    if frame is None or not _warns(frame.f_code):
        return ""
    issuer, place = package_of(frame.f_code.co_filename), package_of(filename)
    if "" in (issuer, place) or issuer == place:
        return ""
    while frame is not None and _belongs_to(issuer, frame):
        frame = frame.f_back
    if frame is None or filename not in (frame.f_code.co_filename, frame.f_globals.get("__file__")):
        return ""
    if frame.f_lineno != lineno or _passes_on(frame) or not refers(frame, place, issuer):
        return ""
    return issuer


@functools.lru_cache(maxsize=1024)
def package_of(filename: str) -> str:
    """Return the top name of the installed package that a file belongs to, or "".

    A link in site-packages that leads out of it, as `flit install --symlink` makes it, is a checkout.
    """
    place = place_of(filename)
    if not place or not place_of(os.path.realpath(filename)):
        return ""
    return os.path.splitext(place.partition("/")[0])[0]


def _warns(code: CodeType) -> bool:
    return "warn" in code.co_names or "warn_explicit" in code.co_names


def _belongs_to(package: str, frame: FrameType) -> bool:
    return frame.f_globals.get("__name__") in _IMPORTS or package_of(frame.f_code.co_filename) == package


def _passes_on(frame: FrameType) -> bool:
    return frame.f_code.co_code[frame.f_lasti] == _PASSES_ON
