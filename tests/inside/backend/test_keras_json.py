"""keras.json is read where Keras would look for it, and may say anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keras_quiet.inside.backend.keras_json import Choice, keras_json

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "backend", "problem"),
    [
        ('{"backend": "torch"}', "torch", None),
        ('{"backend": ""}', None, "names no backend"),
        ('{"floatx": "float16"}', None, "names no backend"),
        ("[]", None, "names no backend"),
        ("{", None, "cannot be read: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[" * 60000, None, "cannot be read: nested too deeply"),
    ],
)
def test_keras_json_is_read_where_keras_home_says(
    tmp_path: Path, text: str, backend: str | None, problem: str | None
) -> None:
    file = tmp_path / "keras.json"
    file.write_text(text)
    assert keras_json({"KERAS_HOME": str(tmp_path), "HOME": "/nowhere"}) == Choice(str(file), backend, problem)


def test_keras_json_is_read_below_home_and_may_be_absent(tmp_path: Path) -> None:
    file = tmp_path / ".keras" / "keras.json"
    assert keras_json({"HOME": str(tmp_path)}) == Choice(str(file))
    file.parent.mkdir()
    file.write_text('{"backend": "jax"}')
    assert keras_json({"HOME": str(tmp_path), "KERAS_HOME": ""}) == Choice(str(file), "jax")
