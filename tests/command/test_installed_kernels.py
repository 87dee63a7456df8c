"""Kernels of ours on Jupyter's path, the broken and the hidden ones with them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from keras_quiet.command.installed_kernels import find_kernels, kernel_named, read_kernel
from keras_quiet.command.main import main
from keras_quiet.command.removal import remove
from keras_quiet.errors import CommandError
from kernels import jupyter, write

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["jupyter"]
Captured = pytest.CaptureFixture[str]
STRING = {"kernel_provisioner": "keras-quiet-provisioner"}
NULL = {"kernel_provisioner": {"provisioner_name": "keras-quiet-provisioner", "config": None}}
OTHER = {"kernel_provisioner": {"provisioner_name": "local-provisioner"}}
PLAIN = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]


@pytest.mark.parametrize(
    ("changes", "ours"),
    [
        ({}, True),
        ({"metadata": {}}, True),
        ({"metadata": {}, "argv": PLAIN}, False),
        ({"metadata": OTHER, "argv": PLAIN}, False),
        ({"metadata": STRING, "argv": PLAIN}, True),
        ({"metadata": NULL, "argv": PLAIN}, True),
        ({"metadata": {"keras-quiet": {}}, "argv": PLAIN}, True),
        ({"metadata": {"keras-quiet": 3}, "argv": PLAIN}, False),
    ],
)
def test_a_kernel_is_ours_by_its_mark_its_provisioner_or_its_argv(
    tmp_path: Path, changes: dict[str, Any], ours: bool
) -> None:
    file = write(tmp_path, "mine", **changes)
    assert read_kernel(file).is_ours is ours
    assert [kernel.name for kernel in find_kernels([str(tmp_path / "kernels")])] == (["mine"] if ours else [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "cannot be read: Expecting property name"),
        ("[]", "is no JSON object"),
        ("{}", "argv must be a list of strings"),
        ('{"argv": ["a"], "env": {"A": 1}}', "env must have strings as its values"),
        ('{"argv": [1], "metadata": null}', "argv must be a list of strings; metadata must be an object"),
    ],
)
def test_a_broken_kernel_json_is_ours_by_its_name(tmp_path: Path, text: str, problem: str) -> None:
    for name in ("keras-quiet-jax", "other"):
        write(tmp_path, name).write_text(text)
    (kernel,) = find_kernels([str(tmp_path / "kernels")])
    assert kernel.name == "keras-quiet-jax"
    assert kernel.problem.startswith(problem)


BROKEN = {
    "a word of ours is in it": '{"argv": ["/env/bin/python", "/x/keras_quiet/inside/__main__.py",}',
    "it is empty, and our page is beside it": "",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_kernel_json_of_ours_that_is_no_json_is_found(what: str, jupyter: Path, capsys: Captured) -> None:
    file = write(jupyter, "torchy")
    file.write_text(BROKEN[what])
    if not BROKEN[what]:
        file.with_name("help.html").touch()
    write(jupyter, "theirs", argv=PLAIN, metadata={}).write_text("{")
    assert main(["doctor", "torchy"]) == 1
    told = capsys.readouterr().out
    assert f"torchy: readable: NO\n  {file} cannot be read: " in told
    assert "jupyter kernelspec remove -f torchy && jupyter keras-quiet install --name torchy" in told
    assert main(["doctor", "theirs"]) == 1
    assert "There is no quiet kernel theirs." in capsys.readouterr().err
    # What cannot be read may be a person's: it stays, and that is said.
    assert main(["remove", "--all"]) == 0
    assert f"Left: {file.parent} was not written by `jupyter keras-quiet install`. " in capsys.readouterr().out


def test_the_first_of_a_name_hides_the_others_as_in_jupyter(
    jupyter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "more"))
    first = write(tmp_path / "more", "Mine").parent
    hidden = write(jupyter, "mine").parent
    assert [(kernel.folder, kernel.hidden_by) for kernel in find_kernels() if kernel.name == "mine"] == [
        (first, ""),
        (hidden, str(first)),
    ]
    assert kernel_named("mine").folder == first
    assert KernelSpecManager().find_kernel_specs()["mine"] == str(first)


def test_a_kernel_that_hides_ours_need_not_be_ours(
    jupyter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "more"))
    first = write(tmp_path / "more", "mine", metadata={}, argv=PLAIN).parent
    hidden = write(jupyter, "mine").parent
    with pytest.raises(CommandError) as caught:
        kernel_named("mine")
    assert f"There is no quiet kernel mine ({hidden} is hidden by {first}). There are: " in str(caught.value)


def test_only_what_install_wrote_is_removed(jupyter: Path) -> None:
    ours = write(jupyter, "mine").parent
    theirs = write(jupyter, "theirs", metadata=STRING).parent
    assert [kernel.folder for kernel in remove("mine")] == [ours]
    assert not ours.exists()
    with pytest.raises(CommandError) as caught:
        remove("theirs")
    assert str(caught.value) == (
        f"{theirs} was not written by `jupyter keras-quiet install`. To remove it: jupyter kernelspec remove theirs"
    )
    assert theirs.exists()


def test_of_a_linked_kernel_the_link_is_removed(jupyter: Path, tmp_path: Path) -> None:
    target = write(tmp_path / "elsewhere", "mine").parent
    (jupyter / "kernels").mkdir(parents=True)
    (jupyter / "kernels" / "mine").symlink_to(target)
    remove("mine")
    assert not (jupyter / "kernels" / "mine").is_symlink()
    assert json.loads((target / "kernel.json").read_text())["display_name"] == "mine"
