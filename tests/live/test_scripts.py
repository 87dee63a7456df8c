"""`jupyter keras-quiet run` on a real TensorFlow script."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.live

SCRIPT = """
import sys
import keras, numpy as np
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse", jit_compile=True)
history = model.fit(np.ones((64, 3)), np.ones((64, 1)), epochs=1, verbose=2)
print("trained", file=sys.stderr)
raise SystemExit("the script's own end")
"""


def test_a_tensorflow_script_trains_in_peace(environment: Callable[[str], Path], tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    script = [str(environment("tf-2.21")), "train.py"]
    told = []
    for command in (script, [sys.executable, "-m", "keras_quiet", "run", "-v", "--log", "hidden", *script]):
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=300)
        assert done.returncode == 1
        assert "loss" in done.stdout
        told.append(done.stderr.splitlines())
    plain, quiet = told
    hidden = (tmp_path / "hidden").read_text().splitlines()
    assert any("cpu_feature_guard" in line for line in plain)
    assert quiet[-3:] == ["trained", "the script's own end", f"[keras-quiet] {len(hidden)} lines hidden"]
    assert len(hidden) >= 5
    # The one that stays says what XLA did for the first time.
    assert [line for line in quiet[:-3] if "Compiled cluster using XLA!" not in line] == []
    assert len(quiet) - 1 + len(hidden) == len(plain)
