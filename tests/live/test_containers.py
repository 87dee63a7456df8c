"""Docker and Kubernetes: what the provisioners ask of an interface that records it; no kernel ever answers."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from container_apis import container_api
from environments import python_of, with_wheel
from keras_quiet.inside import launch
from sessions import kernel, plain_argv

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.live

HARNESS = Path(__file__).parents[1] / "harness"
KERNELS = Path(__file__).parents[2] / "docs" / "kernels"
HIDE = ["mine: `x` $HOME $(id) \"'"]
NOISE = """
import os, time
_ = os.write(2, b"2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on. You "
    b"may see slightly different numerical results due to floating-point round-off errors.\\n"
    b"mine: `x` $HOME $(id) \\"'\\nreal\\n")
time.sleep(0.5)
print(*map(os.environ.get, ("KERAS_BACKEND", "TF_CPP_MIN_LOG_LEVEL", "KERAS_QUIET_LAUNCH")))
"""


@pytest.fixture(scope="module")
def programs(environment: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that has the provisioners and our wheel."""
    environment("engines")
    return with_wheel("engines", tmp_path_factory.mktemp("engines"))


def asked_for(programs: Path, tmp_path: Path, engine: str) -> dict[str, str]:
    """Start the documentation's kernel; return the environment of the container that was asked for."""
    packages = python_of("engines").parents[1] / "lib" / "python3.11" / "site-packages"
    scripts = packages / "gateway_provisioners" / "kernel-launchers" / engine / "scripts"
    content = json.loads((KERNELS / engine / "kernel.json").read_text())
    content["argv"][:2] = [str(programs / "python"), str(scripts / f"launch_{engine}.py")]
    content["metadata"]["kernel_provisioner"]["config"]["hide"] = HIDE
    file = tmp_path / "kernels" / "far" / "kernel.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(content))
    with container_api() as api:
        address = f"http://127.0.0.1:{api.port}"
        (tmp_path / "kube").write_text(
            json.dumps(
                {
                    "apiVersion": "v1",
                    "kind": "Config",
                    "current-context": "c",
                    "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}],
                    "clusters": [{"name": "k", "cluster": {"server": address}}],
                    "users": [{"name": "u", "user": {}}],
                }
            )
        )
        env = {
            "PATH": f"{programs}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "JUPYTER_PATH": str(tmp_path),
            "DOCKER_HOST": f"tcp://127.0.0.1:{api.port}",
            "KUBECONFIG": str(tmp_path / "kube"),
            "GP_USE_INCLUSTER_CONFIG": "False",
            "GP_RESPONSE_IP": "127.0.0.1",
            "GP_UNAUTHORIZED_USERS": "nobody",
            "GP_PROHIBITED_UIDS": "",
            "KERNEL_LAUNCH_TIMEOUT": "8",
            "KERNEL_NAMESPACE": "ns",
            "KERNEL_USERNAME": "me",
        }
        command = [programs / "python", HARNESS / "far_kernels.py", "far", "[]"]
        told = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)
    print(told.stdout, told.stderr[-3000:])
    [given] = api.environments()
    return given


@pytest.mark.parametrize("engine", ["docker", "kubernetes"])
def test_the_container_gets_the_backend_and_our_message_whole(programs: Path, tmp_path: Path, engine: str) -> None:
    given = asked_for(programs, tmp_path, engine)
    assert given["KERAS_BACKEND"] == "torch"
    assert given["TF_CPP_MIN_LOG_LEVEL"] == "1"  # where no filter can run
    assert launch.take(given)["hide"] == HIDE


def test_in_an_image_the_user_wide_switch_filters_what_the_images_own_command_starts(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = asked_for(programs, tmp_path, "docker")
    home = tmp_path / "image"
    home.mkdir()
    image = {"HOME": str(home), "PATH": f"{programs}:/usr/bin:/bin"}
    # The second line of the Dockerfile in docs/other-machines.md; the first installed the wheel here.
    subprocess.run([programs / "jupyter", "keras-quiet", "everywhere"], env=image, check=True)
    for name in ("HOME", "PATH"):
        monkeypatch.setenv(name, image[name])
    ours = {name: given[name] for name in ("KERAS_BACKEND", "TF_CPP_MIN_LOG_LEVEL", launch.VARIABLE)}
    base = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    with kernel(plain_argv(programs / "python"), env_passed={**base, **image, **ours}) as session:
        cell = session.run(NOISE)
        assert not cell.error
        assert cell.stderr.splitlines()[-1] == "real"
        assert "oneDNN" not in cell.stderr
        assert "mine:" not in cell.stderr  # the user's rule came along
        assert cell.stdout == "torch None None\n"
