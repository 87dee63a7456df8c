"""Kernels over a real OpenSSH server on loopback, with a real Keras on its far side."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from environments import python_of, with_wheel
from far_sessions import distributed, kernel_json, variables
from ssh_servers import SshServer, ssh_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.live

HARNESS = Path(__file__).parents[1] / "harness"
ENVIRON = "import os; print(os.environ.get('KERAS_BACKEND'), os.environ.get('KERAS_QUIET_LAUNCH'))"
KERAS = "import keras; print(keras.backend.backend())"
LINE = "mine: `touch {0}` $(touch {0}) $HOME \"'"


@pytest.fixture(scope="module")
def programs(environment: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that has all provisioners and our wheel."""
    environment("engines")
    return with_wheel("engines", tmp_path_factory.mktemp("engines"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as one:
        yield one


def steps(programs: Path, server: SshServer, data: Path, name: str, *wanted: list[str], **more: str) -> list[str]:
    """Run a kernel through steps in a process of its own; what each answered, the start's first."""
    env = {**variables(programs, server, data), **more}
    command = [str(programs / "python"), str(HARNESS / "far_kernels.py"), name, json.dumps(wanted)]
    log = data / "driver.log"
    with log.open("ab") as output:
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=output, check=False, timeout=400)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    print(told, log.read_text()[-3000:], server.log.read_text()[-1000:], *(p.read_text() for p in data.glob("*.log")))
    return [each["answer"] for each in told]


def test_distributed_over_ssh_has_the_backend_and_a_quiet_keras(
    programs: Path, server: SshServer, tmp_path: Path
) -> None:
    data = distributed(tmp_path, server, python_of("tf-2.21"), backend="tensorflow")
    answers = steps(
        programs, server, data, "far", ["run", ENVIRON], ["run", KERAS], ["interrupt"], ["run", "%keras_quiet log"],
        ["shutdown"],
    )  # fmt: skip
    assert answers[:4] == ["ready", "tensorflow None\n", "tensorflow\n", "KeyboardInterrupt"]
    assert "cpu_feature_guard" in answers[4]
    assert answers[5] == "False"


def test_what_a_shell_would_run_reaches_the_kernel_whole_and_runs_nowhere(
    programs: Path, server: SshServer, tmp_path: Path
) -> None:
    line = LINE.format(tmp_path / "trap")
    say = f"import os, time; _ = os.write(2, {line!r}.encode() + b'\\nafter\\n'); time.sleep(1)"
    data = distributed(tmp_path, server, python_of("tf-2.21"), backend="auto", hide=[line])
    # A backend that goes over ssh meets that shell as it is, so this one is not sent.
    answers = steps(
        programs, server, data, "far", ["run", say], ["run", "%keras_quiet log"], ["restart"], ["run", say],
        ["run", "%keras_quiet log"], ["run", ENVIRON], ["kill"], KERAS_BACKEND=line,
    )  # fmt: skip
    assert answers[0::3] == ["ready", "ready", "None None\n"]
    assert answers[1:5:3] == ["after\n", "after\n"]
    assert line in answers[2]
    assert line in answers[5]
    assert not (tmp_path / "trap").exists()


def test_the_plain_distributed_kernel_shows_the_noise_so_that_silence_is_ours(
    programs: Path, server: SshServer, tmp_path: Path
) -> None:
    data = distributed(tmp_path, server, python_of("tf-2.21"), ours=False)
    answers = steps(programs, server, data, "far", ["run", KERAS], ["kill"])
    assert answers[0] == "ready"
    assert "cpu_feature_guard" in answers[1]


@pytest.mark.parametrize("ours", [True, False], ids=["with us", "without us"])
def test_a_restart_is_the_distributed_provisioners_own(
    programs: Path, server: SshServer, tmp_path: Path, ours: bool
) -> None:
    data = distributed(tmp_path, server, python_of("tf-2.21"), ours=ours)
    answers = steps(programs, server, data, "far", ["restart"], ["run", ENVIRON], ["kill"])
    assert answers == ["ready", "ready", "tensorflow None\n" if ours else "None None\n", "False"]


def sshpyk(tmp_path: Path, server: SshServer, programs: Path, name: str = "there") -> Path:
    """Install keras-quiet's kernel on the far side, by its own command, and write sshpyk's kernel.json here."""
    install = [programs / "jupyter", "keras-quiet", "install", "--python", python_of("tf-2.21"), "--name", "there"]
    env = {**os.environ, "PATH": f"{programs}:/usr/bin:/bin"}
    subprocess.run(
        [*map(str, install), "--sys-prefix", "--replace", "--env", f"KERAS_HOME={tmp_path}"], check=True, env=env
    )

    def change(content: dict[str, Any]) -> None:
        content["metadata"]["kernel_provisioner"]["config"] |= {
            "remote_python": str(programs / "python"),
            "remote_kernel_name": name,
            "ssh_config": str(server.home / ".ssh" / "config"),
        }

    kernel_json("sshpyk", tmp_path, change)
    return tmp_path


def test_sshpyk_needs_nothing_but_our_kernel_there(programs: Path, server: SshServer, tmp_path: Path) -> None:
    data = sshpyk(tmp_path, server, programs)
    answers = steps(
        programs, server, data, "far", ["run", ENVIRON], ["run", KERAS], ["restart"], ["run", ENVIRON], ["interrupt"],
        ["shutdown"],
    )  # fmt: skip
    assert answers[:5] == ["ready", "tensorflow None\n", "tensorflow\n", "ready", "tensorflow None\n"]
    assert answers[6] == "False"


@pytest.mark.parametrize("name", ["there", "python3"], ids=["with us", "without us"])
def test_sshpyk_ignores_a_signal_so_its_kernel_says_message(
    programs: Path, server: SshServer, tmp_path: Path, name: str
) -> None:
    data = sshpyk(tmp_path, server, programs, name)
    file = data / "kernels" / "far" / "kernel.json"
    without = json.loads(file.read_text()) | {"interrupt_mode": "signal"}
    assert steps(programs, server, data, "far", ["interrupt"], ["kill"])[1] == "KeyboardInterrupt"
    file.write_text(json.dumps(without))
    assert steps(programs, server, data, "far", ["interrupt"], ["kill"])[1].startswith("Empty")
