"""Settings: a mapping in, values or every problem out."""

from __future__ import annotations

import pytest
from keras_quiet.server.settings import Settings, parse, parse_project

KNOWN = "auto, none, tensorflow, jax, torch, openvino, numpy, theano, cntk"


@pytest.mark.parametrize(
    ("config", "expected"),
    [({}, "auto"), ({"backend": "auto"}, "auto"), ({"backend": "jax"}, "jax"), ({"backend": "cntk"}, "cntk")],
)
def test_a_right_configuration(config: dict[str, object], expected: str) -> None:
    assert parse(config) == (Settings(backend=expected), [])


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"backnd": 1}, ["backnd: unknown key; did you mean 'backend'?"]),
        ({"zzz": 1}, ["zzz: unknown key"]),
        ({"backend": None}, [f"backend: must be a string, not NoneType: one of {KNOWN}"]),
        ({"backend": ""}, [f"backend: unknown backend ''; known backends are {KNOWN}"]),
        ({"backend": "JAX"}, [f"backend: unknown backend 'JAX'; did you mean 'jax'?; known backends are {KNOWN}"]),
        ({"a": 1, "backend": 2}, ["a: unknown key", f"backend: must be a string, not int: one of {KNOWN}"]),
    ],
)
def test_a_wrong_configuration_gives_every_problem_and_no_value(config: dict[str, object], expected: list[str]) -> None:
    settings, problems = parse(config)
    assert settings == Settings()
    assert [f"{problem.key}: {problem.text}" for problem in problems] == expected


@pytest.mark.parametrize(
    ("table", "backend", "expected"),
    [
        ({"backend": "jax"}, "jax", []),
        ({"backend": "auto"}, None, []),
        ({}, None, []),
        (
            {"backend": "jax", "env": {"LD_PRELOAD": "x"}, "argv": [], "python": "x"},
            None,
            [
                "tool.keras-quiet.env: unknown key",
                "tool.keras-quiet.argv: unknown key",
                "tool.keras-quiet.python: unknown key",
            ],
        ),
        ({"backend": ["jax"]}, None, [f"tool.keras-quiet.backend: must be a string, not list: one of {KNOWN}"]),
        ([{"backend": "jax"}], None, ["tool.keras-quiet: must be a table, not list"]),
        ({"\x1b[2J\n" + "k" * 99: 1}, None, ["tool.keras-quiet.?[2J?" + "k" * 35 + "…: unknown key"]),
        (
            {f"k{number}": 1 for number in range(9)},
            None,
            [
                *(f"tool.keras-quiet.k{number}: unknown key" for number in range(3)),
                "tool.keras-quiet: 6 more unknown keys",
            ],
        ),
    ],
)
def test_a_project_file_may_set_the_backend_and_nothing_else(
    table: object, backend: str | None, expected: list[str]
) -> None:
    chosen, problems = parse_project({"tool": {"keras-quiet": table, "ruff": {"backend": 1}}})
    assert chosen == backend
    assert [f"{problem.key}: {problem.text}" for problem in problems] == expected


@pytest.mark.parametrize("content", [{}, {"tool": 3}, {"tool": {}}, {"tool": {"ruff": {}}}, {"keras-quiet": 1}])
def test_a_project_file_without_our_table_says_nothing(content: dict[str, object]) -> None:
    assert parse_project(content) == (None, [])
