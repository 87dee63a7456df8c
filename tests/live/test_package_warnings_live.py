"""Warnings of old names between real packages of several years: gone, and the user's own use of the names is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sessions import kernel, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.live

# The environment, what imports packages that use old names, what one says of another, and a user's own use.
CASES = {
    "NumPy 1.22 to statsmodels and seaborn": (
        "packages-2021",
        "import seaborn, statsmodels.api",
        "`np.MachAr` is",
        "np.MachAr()",
    ),
    "pyparsing 3.3 to matplotlib, which seaborn imports": (
        "packages-2023",
        "import seaborn, statsmodels.api",
        "'parseString' deprecated",
        "np.bool8(1)",
    ),
    "NumPy 1.21 to TensorFlow 1.14": ("keras-2.2.5", "import tensorflow", "Passing (type, 1)", "np.bool(1)"),
}


@pytest.mark.parametrize(("name", "imports", "said", "own"), CASES.values(), ids=CASES.keys())
def test_packages_tell_each_other_and_not_the_user(
    environment: Callable[[str], Path], name: str, imports: str, said: str, own: str
) -> None:
    """The user's own use of an old name is shown by the same kernel."""
    with kernel(quiet_argv(environment(name))) as session:
        cell = session.run("import warnings; warnings.simplefilter('always')\n" + imports)
        # Of old names alone: a file that TensorFlow leaves open is another matter.
        assert not re.findall(r"site-packages.*(?:Deprecation|Future)Warning: .*", cell.stderr)
        assert cell.error == ""
        assert said in session.run("%keras_quiet log").stdout
        assert "DeprecationWarning: `np." in session.run("import numpy as np\n" + own).stderr
