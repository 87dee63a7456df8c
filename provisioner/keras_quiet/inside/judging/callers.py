"""Tells whether a call came through certain files: the frames above it show it."""

from typing import TYPE_CHECKING, Iterable, Optional

from ..guarding.kept import getframe

if TYPE_CHECKING:
    from types import FrameType


def is_called_from(files: Iterable[str]) -> bool:
    """Whether one of the files is among the frames above; each is the end of a path, "lite/python/lite.py".

    False for a message that comes as text, from C++ or from another process: nobody sees its frames.
    """
    ends = tuple("/" + file for file in files)
    frame: "Optional[FrameType]" = getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.replace("\\", "/").endswith(ends):
            return True
        frame = frame.f_back
    return False
