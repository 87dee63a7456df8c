"""jupyter_kernel_test, on our kernel and on the plain one: the same tests pass."""

from __future__ import annotations

import os
import unittest

import jupyter_kernel_test as jkt
import pytest


@pytest.fixture(autouse=True, scope="module")
def _outside_pytest() -> None:
    # ipykernel captures no file descriptor where it believes itself inside pytest (ipykernel/iostream.py:563).
    os.environ.pop("PYTEST_CURRENT_TEST", None)


pytestmark = pytest.mark.conformance


class PlainKernelTests(jkt.KernelTests):
    kernel_name = "python3"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('oops', file=sys.stderr)"
    completion_samples = ({"text": "zi", "matches": {"zip"}},)
    complete_code_samples = ("1", "print('hello')", "def f(x):\n  return x*2\n\n")
    incomplete_code_samples = ("print('''hello", "def f(x):\n  x*2")
    invalid_code_samples = ("import = 7q",)
    code_page_something = "zip?"
    code_generate_error = "1/0"
    code_execute_result = (
        {"code": "1+2+3", "result": "6"},
        {"code": "[n*n for n in range(1, 4)]", "result": "[1, 4, 9]"},
    )
    code_display_data = (
        {"code": "from IPython.display import HTML, display; display(HTML('<b>test</b>'))", "mime": "text/html"},
    )
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "search")
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output; clear_output()"


class QuietKernelTests(PlainKernelTests):
    kernel_name = "keras-quiet"


# The base class has no kernel of its own.
del jkt.KernelTests


def test_both_kernels_run_the_whole_suite() -> None:
    def names(case: type[unittest.TestCase]) -> set[str]:
        return set(unittest.defaultTestLoader.getTestCaseNames(case))

    assert names(QuietKernelTests) == names(PlainKernelTests)
    assert len(names(QuietKernelTests)) >= 12
