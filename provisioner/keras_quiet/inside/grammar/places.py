"""Where the file that a warning names is installed."""

import functools

from .patterns import compiled

# Colab kept TensorFlow in a folder of its own: /tensorflow-1.15.2/python3.6/tensorflow_core.
_PACKAGES = r"(?s)(?:(?:.*/)?(?:site|dist)-packages|/tensorflow-[\w.-]{1,20}/python[\d.]{1,5})/(?P<place>.*)"
# Under old ipykernels the user's own cell is ".../site-packages/ipykernel_launcher.py".
_CELLS = ("ipykernel", "IPython/")
KERNEL = "ipykernel/ipkernel.py"  # ipykernel's own code, of which a rule has to speak by name
# Python's own import system, in all versions and as a frozen module.
_IMPORT = "importlib/_bootstrap"
_IMPORTS = r"(?:.*/)?importlib/_bootstrap(?:_external)?\.pyc?|<frozen importlib\._bootstrap(?:_external)?>"


@functools.lru_cache(maxsize=1024)
def place_of(path: str) -> str:
    """Return where a warning's file is below site-packages, "" where it is not installed, or is the user's cell."""
    path = path.replace("\\", "/")
    if "importlib" in path and compiled(_IMPORTS).fullmatch(path):
        return _IMPORT
    found = compiled(_PACKAGES).match(path)
    place = found.group("place") if found else ""
    return "" if place.startswith(_CELLS) and place != KERNEL else place
