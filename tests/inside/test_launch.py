"""What a broken message of the provisioner costs: that message, and nothing of the kernel or the filter."""

from __future__ import annotations

import sys

import pytest
from sessions import INSIDE, kernel

NOISE = (
    "import os, sys, time; _ = os.write(2, b'I0000 00:00:1795355631.823008 29633 port.cc:153] oneDNN custom operations "
    "are on. You may see slightly different numerical results due to floating-point round-off errors.\\nmine\\n'); "
    "time.sleep(0.1); sys.stderr.flush()"
)
# No variable of this length gets into a process at its start: a program before ours puts it there.
PROGRAM = """
import os, runpy, sys
os.environ["KERAS_QUIET_LAUNCH"] = {}
del sys.argv[0]
sys.path.insert(0, os.path.dirname(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
"""
MESSAGES = {
    "no JSON": "'{'",
    "a list": "'[1]'",
    "nested": "'{\"a\":' + '[' * 60000 + ']' * 60000 + '}'",
    "bytes": r"os.fsdecode(b'\xff\xfe{')",
    "10 MB of text": "'x' * 10**7",
    "10 MB of base64": "'QUFB' * 2500000",
    "a million patterns": "'{\"hide\": [' + ','.join(['\"b\"'] * 10**6) + ']}'",
    "every type": '\'{"hide": 3, "show": {"a": 1}, "variables": 7, "notices": [1, 2], "help": []}\'',
    "half a surrogate pair": r"""'{"notices": ["a\\u0000b\\ud800"]}'""",
}


@pytest.mark.parametrize("message", MESSAGES)
def test_the_kernel_starts_with_its_filter(message: str) -> None:
    program = PROGRAM.format(MESSAGES[message])
    with kernel([sys.executable, "-c", program, str(INSIDE / "__main__.py"), "-f", "{connection_file}"]) as session:
        cell = session.run(NOISE, timeout=30)
        assert cell.stderr.replace("[keras-quiet] a\x00b?\n", "") == "mine\n"
        assert not session.run("%keras_quiet").error
        assert "Traceback" not in session.terminal()
