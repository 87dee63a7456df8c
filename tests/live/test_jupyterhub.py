"""JupyterHub with two users: the kernel starts in each one's server, is quiet, and keeps its hidden lines private."""

from __future__ import annotations

import os
import stat
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import environments
import pytest
from hubs import Hub, hub, publish, readable_python, user
from jupyter_client.blocking import BlockingKernelClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.live
# Of this run alone: a run that was killed leaves its users behind.
NAMES = (f"kq-ada-{os.getpid()}", f"kq-bob-{os.getpid()}")


class Place(NamedTuple):
    """A running hub and the home folder of each user."""

    hub: Hub
    homes: dict[str, Path]


@pytest.fixture(scope="module")
def place(environment: Callable[[str], Path]) -> Iterator[Place]:
    python = readable_python()
    if os.geteuid() or python is None:
        pytest.skip("needs root, who may make users, and a Python that they can read")
    for name in ("browser", "tf-2.21"):
        environment(name)
    # Not below pytest's own folder: nobody but root may enter that.
    with tempfile.TemporaryDirectory(dir="/tmp") as scratch, ExitStack() as stack:
        folder = Path(scratch)
        folder.chmod(0o755)
        programs = environments.with_wheel("browser", folder)
        keras = environments.copy("tf-2.21", folder / "keras")
        for each in (programs, keras):
            publish(each.parent, python)
        words = [
            "keras-quiet",
            "install",
            f"--python={keras / 'python'}",
            "--name=mine",
            f"--prefix={folder / 'prefix'}",
        ]
        env = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": scratch}
        subprocess.run([str(programs / "jupyter"), *words], check=True, env=env, stdout=subprocess.DEVNULL)
        homes = {name: stack.enter_context(user(name, folder)) for name in NAMES}
        yield Place(stack.enter_context(hub(folder, programs.parent)), homes)


def run(file: Path, code: str) -> str:
    """Run a cell in the kernel of a connection file; the text of its streams."""
    shown: list[str] = []
    client = BlockingKernelClient(connection_file=str(file))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=90)
        client.execute_interactive(
            code, timeout=120, output_hook=lambda message: shown.append(message["content"].get("text", ""))
        )
    finally:
        client.stop_channels()
    return "".join(shown)


def may_read(name: str, file: Path) -> bool:
    done = subprocess.run(["/bin/cat", str(file)], user=name, capture_output=True, check=False)
    return done.returncode == 0 and b"cpu_feature_guard" in done.stdout


def test_each_users_kernel_is_quiet_and_its_hidden_lines_are_private(place: Place) -> None:
    files = {}
    for name in NAMES:
        place.hub.start_server(name)
        kernel = place.hub.start_kernel(name, "mine")
        runtime = place.homes[name] / ".local" / "share" / "jupyter" / "runtime"
        shown = run(runtime / f"kernel-{kernel}.json", "import keras, getpass; print(getpass.getuser())")
        assert shown == f"{name}\n"
        files[name] = runtime / f"kernel-{kernel}.keras-quiet.log"
        # The folders around it open, so that it is the file that refuses.
        for folder in [runtime, *runtime.parents][:5]:
            folder.chmod(0o755)
    for name, other in (NAMES, NAMES[::-1]):
        assert stat.S_IMODE(files[name].stat().st_mode) == 0o600
        assert files[name].owner() == name
        assert may_read(name, files[name])
        assert not may_read(other, files[name])
