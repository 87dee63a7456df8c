"""The doctor: every check finds its own fault, and nothing where all is well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from keras_quiet import __version__
from keras_quiet.command import doctor
from keras_quiet.command.inspection import Inspection, JupyterSetup
from keras_quiet.command.installed_kernels import PROVISIONER, Kernel
from keras_quiet.command.notes import notes
from keras_quiet.command.user_files import UserFiles
from keras_quiet.inside.backend.keras_json import Choice
from keras_quiet.inside.configuring.configuration import Configured
from keras_quiet.server.environment import decide
from keras_quiet.server.facts import Facts
from keras_quiet.server.interpreters import Interpreter
from keras_quiet.server.settings import Settings

PY = Interpreter("/env/bin/python", frozenset(["tensorflow"]), version="3.13.0", keras="3.15.1", ipykernel="7.4.0")
STANZA = {"provisioner_name": PROVISIONER, "config": {"backend": "auto"}}
KERNEL = Kernel(
    Path("/data/kernels/mine"), ("/env/bin/python", "-m", "keras_quiet.inside"), "Mine", stanza=STANZA, mark={}
)
FILE = KERNEL.folder / "kernel.json"
FIX = "jupyter keras-quiet install --name mine --replace --user"


def inspected(kernel: Kernel = KERNEL, backend: str = "auto", **changes: Any) -> Inspection:
    """A kernel in which all is well, but for these changes."""
    facts = Facts(
        changes.pop("keras_json", Choice("/home/keras.json")),
        changes.pop("interpreter", PY),
        project=changes.pop("project", Choice("")),
    )
    decision = decide(Settings(backend), {}, {}, facts)
    return replace(Inspection(kernel, facts, decision, inside_version=__version__, fix=FIX), **changes)


WRONG: dict[str, tuple[Inspection, str, str]] = {
    "kernel.json is broken": (
        inspected(Kernel(KERNEL.folder, problem="is no JSON object")),
        "readable",
        f"{FILE} is no JSON object. Write it again: {FIX}",
    ),
    "hidden": (
        inspected(replace(KERNEL, hidden_by="/more/kernels/mine")),
        "first_of_its_name",
        (
            "/data/kernels/mine is hidden by /more/kernels/mine, which Jupyter finds first. "
            "Delete /data/kernels/mine, or install this kernel under another --name"
        ),
    ),
    "a string as stanza": (
        inspected(replace(KERNEL, stanza=PROVISIONER)),
        "has_our_provisioner",
        (
            f"metadata.kernel_provisioner in {FILE} is a string, so Jupyter starts the plain kernel without an error. "
            f"Write it again: {FIX}"
        ),
    ),
    "no stanza": (
        inspected(replace(KERNEL, stanza=None)),
        "has_our_provisioner",
        f"metadata.kernel_provisioner in {FILE} is missing, so no backend is chosen. Write it again: {FIX}",
    ),
    "config null": (
        inspected(replace(KERNEL, stanza={"provisioner_name": PROVISIONER, "config": None})),
        "has_our_provisioner",
        (
            f"metadata.kernel_provisioner in {FILE}: config must be an object, or each start fails with a TypeError. "
            f"Write it again: {FIX}"
        ),
    ),
    "config wrong": (
        inspected(replace(KERNEL, stanza={"provisioner_name": PROVISIONER, "config": {"backnd": "jax"}})),
        "configuration_is_right",
        (
            f"metadata.kernel_provisioner.config.backnd in {FILE}: unknown key; did you mean 'backend'?. "
            f"Correct it there, or write it again: {FIX}"
        ),
    ),
    "the interpreter is gone": (
        inspected(missing=("there is no /env/bin/python, which its argv starts",), interpreter=Interpreter("x")),
        "argv_exists",
        f"There is no /env/bin/python, which its argv starts. Install the kernel again: {FIX}",
    ),
    "the interpreter does not answer": (
        inspected(interpreter=Interpreter("bash", unknown="what bash starts is not known")),
        "interpreter_answers",
        f"what bash starts is not known, so the backend is a guess. Choose it: {FIX} --backend tensorflow",
    ),
    "another version": (
        inspected(inside_version="0.0.9"),
        "inside_is_of_this_version",
        f"The filter in the kernel's argv has version 0.0.9, not {__version__}. Install the kernel again: {FIX}",
    ),
    "an old ipykernel": (
        inspected(interpreter=replace(PY, ipykernel="5.1.4")),
        "ipykernel_is_new_enough",
        "/env/bin/python has ipykernel 5.1.4, older than 5.5: /env/bin/python -m pip install -U ipykernel",
    ),
    "no ipykernel": (
        inspected(interpreter=replace(PY, ipykernel="")),
        "ipykernel_is_new_enough",
        "/env/bin/python has no ipykernel: /env/bin/python -m pip install -U ipykernel",
    ),
    "the backend is not there": (
        inspected(backend="jax"),
        "has_its_backend",
        (
            "KERAS_BACKEND is jax (the kernel's configuration says so), but /env/bin/python does not have it. "
            "Run /env/bin/python -m pip install jax"
        ),
    ),
    "the project file is ignored": (
        inspected(project=Choice("/srv/pyproject.toml", problem="tool.keras-quiet.env: unknown key", names_us=True)),
        "has_its_backend",
        "/srv/pyproject.toml is ignored: tool.keras-quiet.env: unknown key",
    ),
    "keras.json is broken": (
        inspected(keras_json=Choice("/home/keras.json", problem="cannot be read: x")),
        "keras_json_agrees",
        "/home/keras.json cannot be read: x. Delete it: Keras writes a new one",
    ),
    "keras.json disagrees": (
        inspected(keras_json=Choice("/home/keras.json", "torch")),
        "keras_json_agrees",
        (
            "/home/keras.json names torch, but tensorflow is injected: nothing was chosen, and /env/bin/python has it. "
            "Remove the backend from one of the two"
        ),
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_each_fault_is_found_by_its_own_check_alone(fault: str) -> None:
    ill, check, text = WRONG[fault]
    assert doctor.check_kernel(ill) == [(check, "mine", text)]


@pytest.mark.parametrize(
    "well",
    [
        inspected(),
        inspected(backend="tensorflow"),
        inspected(keras_json=Choice("/home/keras.json", "tensorflow"), interpreter=replace(PY, backends={"jax"})),
        inspected(replace(KERNEL, argv=("/env/bin/python", "-m", "ipykernel_launcher")), inside_version=""),
        inspected(project=Choice("/srv/pyproject.toml", problem="cannot be read: Permission denied")),
    ],
)
def test_nothing_is_found_where_all_is_well(well: Inspection) -> None:
    assert doctor.check_kernel(well) == []


SERVER = Interpreter("/srv/bin/python", frozenset(), version="3.12.1")
SHARED: dict[str, tuple[JupyterSetup, list[tuple[str, str, str]]]] = {
    "all is well": (JupyterSetup({}, server=replace(SERVER, keras_quiet=__version__)), []),
    "level 0 hides nothing": (JupyterSetup({"TF_CPP_MIN_LOG_LEVEL": "0"}), []),
    "a level is exported": (
        JupyterSetup({"TF_CPP_MIN_LOG_LEVEL": "3"}),
        [
            (
                "log_level_is_not_exported",
                "",
                (
                    "TF_CPP_MIN_LOG_LEVEL is exported: it can hide real messages in every kernel, and the filter makes "
                    "it unnecessary. Remove it from your shell's start files, and start Jupyter again"
                ),
            )
        ],
    ),
    "not installed here": (
        JupyterSetup({}, provisioner=False),
        [
            (
                "provisioner_is_known",
                "",
                (
                    "keras-quiet is not installed where this command runs, so the quiet kernels are missing from its "
                    "launcher, though `jupyter kernelspec list` prints them: pip install keras-quiet"
                ),
            )
        ],
    ),
    "not installed in the server's environment": (
        JupyterSetup({}, server=SERVER),
        [
            (
                "provisioner_is_known",
                "",
                (
                    "The Jupyter server on your PATH runs in /srv/bin/python, so the quiet kernels are missing "
                    "from its launcher, though `jupyter kernelspec list` prints them: "
                    "/srv/bin/python -m pip install keras-quiet"
                ),
            )
        ],
    ),
}


@pytest.mark.parametrize("what", SHARED)
def test_what_all_kernels_share(what: str) -> None:
    setup, expected = SHARED[what]
    assert doctor.check_all(setup, []) == expected


def test_a_check_is_about_ten_lines_and_says_what_holds() -> None:
    for check in (*doctor.OF_A_KERNEL, *doctor.OF_ALL):
        assert check.__doc__
        assert check.__code__.co_filename == doctor.__file__


def test_a_pattern_without_a_star_is_no_fault_but_is_told() -> None:
    config = {"hide": ["mylib: loading", "mylib: *"], "show": ["bad"], "backend": "auto"}
    found = inspected(replace(KERNEL, stanza={"provisioner_name": PROVISIONER, "config": config}))
    everywhere = Configured({"show": ["y"]}, {"show": "/c/all.json"}, [])
    setup = JupyterSetup({}, files=UserFiles({"hide": ["x"], "show": 3}, SERVER_FILES, everywhere))
    assert doctor.check_all(setup, [found]) == []
    place = "metadata.kernel_provisioner.config"
    text = "without `*`, so it is this whole line and no longer one. For all lines that begin so, write"
    assert notes(setup.files, [found], "/home/config")[2:] == [
        f"c.KerasQuietProvisioner.hide in /c/jupyter_server_config.py has the pattern 'x' {text} 'x*'",
        f"KerasQuietProvisioner.show in /c/all.json has the pattern 'y' {text} 'y*'",
        f"{place}.hide in {FILE} has the pattern 'mylib: loading' {text} 'mylib: loading*'",
        f"{place}.show in {FILE} has the pattern 'bad' {text} 'bad*'",
    ]


SERVER_FILES = {"hide": "/c/jupyter_server_config.py", "show": "/c/jupyter_config.json"}


def test_values_that_only_some_programs_read_are_told() -> None:
    files = UserFiles({"hide": ["x*"], "show": ["y*"]}, SERVER_FILES)
    reach = "To reach {}VS Code, `jupyter keras-quiet run` and %load_ext too, write it into /home/config/{}"
    name = "jupyter_keras_quiet_config.json"
    others = reach.format("nbconvert, papermill, `jupyter execute`, `jupyter console`, ", name)
    assert notes(files, [], "/home/config") == [
        f"c.KerasQuietProvisioner.hide in {SERVER_FILES['hide']}: Only a Jupyter server reads this file. {others}",
        f"c.KerasQuietProvisioner.show in {SERVER_FILES['show']}: Only Jupyter's own programs read this file. "
        + reach.format("papermill, ", name),
    ]
