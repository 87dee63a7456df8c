"""The one class of noise: a package tells another of an old name; who issues a warning decides, never its place.

Small stand-in packages show each case alone; tests/live/test_package_warnings_live.py has the real ones.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from sessions import kernel, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sessions import Session

GIVER = """
import functools, warnings
def old(category=DeprecationWarning, level=2): warnings.warn("old is deprecated", category, stacklevel=level)
def old_deep(): _deep()
def _deep(): warnings.warn("deep is deprecated", FutureWarning, stacklevel=3)
def of_own_call(): warnings.warn("own is deprecated", FutureWarning)
def third(): warnings.warn("third is deprecated", FutureWarning, stacklevel=3)
in_c = functools.partial(warnings.warn, "in C is deprecated", DeprecationWarning, 2)
"""
# These know nothing of it.
STRANGERS = {
    "stranger": """
registry = {}
class Layer:
    def __init__(self, function): self.function = function
    def call(self, value): return self.function(value)
def apply(function, value): return function(value)
def register(function): registry["function"] = function
def registered(value): return registry["function"](value)
name = "giver"
""",
    "by_import": "def f():\n    import giver as g\n    return g\ndef apply(function, value): return function(value)",
    "by_attribute": "import taker\ndef apply(value): return old(value)\ndef get(): return taker.giver\nold = get().old",
    "by_text": "import importlib\nold = importlib.import_module('giver').old\ndef apply(value): return old(value)",
}
TAKER = """
import giver
def uses(category=DeprecationWarning, level=2): giver.old(category, level)
def uses_deep(): giver.old_deep()
def uses_c(): giver.in_c()
def imports(): import giver.module
def calls(function): function()
def passes_on(function, *args, **kwargs): return function(*args, **kwargs)
def passes_list(function, args): return function(*args)
"""
HIDDEN = {
    "a package on another's code": "taker.uses()",
    "of that category too": "taker.uses(PendingDeprecationWarning)",
    "with a category of its own": "taker.uses(type('NumPyDeprecation', (DeprecationWarning,), {}))",
    "with NumPy's category": "taker.uses(type('VisibleDeprecationWarning', (UserWarning,), {}))",
    "from deeper in the package": "taker.uses_deep()",
    "a module that has moved": "taker.imports()",
    "its own code, called with the user's value": "by_attribute.apply(FutureWarning)",
    "imported by a text": "by_text.apply(FutureWarning)",
    # It may have called it by itself: the user's hand cannot be told from its own.
    "the user's call through a package that knows the other": "by_import.apply(giver.old, FutureWarning)",
}
SHOWN = {
    "the user's own call": "giver.old(FutureWarning)",
    "the user's own call, with the package's file as the place": "giver.of_own_call()",
    "no old name": "taker.uses(UserWarning)",
    "nor this": "taker.uses(RuntimeWarning)",
    "the user's own call, with NumPy's category": "giver.old(type('VisibleDeprecationWarning', (UserWarning,), {}))",
    "the user's call, passed on": "taker.passes_on(giver.old, FutureWarning)",
    "passed on without names": "taker.passes_list(giver.old, [FutureWarning])",
    "the user's function in between": "taker.calls(lambda: giver.third())",
    "C has no frame": "taker.uses_c()",
    "a checkout uses it": "mine.uses(FutureWarning)",
    "a folder of the user's own uses its neighbour": "taker_there.uses(FutureWarning)",
    "a linked checkout uses it": "linked.uses(FutureWarning)",
    "a place that the message made up": "warnings.warn_explicit('old', FutureWarning, taker.__file__, 3)",
    "the user's call, named too high up": "giver.old(FutureWarning, 3)",
    "the user's function, handed over": "stranger.apply(giver.old, FutureWarning)",
    "handed over and kept": "stranger.Layer(giver.old).call(FutureWarning)",
    "handed over for later": "stranger.register(giver.old); stranger.registered(FutureWarning)",
    "put there by the user": "stranger.giver = giver; stranger.apply(giver.old, FutureWarning)",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    site, checkout = tmp_path_factory.mktemp("lib") / "site-packages", tmp_path_factory.mktemp("checkout")
    for folder, text in ((site / "giver", GIVER), (site / "taker", TAKER), (checkout / "mine", TAKER)):
        _write(folder / "__init__.py", text)
    for name, text in STRANGERS.items():
        _write(site / name / "__init__.py", text)
    # A folder of the user's own, whose name only ends like that of installed packages.
    for name, text in (("giver_there", GIVER), ("taker_there", TAKER.replace("giver", "giver_there"))):
        _write(site.with_name("my-website-packages") / f"{name}.py", text)
    _write(site / "giver" / "module.py", "import warnings; warnings.warn('moved', DeprecationWarning, stacklevel=2)")
    _write(checkout / "linked" / "__init__.py", TAKER)
    (site / "linked").symlink_to(checkout / "linked")
    with kernel(
        quiet_argv(sys.executable),
        env={"PYTHONPATH": ":".join(map(str, (site, checkout, site.with_name("my-website-packages"))))},
    ) as session:
        session.run(
            "import warnings; warnings.simplefilter('always')\nimport giver, linked, mine, taker, taker_there, "
            + ", ".join(STRANGERS)
        )
        yield session


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize("code", HIDDEN.values(), ids=HIDDEN.keys())
def test_one_package_tells_another(session: Session, code: str) -> None:
    """No author of a notebook can change it."""
    cell = session.run(code)
    assert (cell.stderr, cell.error) == ("", "")
    assert session.run("%keras_quiet log 1 --rule between-packages").stdout


@pytest.mark.parametrize("code", SHOWN.values(), ids=SHOWN.keys())
def test_whatever_the_user_can_change_is_shown(session: Session, code: str) -> None:
    """Their own call, their own code, and all that is not known for certain."""
    assert "Warning: " in session.run(code).stderr


def test_rules_of_the_users_own_come_first(tmp_path_factory: pytest.TempPathFactory) -> None:
    """`show` wins over the class, as it wins over every rule."""
    site = tmp_path_factory.mktemp("lib") / "site-packages"
    _write(site / "giver" / "__init__.py", GIVER)
    _write(site / "taker" / "__init__.py", TAKER)
    env = {"PYTHONPATH": str(site), "KERAS_QUIET_LAUNCH": '{"show": ["*old is deprecated*"]}'}
    with kernel(quiet_argv(sys.executable), env=env) as session:
        session.run("import warnings; warnings.simplefilter('always'); import taker")
        assert "old is deprecated" in session.run("taker.uses()").stderr
