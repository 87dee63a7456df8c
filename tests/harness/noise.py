"""One known line of noise in the two forms that TensorFlow gives it; the rule `onednn-notice` hides both."""

from __future__ import annotations

_SAID = (
    "oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off "
    "errors."
)
# TensorFlow 2.19 and newer, by absl.
NOTICE = f"I0000 00:00:1795355631.823008   29633 port.cc:153] {_SAID}"
# TensorFlow before, by its own logger.
OLDER_NOTICE = f"2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] {_SAID}"
