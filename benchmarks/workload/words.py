"""The cells in which the user speaks, by every way there is; the last of them ends the kernel."""

from __future__ import annotations

from .cells import Cell, Signal

LAST_WORDS = "the last words before the abort"
_SPOKEN = """import logging, os, subprocess, sys, warnings
print("word-out")
print("word-err", file=sys.stderr)
warnings.warn("word-warn")
logging.getLogger("mine").error("word-log")
_ = os.write(2, b"word-fd\\n")
_ = subprocess.run(["sh", "-c", "echo word-child >&2"])
sys.stderr.flush()"""
_HEARD = (
    Signal("word-out"),
    Signal("word-err"),
    Signal("UserWarning: word-warn"),
    Signal("word-log"),
    Signal("word-fd", native=True),
    Signal("word-child", native=True),
)

WORDS = (
    Cell(
        "the user's own words",
        _SPOKEN
        + """
tf.get_logger().warning("word-tf-warning")
tf.get_logger().error("word-tf-error")
from absl import logging as absl_logging
absl_logging.error("word-absl")
tf.print("word-tf-print")""",
        needs="tf2",
        signals=(
            *_HEARD,
            Signal("word-tf-warning"),
            Signal("word-tf-error"),
            Signal("word-absl"),
            Signal("word-tf-print"),
        ),
    ),
    Cell(
        "the user's own words",
        _SPOKEN + "\ntf.logging.warning('word-tf-warning')\ntf.logging.error('word-tf-error')",
        needs="tf1",
        signals=(
            *_HEARD,
            Signal("word-tf-warning"),
            Signal("word-tf-error"),
            Signal("The name tf.logging.warning is deprecated", "!1.12"),
            Signal("The name tf.logging.error is deprecated", "!1.12"),
        ),
    ),
    Cell("the user's own words", _SPOKEN, signals=_HEARD),
    Cell(
        "abort",
        f"import os, time\n_ = os.write(2, b'{LAST_WORDS}\\n')\ntime.sleep(0.05)\nos.abort()",
        signals=(Signal(LAST_WORDS, native=True),),
        dies=True,
    ),
)
