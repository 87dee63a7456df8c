"""Over provisioners of other machines: what travels, what is asked here, what is said of an end."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from idle_provisioner import IdleProvisioner
from jupyter_client.kernelspec import KernelSpec
from keras_quiet.inside import launch
from keras_quiet.server import composition, facts, provisioner
from keras_quiet.server.composition import judge, over
from keras_quiet.server.config_keys import refused
from keras_quiet.server.start_errors import SettingsError
from traitlets import Unicode

if TYPE_CHECKING:
    from pathlib import Path

PATTERNS = ["`touch /tmp/x`", "$(id)", 'a"b', "it's", "c\\ *"]


class FarProvisioner(IdleProvisioner):
    """Stands for a provisioner of another machine: it notes what it is given, and starts nothing."""

    host = Unicode("").tag(config=True)
    wait_code: int | None = None
    given: dict[str, Any]

    def __init__(self, **kwargs: Any) -> None:
        self.queue, self.kwargs = kwargs.get("queue"), kwargs
        super().__init__(**kwargs)
        self.given = {}

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        self.given["before"] = dict(kwargs["env"])
        kwargs["env"]["WRITTEN"] = "by the other"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        if "FAILS" in kwargs["env"]:
            raise RuntimeError("no such host")
        self.given.update(cmd=cmd, env=kwargs["env"], spec_env=dict(self.kernel_spec.env))
        return {}

    async def poll(self) -> int | None:
        return self.wait_code


def far(tmp_path: Path, argv: tuple[str, ...] = ("python", "launch.py"), env: Any = None, **config: Any) -> Any:
    spec = KernelSpec(argv=list(argv), language="python", resource_dir=str(tmp_path), env=env or {})
    return over(FarProvisioner)(kernel_id="1", kernel_spec=spec, parent=None, **config)  # type: ignore[arg-type]


def start(one: Any, **env: str) -> dict[str, Any]:
    """Launch, as jupyter_client does; return what the other provisioner was given."""

    async def run() -> None:
        kwargs = await one.pre_launch(env=env)
        await one.launch_kernel(kwargs.pop("cmd"), **kwargs)

    asyncio.run(run())
    given: dict[str, Any] = one.given
    return given


def test_the_backend_arrives_each_way_and_the_shared_kernelspec_stays(tmp_path: Path) -> None:
    one = far(tmp_path, backend="jax", env={"MINE": "1"})
    spec = one.kernel_spec
    for _ in range(2):  # a start and a restart
        given = start(one, A="b")
        for place in ("before", "env", "spec_env"):
            assert given[place]["KERAS_BACKEND"] == "jax", place
        assert given["spec_env"]["MINE"] == "1"
        assert given["env"]["A"] == "b"
        assert one.kernel_spec is spec
        assert spec.env == {"MINE": "1"}
        assert spec.argv == ["python", "launch.py"]


def test_the_mapping_that_jupyter_hands_over_at_each_restart_is_never_written_into(tmp_path: Path) -> None:
    handed = {"A": "b"}
    asyncio.run(far(tmp_path).pre_launch(env=handed))
    assert handed == {"A": "b"}


def test_what_a_shell_could_change_or_run_travels_encoded_and_arrives_whole(tmp_path: Path) -> None:
    given = start(far(tmp_path, show=PATTERNS))
    text = given["spec_env"][launch.VARIABLE]
    assert text.isascii()
    assert not set(text) & set("$`\"'\\ \n!*~{}")
    environ = {launch.VARIABLE: text}
    assert launch.take(environ)["show"] == PATTERNS
    assert environ == {}


def test_a_foreign_value_with_a_dollar_is_not_written_into_a_shells_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    one = far(tmp_path)
    given = start(one, KERAS_BACKEND="$(id)")
    assert given["env"]["KERAS_BACKEND"] == "$(id)"  # whole, where it is an environment's
    assert "KERAS_BACKEND" not in given["spec_env"]
    assert "KERAS_BACKEND is not sent through ssh" in caplog.text


def test_nothing_that_lies_here_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> Any:
        raise AssertionError("this machine was asked")

    for module, name in ((facts, "look"), (facts, "keras_json"), (provisioner, "gather")):
        monkeypatch.setattr(module, name, asked)
    given = start(far(tmp_path))
    assert "KERAS_BACKEND" not in given["env"]  # row 5: Keras decides
    assert given["env"]["TF_CPP_MIN_LOG_LEVEL"] == "1"
    (tmp_path / "pyproject.toml").write_text('[tool.keras-quiet]\nbackend = "torch"\n')
    monkeypatch.chdir(tmp_path)
    assert start(far(tmp_path))["env"]["KERAS_BACKEND"] == "torch"


def test_where_argv_starts_the_filter_no_level_is_set(tmp_path: Path) -> None:
    given = start(far(tmp_path, argv=("python", "/opt/keras_quiet/inside/__main__.py", "launch.py")))
    assert "TF_CPP_MIN_LOG_LEVEL" not in given["env"]


def test_a_filter_that_runs_after_all_takes_the_level_away_that_was_set_for_want_of_it(tmp_path: Path) -> None:
    env = start(far(tmp_path))["env"]
    launch.take(env)
    assert "TF_CPP_MIN_LOG_LEVEL" not in env
    env = {**start(far(tmp_path))["env"], "TF_CPP_MIN_LOG_LEVEL": "2"}
    launch.take(env)
    assert env["TF_CPP_MIN_LOG_LEVEL"] == "2"  # the user's


def test_of_an_end_it_says_only_what_it_knows(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    one = far(tmp_path)
    one.wait_code = 0
    asyncio.run(one.poll())
    assert not caplog.records  # not launched yet
    start(one)
    one.wait_code = 0
    assert asyncio.run(one.poll()) == 0
    assert caplog.messages[-1] == "keras-quiet: the kernel died: FarProvisioner does not say why"
    told = launch.take({launch.VARIABLE: start(one)["env"][launch.VARIABLE]})
    assert told["notices"] == ["the previous kernel died: FarProvisioner does not say why"]


def test_a_launch_that_failed_is_no_death(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    one = far(tmp_path, backend="jax")
    spec = one.kernel_spec
    with pytest.raises(RuntimeError, match="no such host"):
        start(one, FAILS="1")
    one.wait_code = 0
    assert asyncio.run(one.poll()) == 0
    assert "died" not in caplog.text
    assert one.kernel_spec is spec
    assert spec.env == {}


def test_an_end_that_was_asked_for_is_no_death(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    one = far(tmp_path)
    start(one)
    one.wait_code = 0
    asyncio.run(one.shutdown_requested())
    asyncio.run(one.poll())
    assert "died" not in caplog.text


@pytest.mark.parametrize("of_ours", [True, False])
def test_every_key_goes_to_the_provisioner_behind_but_one_that_is_nearly_ours(of_ours: bool) -> None:
    theirs = ["host", "queue", "hosst", "project", "partition", "nodes", "jobid", "kernel_argv", "backend_url", "guide"]
    wrong = ["bakend", "backends", "Backnd", "hides", "shwow", "everywere", "provisoner", "log", "parent"]
    provisioner = over(FarProvisioner) if of_ours else FarProvisioner  # type: ignore[arg-type]
    assert refused(provisioner, theirs + wrong) == set(wrong)


def test_a_key_without_a_trait_is_passed_on(tmp_path: Path) -> None:
    one = far(tmp_path, host="far", queue="long", nodes=3)
    assert (one.host, one.queue, one.kwargs["nodes"]) == ("far", "long", 3)
    assert one.read_settings()[1] == []
    with pytest.raises(SettingsError, match=r"config\.backnd: unknown key; did you mean 'backend'\?"):
        start(far(tmp_path, backnd="jax", nodes=3))


@pytest.mark.parametrize(("key", "is_wrong"), [("queue", False), ("bakend", True), ("log", True)])
def test_doctor_judges_as_the_start_does(key: str, is_wrong: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composition, "_known", {"far": FarProvisioner})
    problems, elsewhere = judge({"provisioner": "far", "host": "x", key: 1})
    assert elsewhere
    assert [problem.key for problem in problems] == ([key] if is_wrong else [])


@pytest.mark.parametrize("foreign", [True, False])
def test_both_forms_of_the_message_are_read(foreign: bool) -> None:
    info = {"notices": ['ä $(x) `y` "z" \''], "new": 1}
    assert launch.take({launch.VARIABLE: launch.encode(info, foreign=foreign)}) == info
    assert json.loads(launch.encode(info)) == info


@pytest.mark.parametrize("text", ["eyJ", "no base64 !", "W10=", "/w==", "[]", "3"])
def test_a_broken_message_is_none(text: str) -> None:
    environ = {launch.VARIABLE: text}
    assert launch.take(environ) == {}
    assert environ == {}
