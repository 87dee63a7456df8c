"""Our provisioner over another one: which class comes out, and what is wrong with a name or a key."""

from __future__ import annotations

import asyncio
import json
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import LocalProvisioner
from keras_quiet.server import composition
from keras_quiet.server.composition import LOCAL, over, provisioner_named
from keras_quiet.server.end_watcher import EndWatcher
from keras_quiet.server.over_local import QuietLocal
from keras_quiet.server.provisioner import KerasQuietProvisioner, QuietProvisioner
from keras_quiet.server.start_errors import SettingsError
from kernels import jupyter, write
from processes import wait
from sessions import kernel
from traitlets import Unicode
from traitlets.config import Config

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["jupyter"]
PLACE = "metadata.kernel_provisioner.config"


class OtherProvisioner(LocalProvisioner):
    """Stands for somebody else's provisioner, with a key of its own; it starts local kernels."""

    image = Unicode("plain").tag(config=True)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        kwargs = await super().pre_launch(**kwargs)
        kwargs["env"]["OTHER_IMAGE"] = self.image
        return dict(kwargs)


class ClashingProvisioner(LocalProvisioner):
    """Stands for one that means something else by a key of ours, and has a method by a name of ours."""

    backend = Unicode("docker").tag(config=True)

    def _tell(self) -> None: ...


class BrokenProvisioner(LocalProvisioner):
    """Stands for one that raises: `at` says where."""

    at = Unicode("").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.at == "init":
            raise ValueError("broken at init")

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        kwargs = await super().pre_launch(**kwargs)
        if self.at == "pre_launch":
            raise ValueError("broken at pre_launch")
        return dict(kwargs)


def no_class() -> None:
    """Stands for an entry point that is a function."""


