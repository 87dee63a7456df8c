"""Shared by all tests."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from front_ends import environment
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["environment"]


# Times of a busy machine say nothing. `make fuzz` loads the other one, for runs of minutes to hours.
settings.register_profile("short", deadline=None)
settings.register_profile("long", deadline=None, max_examples=20_000, suppress_health_check=list(HealthCheck))
settings.load_profile("short")

# A shell starts what it puts into the background with SIGINT ignored, and a kernel or a command of a test would inherit
# that: Ctrl-C would do nothing there.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test read or write the developer's own Keras, Jupyter and IPython folders."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for name in ("KERAS_BACKEND", "KERAS_HOME", "TF_CPP_MIN_LOG_LEVEL", "JUPYTER_PATH"):
            environment.delenv(name, raising=False)
        # What tests expect of a machine without a GPU holds on one with a GPU too.
        environment.setenv("KERAS_QUIET_GPU", "0")
        yield
