"""Shared by all tests."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test read or write the developer's own Keras, Jupyter and IPython folders."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("KERAS_BACKEND", "KERAS_HOME", "KERAS_QUIET_GPU", "TF_CPP_MIN_LOG_LEVEL", "JUPYTER_PATH"):
        monkeypatch.delenv(name, raising=False)
