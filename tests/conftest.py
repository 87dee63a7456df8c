"""Shared by all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test read or write the developer's own Keras, Jupyter and IPython folders."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for name in ("KERAS_BACKEND", "KERAS_HOME", "KERAS_QUIET_GPU", "TF_CPP_MIN_LOG_LEVEL", "JUPYTER_PATH"):
            environment.delenv(name, raising=False)
        yield
