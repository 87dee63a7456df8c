"""Where the file that a warning names is installed."""

import re

# Colab kept TensorFlow in a folder of its own: /tensorflow-1.15.2/python3.6/tensorflow_core.
_PACKAGES = re.compile(
    r"(?:.*(?:site|dist)-packages|/tensorflow-[\w.-]{1,20}/python[\d.]{1,5})/(?P<place>.*)", re.DOTALL
)
# Under old ipykernels the user's own cell is ".../site-packages/ipykernel_launcher.py".
_CELLS = ("ipykernel", "IPython/")
KERNEL = "ipykernel/ipkernel.py"  # ipykernel's own code, of which a rule has to speak by name
_IMPORT = "importlib/_bootstrap"


def place_of(path: str) -> str:
    """Return where a warning's file is below site-packages, "" where it is not installed, or is the user's cell."""
    if _IMPORT in path or "importlib._bootstrap" in path:
        return _IMPORT
    found = _PACKAGES.match(path)
    place = found.group("place") if found else ""
    return "" if place.startswith(_CELLS) and place != KERNEL else place
