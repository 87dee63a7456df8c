"""A server's event loop: whichever it is, it is never held, a cancelled start ends at once, and no secret is told."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.manager import AsyncKernelManager
from keras_quiet.server.argv import INSIDE
from keras_quiet.server.project_file import project_file
from keras_quiet.server.settings import Settings, parse, parse_project
from keras_quiet.server.start_errors import SettingsError
from kernels import jupyter, write
from sessions import kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

__all__ = ["jupyter"]


def on_uvloop(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    uvloop = pytest.importorskip("uvloop", reason="uvloop does not exist on this system")
    return uvloop.run(work())


LOOPS: dict[str, Callable[[Callable[[], Coroutine[Any, Any, Any]]], Any]] = {
    "asyncio": lambda work: asyncio.run(work()),
    "uvloop": on_uvloop,
    "anyio": anyio.run,
    "anyio on uvloop": lambda work: anyio.run(work, backend_options={"use_uvloop": True}),
}


async def longest_hold(work: Coroutine[Any, Any, Any]) -> tuple[float, BaseException | None]:
    """Run work, and return for how long it held the loop at most, in seconds, and what it raised."""
    task, longest = asyncio.ensure_future(work), 0.0
    while not task.done():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, time.perf_counter() - before)
    return longest, None if task.cancelled() else task.exception()


@pytest.mark.parametrize("loop", LOOPS)
def test_a_kernel_starts_dies_restarts_and_ends_under_any_loop(loop: str) -> None:
    async def life() -> list[str]:
        manager = AsyncKernelManager(kernel_name="keras-quiet")
        await manager.start_kernel(stderr=-3)
        os.kill(manager.provisioner.pid, signal.SIGKILL)
        with anyio.fail_after(20):
            while await manager.is_alive():  # noqa: ASYNC110  # nobody tells of a death
                await asyncio.sleep(0.05)
        await manager.restart_kernel(now=True)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        told: list[str] = []
        await client.execute_interactive(
            "pass", output_hook=lambda message: told.append(message["content"].get("text", "")), timeout=60
        )
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return [text for text in told if text]

    assert LOOPS[loop](life) == ["[keras-quiet] The previous kernel died: SIGKILL (often: out of memory)\n"]


@pytest.mark.timed
@pytest.mark.parametrize("loop", LOOPS)
def test_a_cancelled_start_ends_at_once_and_never_holds_the_loop(jupyter: Path, tmp_path: Path, loop: str) -> None:
    python = tmp_path / "python3.99"
    python.write_text("#!/bin/sh\nsleep 31.8\n")
    python.chmod(0o755)
    write(jupyter, "hangs", argv=[str(python), str(INSIDE), "-f", "{connection_file}"])

    async def start() -> None:
        await asyncio.wait_for(AsyncKernelManager(kernel_name="hangs").start_kernel(), 0.5)

    began = time.perf_counter()
    held, raised = LOOPS[loop](lambda: longest_hold(start()))
    assert isinstance(raised, asyncio.TimeoutError)
    assert held < 0.4
    assert time.perf_counter() - began < 3
    assert not list((tmp_path / "runtime").iterdir())
    # The thread has the program to end, and is waited for by nobody.
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "keras-quiet")


CANARY = "canary-7f3a91"


def test_no_value_of_the_environment_is_told_anywhere(
    jupyter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "HF_TOKEN", "MY_PATH", "DATABASE_URL"):
        monkeypatch.setenv(name, f"{CANARY}-{name}")
    caplog.set_level("DEBUG")
    write(jupyter, "canary", env={"TOKEN": f"{CANARY}-of-kernel-json", "ALSO": "${HF_TOKEN}"})
    seen = []
    with kernel(name="canary", runtime=tmp_path / "runtime") as session:
        session.run("import os; os.write(2, b'WARNING:tensorflow:x\\n')")
        seen += [*session.run("%keras_quiet").results, session.run("%keras_quiet log").stdout]
        os.kill(session.manager.provisioner.pid, signal.SIGKILL)
        while session.manager.is_alive():
            time.sleep(0.05)
        seen += [path.read_text() for path in (tmp_path / "runtime").iterdir()]
        session.restart(now=True)
        seen += [session.run("pass").stderr, session.terminal()]
    write(jupyter, "wrong", env={"TOKEN": CANARY}, metadata={"kernel_provisioner": {
        "provisioner_name": "keras-quiet-provisioner", "config": {"backend": 3, "x": 1}}})  # fmt: skip
    write(jupyter, "gone", env={"TOKEN": CANARY}, argv=["/gone/python", str(INSIDE), "-f", "{connection_file}"])
    for name in ("wrong", "gone"):
        with pytest.raises(Exception, match="This kernel cannot start") as caught:
            asyncio.run(AsyncKernelManager(kernel_name=name).start_kernel())
        seen.append(str(caught.value))
    ours = [record.getMessage() for record in caplog.records if "keras-quiet: " in record.getMessage()]
    assert ours
    assert CANARY not in "\n".join(seen + ours)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
CONFIGURATIONS = st.dictionaries(st.sampled_from(["backend", "hide", "show"]) | st.text(max_size=8), JSON, max_size=4)


@pytest.mark.filterwarnings("ignore")
@given(CONFIGURATIONS)
def test_a_configuration_of_any_type_is_read_or_is_told_what_is_wrong(config: dict[str, object]) -> None:
    settings, problems = parse(config)
    assert problems == [] or settings == Settings()
    for problem in problems:
        assert problem.key in config
        assert problem.text
    chosen, wrong = parse_project({"tool": {"keras-quiet": config}})
    assert chosen is None or not wrong


PIECES = st.sampled_from(
    [
        "[tool.keras-quiet]\n",
        'backend = "jax"\n',
        "backend = ",
        '"',
        "'''",
        "[",
        "]",
        "{",
        "}",
        "=",
        ".",
        "a",
        "\n",
        "#",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join) | st.binary(max_size=200))
def test_a_project_file_of_any_bytes_chooses_a_known_backend_or_none(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "of any bytes"  # below it, no other test's notebooks lie
    folder.mkdir(exist_ok=True)
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    (folder / "pyproject.toml").write_bytes(data)
    began = time.thread_time()
    choice = project_file(folder)
    assert time.thread_time() - began < 0.2
    assert choice.backend in (None, "jax")


TYPES: list[object] = [None, 3, 1.5, True, "x", [], ["x"], [None], {}, {"x": 1}, "a" * 100_000, [["x"]], [{}]]


@pytest.mark.parametrize("key", ["backend", "hide", "show", "provisioner", "x"])
def test_a_wrong_type_in_kernel_json_starts_nothing_and_says_so(jupyter: Path, tmp_path: Path, key: str) -> None:
    for number, value in enumerate(TYPES):
        config = {key: value}
        if key in ("hide", "show") and not parse(config)[1]:
            continue  # a right one
        stanza = {"kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": config}}
        file = write(jupyter, f"wrong-{number}", metadata=stanza)
        with pytest.raises(SettingsError) as caught:
            asyncio.run(AsyncKernelManager(kernel_name=f"wrong-{number}").start_kernel())
        assert str(file) in str(caught.value)
        assert f"config.{key}: " in str(caught.value)
        assert len(str(caught.value)) < 3000
    assert not list((tmp_path / "runtime").iterdir())