@pytest.fixture(autouse=True)
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register them; an entry point is a line in an installed package, so the reading is replaced."""
    plain = composition.entry_points
    monkeypatch.setattr(composition, "_known", {LOCAL: LocalProvisioner})
    classes = {"other": "OtherProvisioner", "clash": "ClashingProvisioner", "broken": "BrokenProvisioner"}
    places = {name: f"{__name__}:{thing}" for name, thing in {**classes, "function": "no_class"}.items()}
    places["gone"] = "no_such_module:x"

    def entries(group: str) -> list[EntryPoint]:
        return [*plain(group=group), *(EntryPoint(name, place, group) for name, place in places.items())]

    monkeypatch.setattr(composition, "entry_points", entries)


def composed(data: Path, config: dict[str, Any], name: str = "mine", **changes: Any) -> Path:
    stanza = {"provisioner_name": "keras-quiet-provisioner", "config": config}
    return write(data, name, metadata={"kernel_provisioner": stanza}, **changes)


def test_one_class_for_each_other_and_the_plain_one_over_jupyters_own() -> None:
    assert over(LocalProvisioner) is KerasQuietProvisioner
    assert over(OtherProvisioner) is over(OtherProvisioner)
    assert over(OtherProvisioner).__name__ == "KerasQuietProvisioner"
    assert over(OtherProvisioner).__mro__[1:4] == (QuietLocal, QuietProvisioner, EndWatcher)


def test_both_halves_of_the_configuration_count_and_both_halves_run(jupyter: Path) -> None:
    composed(jupyter, {"provisioner": "other", "backend": "jax", "image": "mine"})
    with kernel(name="mine") as session:
        assert isinstance(session.manager.provisioner, OtherProvisioner)
        assert session.run("import os; print(os.environ['KERAS_BACKEND'], os.environ['OTHER_IMAGE'])").stdout == (
            "jax mine\n"
        )
        session.restart()
        assert session.run("import os; print(os.environ['KERAS_BACKEND'], os.environ['OTHER_IMAGE'])").stdout == (
            "jax mine\n"
        )


def test_the_servers_configuration_counts_under_both_names(jupyter: Path) -> None:
    composed(jupyter, {"provisioner": "other"})
    chosen = Config({"KerasQuietProvisioner": {"backend": "torch"}, "OtherProvisioner": {"image": "configured"}})
    manager = KernelManager(kernel_name="mine", config=chosen)
    manager.start_kernel(stderr=-3)
    try:
        assert manager.provisioner is not None
        assert (manager.provisioner.backend, manager.provisioner.image) == ("torch", "configured")
    finally:
        manager.shutdown_kernel(now=True)


KNOWN = "there are broken, clash, function, gone, local-provisioner, other"
WRONG = {
    "an unknown key": (
        {"provisioner": "other", "imagee": "x", "backnd": "jax", "backend": 3, "log": 1},
        [".log: unknown key", ".backnd: unknown key; did you mean 'backend'?", ".backend: must"],
    ),
    "an unregistered name": (
        {"provisioner": "othr", "image": "x", "backnd": "jax"},
        [f".provisioner: no provisioner 'othr' is installed; did you mean 'other'?; {KNOWN}", ".backnd: unknown key"],
    ),
    "ourselves": ({"provisioner": "keras-quiet-provisioner"}, [".provisioner: keras-quiet-provisioner is this pr"]),
    "no class": ({"provisioner": "function"}, [".provisioner: function cannot be combined with"]),
    "names that both have": (
        {"provisioner": "clash"},
        [".provisioner: clash cannot be combined with: _tell, backend w"],
    ),
    "not to be loaded": ({"provisioner": "gone"}, [".provisioner: gone cannot be loaded: ModuleNotFoundError"]),
    "no name": ({"provisioner": 3, "hide": "x"}, [".provisioner: must be the name of a", ".hide: must be a list"]),
    "our own key misspelt": ({"provisoner": "other"}, [".provisoner: unknown key; did you mean 'provisioner'?"]),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_at_once_and_leaves_no_file_and_no_port(jupyter: Path, what: str) -> None:
    config, texts = WRONG[what]
    file = composed(jupyter, config)
    manager = KernelManager(kernel_name="mine", connection_file=str(jupyter.parent / "runtime" / "kernel-1.json"))
    with pytest.raises(SettingsError) as caught:
        manager.start_kernel()
    assert str(file) in str(caught.value)
    assert len(caught.value.problems) == len(texts)
    for text in texts:
        assert any(problem.startswith(f"{PLACE}{text}") for problem in caught.value.problems), caught.value
    assert not list((jupyter.parent / "runtime").iterdir())
    assert not manager.has_kernel


def test_the_kernelspec_that_others_share_stays_as_it_was(jupyter: Path) -> None:
    file = composed(jupyter, {"provisioner": "other", "image": "mine"})
    with kernel(name="mine") as session:
        spec = session.manager.kernel_spec
        session.restart()
        assert session.manager.kernel_spec is spec
        assert {"argv": spec.argv, "env": spec.env, "metadata": spec.metadata} == {
            "argv": json.loads(file.read_text())["argv"],
            "env": {},
            "metadata": json.loads(file.read_text())["metadata"],
        }


def test_a_crash_is_told_to_the_next_kernel(jupyter: Path) -> None:
    composed(jupyter, {"provisioner": "other"})
    with kernel(name="mine") as session:
        session.client.execute("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
        wait(lambda: not session.manager.is_alive())
        session.restart(now=True)
        assert "The previous kernel died: SIGKILL" in session.run("1").stderr


@pytest.mark.parametrize("at", ["init", "pre_launch"])
def test_an_error_of_the_other_one_arrives_as_it_is_and_the_next_start_is_right(jupyter: Path, at: str) -> None:
    composed(jupyter, {"provisioner": "broken", "backend": "jax", "at": at})
    manager = KernelManager(kernel_name="mine")
    with pytest.raises(ValueError, match=f"^broken at {at}$"):
        manager.start_kernel()
    composed(jupyter, {"provisioner": "broken", "backend": "jax"}, name="right")
    with kernel(name="right") as session:
        assert session.run("import os; print(os.environ['KERAS_BACKEND'])").stdout == "jax\n"


def test_what_is_persisted_is_the_others_and_a_kernel_of_another_server_is_taken_over(jupyter: Path) -> None:
    composed(jupyter, {"provisioner": "other", "backend": "jax"})
    with kernel(name="mine") as session:
        one: Any = session.manager.provisioner
        saved = asyncio.run(one.get_provisioner_info())
        assert saved == asyncio.run(LocalProvisioner.get_provisioner_info(one))
        later = over(OtherProvisioner)(kernel_id="", kernel_spec=one.kernel_spec, parent=KernelManager())
        asyncio.run(later.load_provisioner_info(saved))
        assert later.pid == one.pid
        assert later.connection_info == one.connection_info


def test_two_provisioners_in_one_server_keep_to_themselves(jupyter: Path) -> None:
    composed(jupyter, {"provisioner": "other", "backend": "jax", "image": "mine"})
    composed(jupyter, {"backend": "torch"}, name="local")
    code = "import os; print(os.environ['KERAS_BACKEND'], os.environ.get('OTHER_IMAGE'))"
    with kernel(name="mine") as first, kernel(name="local") as second:
        assert [each.run(code).stdout for each in (first, second, first)] == [
            "jax mine\n",
            "torch None\n",
            "jax mine\n",
        ]
        assert not isinstance(second.manager.provisioner, OtherProvisioner)


def test_what_is_installed_is_looked_through_once_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert provisioner_named("othr")[0] is None
    assert provisioner_named("other")[0] is OtherProvisioner
    monkeypatch.setattr(composition, "entry_points", None)
    assert provisioner_named("other")[0] is OtherProvisioner
