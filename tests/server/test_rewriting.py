"""Which argv starts our filter in place of a plain ipykernel, and which is left alone."""

from __future__ import annotations

import pytest
from keras_quiet.server.rewriting import rewritten

FILE = ["-f", "{connection_file}"]
IPYKERNEL = ["-m", "ipykernel_launcher", *FILE]
INSIDE = "/filter/keras_quiet/inside/__main__.py"

# What stands before the module, if it is to be rewritten.
PLAIN = [
    ["python"],
    ["/env/bin/python3.11"],
    ["C:\\env\\python.exe"],
    ["pypy3"],
    ["python", "-I"],
    ["python", "-Xfrozen_modules=off"],
    ["python", "-X", "frozen_modules=off", "-W", "ignore", "-OO"],
    ["/usr/bin/env", "python3"],
    ["env", "-u", "A", "B=c", "python", "-X", "dev"],
    ["uv", "run", "python"],
    ["uv", "--quiet", "run", "--with", "ipykernel", "--python", "3.11", "python"],
    ["/opt/bin/pixi", "run", "-e", "gpu", "python"],
    ["hatch", "-e", "test", "run", "python"],
    ["hatch", "run", "test:python"],
    ["poetry", "-C", "project", "run", "python3"],
    ["pdm", "run", "-p", "project", "python"],
    ["env", "A=b", "uv", "run", "python"],
]
# What is left alone, whatever follows.
OTHERS = [
    ["docker", "run", "image", "python"],
    ["ssh", "host", "python"],
    ["srun", "python"],
    ["singularity", "exec", "image", "python"],
    ["apptainer", "exec", "image", "python"],
    ["podman", "exec", "container", "python"],
    ["kubectl", "exec", "pod", "--", "python"],
    ["sudo", "-u", "somebody", "python"],
    ["sh", "-c", 'exec python "$@"', "sh"],
    ["/usr/bin/zsh", "-lc", "python"],
    ["cmd.exe", "/c", "python"],
    ["hatch", "run", "srun", "python"],
    ["hatch", "run", "test:srun", "python"],
    ["uv", "run", "test:python"],
    ["conda", "run", "-n", "tf", "ssh", "host", "python"],
    ["bash", "-c", "exec python"],
    ["uv", "run", "docker", "run", "image", "python"],
    ["uv", "run", "ssh", "host", "python"],
    ["uv", "run", "--quiet", "ssh", "python"],
    ["uv", "python"],
    ["env", "docker", "run", "image", "python"],
    ["env", "-S", "python"],
    ["conda", "run", "-n", "nowhere", "python"],
    ["sage", "--python"],
    ["xpython"],
    ["nice", "python"],
    ["python", "launch.py"],
    ["python", "-c", "pass"],
    ["python", "--unknown"],
    [],
]


def which(command: str) -> str | None:
    return f"/usr/bin/{command}"


@pytest.mark.parametrize("before", PLAIN, ids=" ".join)
@pytest.mark.parametrize("module", ["ipykernel_launcher", "ipykernel"])
def test_a_plain_ipykernel_starts_the_filter(before: list[str], module: str) -> None:
    more = ["--IPKernelApp.kernel_class=mine.Kernel", "--profile=mine", *FILE]
    assert rewritten([*before, "-m", module, *more], which, INSIDE) == [*before, INSIDE, *more]


@pytest.mark.parametrize("before", OTHERS, ids=" ".join)
def test_what_may_run_elsewhere_is_left_alone(before: list[str]) -> None:
    assert rewritten([*before, *IPYKERNEL], which, INSIDE) is None


@pytest.mark.parametrize(
    "module", ["bash_kernel", "metakernel", "ansible_kernel", "keras_quiet.inside", "ipykernel.kernelapp"]
)
def test_another_module_is_left_alone(module: str) -> None:
    assert rewritten(["python", "-m", module, *FILE], which, INSIDE) is None


def test_a_known_environment_of_conda_counts(tmp_path) -> None:  # noqa: ANN001  # a Path
    for part in ("condabin/conda", "envs/tf/bin/python"):
        (tmp_path / part).parent.mkdir(parents=True)
        (tmp_path / part).touch()
    argv = ["conda", "run", "--no-capture-output", "-n", "tf", "python", *IPYKERNEL]
    found = rewritten(argv, lambda _command: str(tmp_path / "condabin" / "conda"), INSIDE)
    assert found == [*argv[:6], INSIDE, *FILE]


def test_the_argv_itself_stays_as_it_is() -> None:
    argv = ["python", *IPYKERNEL]
    rewritten(argv, which, INSIDE)
    assert argv == ["python", *IPYKERNEL]
