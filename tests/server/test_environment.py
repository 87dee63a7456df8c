"""The resolution of the backend as a table, and what the reader of the notebook is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from keras_quiet.inside.backend.keras_json import Choice
from keras_quiet.server.environment import Decision, decide, substituted
from keras_quiet.server.facts import Facts
from keras_quiet.server.interpreters import Interpreter
from keras_quiet.server.settings import Settings

PY = "/env/bin/python"
JSON = "/home/me/.keras/keras.json"
PROJECT = "/srv/pyproject.toml"
UNKNOWN = "what bash starts is not known"


def has(*backends: str, keras: str = "3.15.1") -> Interpreter:
    return Interpreter(PY, frozenset(backends), keras=keras)


TENSORFLOW = has("tensorflow")


def facts(
    interpreter: Interpreter = TENSORFLOW, json: str | None = None, project: str | None = None, **more: Any
) -> Facts:
    return Facts(Choice(JSON, json), interpreter, project=Choice(PROJECT, project), **more)


def decided(
    found: Facts, config: str = "auto", export: str | None = None, spec: dict[str, str] | None = None
) -> Decision:
    base = {"PATH": "/bin", **({} if export is None else {"KERAS_BACKEND": export})}
    return decide(Settings(config), base, spec or {}, found)


ALL = {
    "config": "jax",
    "spec": {"KERAS_BACKEND": "torch"},
    "export": "numpy",
}
EVERYTHING = has("tensorflow", "jax", "torch", "openvino", "numpy")
ROWS: dict[str, tuple[Facts, dict[str, Any], str, str]] = {
    "1 the kernel's configuration beats everything": (
        facts(EVERYTHING, "tensorflow", "openvino"),
        ALL,
        "jax",
        "the kernel's configuration says so",
    ),
    "1 kernel.json's env comes next": (
        facts(EVERYTHING, "tensorflow", "openvino"),
        {**ALL, "config": "auto"},
        "torch",
        "kernel.json's env says so",
    ),
    "2 the project file": (
        facts(EVERYTHING, "tensorflow", "openvino"),
        {"export": "numpy"},
        "openvino",
        f"{PROJECT} says so",
    ),
    "3 an export": (facts(EVERYTHING, "tensorflow"), {"export": "numpy"}, "numpy", "KERAS_BACKEND is exported"),
    "3 an empty export is none": (facts(EVERYTHING, "torch"), {"export": ""}, "torch", f"{JSON} says so"),
    "3 kernel.json's env may pass an export on": (
        facts(EVERYTHING),
        {"export": "jax", "spec": {"KERAS_BACKEND": "${KERAS_BACKEND}"}},
        "jax",
        "kernel.json's env says so",
    ),
    "4 keras.json": (facts(EVERYTHING, "torch"), {}, "torch", f"{JSON} says so"),
    "4 keras.json names what is not there": (
        facts(has("jax"), "tensorflow"),
        {},
        "jax",
        f"nothing was chosen, and {PY} has it",
    ),
    "4 keras.json names what this Keras does not know": (
        facts(has("tensorflow", "jax", keras="2.3.1"), "jax"),
        {},
        "tensorflow",
        f"nothing was chosen, and {PY} has it",
    ),
    "4 keras.json counts where the interpreter is not known": (
        facts(Interpreter("bash", unknown=UNKNOWN), "torch"),
        {},
        "torch",
        f"{JSON} says so",
    ),
    "5 tensorflow first": (facts(EVERYTHING), {}, "tensorflow", f"nothing was chosen, and {PY} has it"),
    "5 then jax": (facts(has("torch", "jax", "numpy")), {}, "jax", f"nothing was chosen, and {PY} has it"),
    "5 then torch": (facts(has("openvino", "torch")), {}, "torch", f"nothing was chosen, and {PY} has it"),
    "5 then openvino": (facts(has("openvino", "numpy")), {}, "openvino", f"nothing was chosen, and {PY} has it"),
    "5 openvino needs Keras 3.8": (
        facts(has("openvino", keras="3.7.0")),
        {},
        "tensorflow",
        f"nothing was chosen, and {PY} has no backend",
    ),
    "5 theano with an old Keras": (
        facts(has("theano", "jax", keras="2.2.4")),
        {},
        "theano",
        f"nothing was chosen, and {PY} has it",
    ),
    "5 nothing there": (facts(has()), {}, "tensorflow", f"nothing was chosen, and {PY} has no backend"),
    "5 not known": (
        facts(Interpreter("bash", unknown=UNKNOWN)),
        {},
        "tensorflow",
        f"nothing was chosen, and {UNKNOWN}",
    ),
    "an export counts where Keras 2.15 ignores it": (
        facts(has("tensorflow", keras="2.15.0")),
        {"export": "tensorflow"},
        "tensorflow",
        "KERAS_BACKEND is exported",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_the_first_source_that_answers_decides(row: str) -> None:
    found, given, value, reason = ROWS[row]
    variable, *others = decided(found, **given).variables
    assert (variable.name, variable.value, variable.reason) == ("KERAS_BACKEND", value, reason)
    assert others == []


# Keras 2.4 to 2.15 do not read the variable, nor does the Keras that TensorFlow before 2.6 brings.
LEFT = "nobody chose a backend, and Keras {} runs on TensorFlow without KERAS_BACKEND"
TIED = (
    has("tensorflow", "jax", keras="2.15.0"),
    has("tensorflow", keras="2.4.3"),
    Interpreter(PY, frozenset({"tensorflow"}), tensorflow="2.5.3"),
)


@pytest.mark.parametrize("interpreter", TIED, ids=lambda each: each.keras or each.tensorflow)
@pytest.mark.parametrize("json", [None, "tensorflow", "jax"])
@pytest.mark.parametrize("asked", [True, False])
def test_it_is_not_set_where_nobody_chose_and_keras_ignores_it(
    interpreter: Interpreter, json: str | None, asked: bool
) -> None:
    assert decided(facts(interpreter, json, asked=asked)) == Decision(
        [], [], [], LEFT.format(interpreter.keras or f"of TensorFlow {interpreter.tensorflow}")
    )
    assert decided(facts(replace(interpreter, keras="3.15.1"), "tensorflow")).variables


@pytest.mark.parametrize("interpreter", TIED, ids=lambda each: each.keras or each.tensorflow)
def test_it_is_set_where_somebody_chose_though_keras_ignores_it(interpreter: Interpreter) -> None:
    asked: list[dict[str, Any]] = [
        {"config": "tensorflow"},
        {"export": "tensorflow"},
        {"spec": {"KERAS_BACKEND": "tensorflow"}},
    ]
    for found, given in [
        *((facts(interpreter), each) for each in asked),
        (facts(interpreter, project="tensorflow"), {}),
    ]:
        assert [each.value for each in decided(found, **given).variables] == ["tensorflow"]


def test_none_sets_nothing_whatever_else_is_chosen() -> None:
    kernels = decided(facts(EVERYTHING, "torch", "openvino"), "none", "jax")
    assert kernels == Decision([], [], [], "the kernel's configuration says none")
    assert decided(facts(EVERYTHING, "torch", "none")) == Decision([], [], [], f"{PROJECT} says none")


CONFIG = "the kernel's configuration says so"
NOTICES: dict[str, tuple[Facts, dict[str, Any], list[str]]] = {
    "nothing to say": (facts(), {"config": "tensorflow"}, []),
    "not installed": (
        facts(has("tensorflow")),
        {"config": "jax"},
        [f"KERAS_BACKEND is jax ({CONFIG}), but {PY} does not have it. Run %pip install jax"],
    ),
    "not installed, by export": (
        facts(has("tensorflow")),
        {"export": "openvino"},
        [
            (
                f"KERAS_BACKEND is openvino (KERAS_BACKEND is exported), but {PY} does not have it. "
                "Run %pip install openvino scipy"
            )
        ],
    ),
    "not installed, by project": (
        facts(has("tensorflow"), project="torch"),
        {},
        [f"KERAS_BACKEND is torch ({PROJECT} says so), but {PY} does not have it. Run %pip install torch"],
    ),
    "an old Keras wants an old TensorFlow": (
        facts(has("theano", keras="2.3.1")),
        {"config": "tensorflow"},
        [f'KERAS_BACKEND is tensorflow ({CONFIG}), but {PY} does not have it. Run %pip install "tensorflow<2"'],
    ),
    "Keras without any backend": (
        facts(has()),
        {},
        [f"KERAS_BACKEND is tensorflow (nothing was chosen, and {PY} has no backend). Run %pip install tensorflow"],
    ),
    "neither Keras nor a choice": (facts(has(keras="")), {}, []),
    "the interpreter is not known": (facts(Interpreter("bash", unknown=UNKNOWN)), {"config": "jax"}, []),
    "an old Keras does not know it": (
        facts(has("tensorflow", "jax", keras="2.3.1")),
        {"config": "jax"},
        [
            (
                f"KERAS_BACKEND is jax ({CONFIG}), but Keras 2.3.1 in {PY} does not know it. "
                "Choose one of tensorflow, theano, cntk, or %pip install -U keras for jax"
            )
        ],
    ),
    "a new Keras does not know it any more": (
        facts(has("tensorflow", "theano")),
        {"config": "theano"},
        [
            (
                f"KERAS_BACKEND is theano ({CONFIG}), but Keras 3.15.1 in {PY} does not know it. "
                "Choose one of tensorflow, jax, torch, openvino, numpy"
            )
        ],
    ),
    "Keras 2.15 ignores it": (
        facts(has("tensorflow", keras="2.15.0")),
        {"export": "jax"},
        [
            (
                "KERAS_BACKEND is jax (KERAS_BACKEND is exported; Keras 2.15.0 ignores it and runs on TensorFlow). "
                "For jax: %pip install -U keras"
            )
        ],
    ),
    "a project file that is ignored": (
        replace(facts(), project=Choice(PROJECT, problem="tool.keras-quiet.env: unknown key", names_us=True)),
        {},
        [f"{PROJECT} is ignored: tool.keras-quiet.env: unknown key"],
    ),
}


@pytest.mark.parametrize("row", NOTICES)
def test_a_notice_says_in_one_line_what_is_wrong_and_what_to_do(row: str) -> None:
    found, given, expected = NOTICES[row]
    decision = decided(found, **given)
    assert (decision.notices, decision.remarks) == (expected, [])
    assert all("\n" not in notice for notice in decision.notices)


def test_a_project_file_that_does_not_speak_of_us_is_for_the_log_only() -> None:
    decision = decided(replace(facts(), project=Choice(PROJECT, problem="cannot be read: Permission denied")))
    assert decision.notices == []
    assert decision.remarks == [f"{PROJECT} is ignored: cannot be read: Permission denied"]


@pytest.mark.parametrize(
    ("filtered", "base", "spec", "expected"),
    [
        (True, {}, {}, None),
        (False, {}, {}, "1"),
        (False, {"TF_CPP_MIN_LOG_LEVEL": ""}, {}, "1"),
        (False, {"TF_CPP_MIN_LOG_LEVEL": "0"}, {}, None),
        (False, {}, {"TF_CPP_MIN_LOG_LEVEL": "3"}, None),
    ],
)
def test_the_log_level_is_set_only_where_no_filter_runs_and_nobody_set_it(
    filtered: bool, base: dict[str, str], spec: dict[str, str], expected: str | None
) -> None:
    variables = decide(Settings(), base, spec, facts(filtered=filtered)).variables
    assert {each.name: each.value for each in variables}.get("TF_CPP_MIN_LOG_LEVEL") == expected


def test_what_is_given_stays_as_it_was() -> None:
    base, spec = {"KERAS_BACKEND": "jax", "A": "1"}, {"B": "${A}"}
    decide(Settings(), base, spec, facts())
    assert (base, spec) == ({"KERAS_BACKEND": "jax", "A": "1"}, {"B": "${A}"})


def test_kernel_jsons_env_is_filled_in_as_jupyter_does() -> None:
    spec: Any = {"A": "$HOME/x", "B": "${GONE}", "C": "$$", "D": 3}
    assert substituted(spec, {"HOME": "/home/me"}) == {"A": "/home/me/x", "B": "${GONE}", "C": "$"}
