"""Whether a machine has an accelerator, on folders that are made as such machines have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keras_quiet.inside.grammar.messages import read_line
from keras_quiet.inside.grammar.rule import HIDE_WITHOUT_GPU
from keras_quiet.inside.judging import verdicts
from keras_quiet.inside.judging.machine import OVERRIDE, accelerator
from known_noise import ENTRIES, RULES

if TYPE_CHECKING:
    from pathlib import Path

NVIDIA = {"vendor": "0x10de", "class": "0x030200"}
CARD = "sys/bus/pci/devices/0000:01:00.0/"


def made(root: Path, *files: str, card: dict[str, str] | None = None) -> str:
    """Make the files of a machine, and a card of it."""
    for name, text in [*((name, "") for name in files), *((CARD + name, text) for name, text in (card or {}).items())]:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n" if text else "")
    return str(root)


@pytest.mark.parametrize(
    "node",
    [
        *("dev/nvidiactl", "dev/nvidia0", "dev/nvidia3", "proc/driver/nvidia/version", "dev/dxg", "dev/nvmap"),
        *("dev/accel0", "dev/accel/accel1", "dev/neuron0"),
    ],
)
@pytest.mark.parametrize("container", [(), (".dockerenv",), ("run/.containerenv",)])
def test_a_loaded_driver_is_seen_by_its_node(tmp_path: Path, node: str, container: tuple[str, ...]) -> None:
    assert accelerator({}, made(tmp_path, node, *container)) == str(tmp_path / node)


@pytest.mark.parametrize(
    ("card", "nodes", "name"),
    [
        (NVIDIA, (), "an NVIDIA card at 0000:01:00.0"),  # its driver broke with an update of the kernel
        ({**NVIDIA, "class": "0x030000"}, (), "an NVIDIA card at 0000:01:00.0"),
        ({**NVIDIA, "class": "0x040300"}, (), ""),  # its sound
        ({"vendor": "0x1002", "class": "0x038000"}, ("dev/kfd",), "an AMD card at 0000:01:00.0"),
        ({"vendor": "0x1002", "class": "0x038000"}, (), ""),  # a screen
        ({"vendor": "0x8086", "class": "0x038000"}, (), "an Intel card at 0000:01:00.0"),
        ({"vendor": "0x8086", "class": "0x030000"}, (), ""),  # a processor's own graphics
        ({"vendor": "0x1ae0", "class": "0x120000"}, (), "a TPU at 0000:01:00.0"),
        ({"vendor": "0x1ae0"}, ("dev/vfio/0",), "a TPU at 0000:01:00.0"),
        ({"vendor": "0x1ae0", "class": "0x020000"}, ("dev/vfio/0",), ""),  # a network card of Google's
        ({"vendor": "0x1af4", "class": "0x020000"}, ("dev/vfio/0", "dev/dri/renderD128"), ""),
        ({}, ("dev/vfio/vfio",), ""),
    ],
)
def test_a_card_is_seen_without_its_driver(
    tmp_path: Path, card: dict[str, str], nodes: tuple[str, ...], name: str
) -> None:
    assert accelerator({}, made(tmp_path, *nodes, card=card)) == name


def test_a_container_without_a_gpu_sees_the_cards_of_its_host(tmp_path: Path) -> None:
    """Nodes alone count there, or every pod without a GPU would become noisy."""
    root = made(tmp_path, card=NVIDIA)
    assert accelerator({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, root) == ""
    assert accelerator({}, root) != ""
    assert accelerator({}, made(tmp_path / "docker", ".dockerenv", card=NVIDIA)) == ""
    tpu = {"vendor": "0x1ae0", "class": "0x120000"}
    assert accelerator({}, made(tmp_path / "pod", "run/.containerenv", card=tpu)) == ""
    assert accelerator({}, made(tmp_path / "tpu", "run/.containerenv", "dev/vfio/0", card=tpu)) != ""


def test_the_user_may_switch_it_off_or_say_it(tmp_path: Path) -> None:
    root = made(tmp_path, "dev/nvidia0")
    for switched_off in ({"CUDA_VISIBLE_DEVICES": ""}, {"CUDA_VISIBLE_DEVICES": "-1"}, {OVERRIDE: "0"}):
        assert accelerator(switched_off, root) == ""
    assert accelerator({"CUDA_VISIBLE_DEVICES": "0"}, root) != ""
    assert accelerator({OVERRIDE: "1"}, str(tmp_path / "nothing")) == f"{OVERRIDE} says so"
    assert accelerator({}, str(tmp_path / "nothing")) == ""


def test_the_first_copy_is_shown_where_something_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = made(tmp_path, card=NVIDIA)
    monkeypatch.setattr(verdicts.machine, "accelerator", lambda environ: accelerator(environ, root))
    rule = next(rule for rule in ENTRIES if rule.action == HIDE_WITHOUT_GPU and rule.way == "native")
    said = read_line(rule.hides[0].partition("\n")[0])
    asked = verdicts.Verdicts(RULES, {})
    assert [asked.hiding(said, rule.hides[0]) is None for _ in range(2)] == [True, False]
