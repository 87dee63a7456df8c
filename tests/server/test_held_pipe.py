"""The pipe behind a kernel's file descriptor 2: what is left in it is read once, without waiting."""

from __future__ import annotations

import fcntl
import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from keras_quiet.server import held_pipe
from keras_quiet.server.held_pipe import HeldPipe, make

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no tee")


def child(pipe: HeldPipe, code: str) -> subprocess.Popen[bytes]:
    """Start a child whose file descriptor 2 is the pipe; what it inherits, it alone has afterwards."""
    write = pipe.ends[1]
    started = subprocess.Popen([sys.executable, "-c", code], stderr=write)
    pipe.started()
    return started


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_what_a_dead_process_left_is_read_once() -> None:
    pipe = HeldPipe()
    assert child(pipe, "import os; os.write(2, b'last words\\n'); os.abort()").wait() < 0
    assert pipe.rest() == b"last words\n"
    assert pipe.rest() == b""


def test_a_child_that_goes_on_writing_is_not_waited_for() -> None:
    pipe = HeldPipe()
    with child(pipe, "import os\nos.write(1, b'x')\nwhile 1: os.write(2, b'y' * 100)") as writer:
        while not held_pipe.filled(pipe.ends[0]):
            pass
        left = pipe.rest()
        assert set(left) == {ord("y")}
        assert len(left) <= held_pipe.SIZE
        assert writer.wait(20)  # it learns that nobody reads


def test_an_empty_pipe_that_somebody_holds_is_not_waited_for() -> None:
    pipe = HeldPipe()
    with child(pipe, "input()") as waiting:
        assert pipe.rest() == b""
        waiting.kill()


def test_the_kernel_is_told_by_what_to_recognize_it() -> None:
    pipe = HeldPipe()
    read, write, device, inode = pipe.told
    assert (read, write) == pipe.ends
    assert all((os.fstat(fd).st_dev, os.fstat(fd).st_ino) == (device, inode) for fd in (read, write))
    pipe.close()
    pipe.close()


def test_no_descriptor_is_left_of_a_pipe_that_nobody_closed() -> None:
    gc.collect()  # what other tests of this process have left
    before = descriptors()
    pipes = [HeldPipe() for _ in range(5)]
    assert descriptors() == before + 10
    del pipes
    gc.collect()
    assert descriptors() == before


def test_only_so_many_pipes_of_a_server_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    gc.collect()
    monkeypatch.setattr(held_pipe, "LARGE", len(held_pipe._held) + 1)
    large, plain = HeldPipe(), HeldPipe()
    sizes = [fcntl.fcntl(pipe.ends[0], 1032) for pipe in (large, plain)]  # F_GETPIPE_SZ of <linux/fcntl.h>
    assert sizes[1] < sizes[0] <= held_pipe.SIZE


def test_there_is_none_where_no_descriptor_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> tuple[int, int]:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "pipe", full)
    assert make() is None
