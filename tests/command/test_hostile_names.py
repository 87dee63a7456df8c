"""Whatever a folder or a kernel is called, no verb prints a line or a terminal's code that the name forges."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from keras_quiet.command.main import main
from kernels import environment, jupyter, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["jupyter"]
HOSTILE = "a\nall kernels is fine\r\x1b[2J\x1b]0;title\x07\u202e\u2028\x9b b"
PLAIN_ARGV = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
# After these two, which write what the others tell of.
FIRST = ("install --python {env} --name good", "everywhere")
VERBS = (
    "install --python {env}",
    "install --python {env} --name good --replace --backend torch",
    "install --python {env} --name good --replace --prefix {home}/p",
    "install --python {env} --name good",
    "install --python {home}/nothing",
    "install --python {env} --prefix {env} --name {name}",
    "install --wrap plain --prefix {home}/p",
    "install --wrap {name}",
    "list",
    "list --json",
    "show {name}",
    "show good",
    "show {name}x",
    "everywhere",
    "everywhere --profile {name}",
    "doctor",
    "doctor --json",
    "doctor {name}",
    "run {home}/nothing",
    "run {home}",
    "run --log {home}/no/log {env}",
    "explain {name}",
    "explain --json {name}",
    "remove {name}x",
    "remove {name}",
    "remove --all --prefix {home}/p",
    "everywhere --remove",
    "remove --all",
)


def told(base: Path, name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """Run every verb in a home, an environment and with a kernel of this name; return what each printed."""
    home = base / name
    home.mkdir(parents=True)
    for variable, value in (
        ("HOME", home),
        ("JUPYTER_DATA_DIR", home / "data"),
        ("IPYTHONDIR", home / "ipython"),
        ("KERAS_HOME", home / "keras"),
        ("KERAS_BACKEND", "none of them"),
    ):
        monkeypatch.setenv(variable, str(value))
    (home / "keras").mkdir()
    (home / "keras" / "keras.json").write_text('{"backend": "jax')
    (home / "pyproject.toml").write_text("[tool.keras-quiet]\nbackend = 'x\\ny'\n")
    monkeypatch.chdir(home)
    env = environment(home / f"env{name}", keras="3.15.1", ipykernel="7.4.0")
    write(home / "data", "plain", argv=PLAIN_ARGV, metadata={}, display_name=name)
    (home / "ipython" / "profile_default").mkdir(parents=True)
    (home / "ipython" / "profile_default" / "ipython_config.py").write_text("c = = 1")
    texts = []
    for words in (*FIRST, *VERBS):
        if words == VERBS[0]:
            write(home / "data", name, display_name=name, env={"KERAS_BACKEND": name})
            write(home / "data", f"{name}2", argv=[f"/{name}/python", f"/{name}/keras_quiet/inside/__main__.py"])
            write(home / "data", f"{name}3", argv=1)
        main([word.format(home=home, env=env, name=name) for word in words.split(" ")])
        texts.append("".join(capfd.readouterr()))
    return texts


def test_no_verb_prints_what_a_name_forges(
    jupyter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert jupyter.parent == tmp_path
    plain = told(tmp_path / "1", "no name", monkeypatch, capfd)
    hostile = told(tmp_path / "2", HOSTILE, monkeypatch, capfd)
    for words, text, expected in zip((*FIRST, *VERBS), hostile, plain, strict=True):
        assert expected, words
        assert [each for each in text if not each.isprintable() and each != "\n"] == [], words
        # The lines of JSON are told apart by its own strings, the line to explain by its own ends.
        if not words.startswith("explain"):
            assert len(text.splitlines()) == len(expected.splitlines()), words
