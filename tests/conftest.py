"""Shared by all tests."""

from __future__ import annotations

import itertools
import os
import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from front_ends import environment
from hypothesis import HealthCheck, settings
from jupyter_client.connect import LocalPortCache

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


@pytest.fixture(autouse=True, scope="session")
def _own_ports() -> Iterator[None]:
    """Give each process of tests its own ports for its kernels.

    Between the choice of a port and the kernel's use of it, another process's kernel or connection may take it: of 150
    kernels that started four at a time, two could not start. Below these ports Linux and macOS take none by themselves.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    own = range(20000 + worker * 1500, 21500 + worker * 1500)
    ports = itertools.cycle(own)

    def find(_cache: LocalPortCache, ip: str) -> int:
        for port in itertools.islice(ports, len(own)):
            with suppress(OSError), socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((ip or "127.0.0.1", port))
                return port
        raise OSError(f"none of the ports {own.start} to {own.stop - 1} is free")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(LocalPortCache, "find_available_port", find)
        yield
