"""Known lines of noise: one in the two forms that TensorFlow gives it, which `onednn-notice` hides, and another."""

from __future__ import annotations

_SAID = (
    "oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off "
    "errors."
)
# TensorFlow 2.19 and newer, by absl.
NOTICE = f"I0000 00:00:1795355631.823008   29633 port.cc:153] {_SAID}"
# TensorFlow before, by its own logger.
OLDER_NOTICE = f"2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] {_SAID}"
# For each element of a dataset that ends early (tensorflow#62963); the rule `end-of-sequence`.
END_OF_SEQUENCE = (
    "2026-01-02 03:04:05.678901: I tensorflow/core/framework/local_rendezvous.cc:405] Local rendezvous is aborting "
    "with status: OUT_OF_RANGE: End of sequence"
)


def written(*lines: str) -> str:
    """Return a cell that writes lines to file descriptor 2, and ends when they have been read."""
    text = "".join(f"{line}\n" for line in lines)
    return f"import os, sys, time; _ = os.write(2, {text.encode()!r}); time.sleep(0.1); sys.stderr.flush()"
