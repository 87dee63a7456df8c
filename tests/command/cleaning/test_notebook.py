"""Notebooks in, notebooks out: what goes from their outputs, what stays, and that the file keeps its form."""

from __future__ import annotations

import difflib
import json
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from keras_quiet.command.cleaning.judge import Rules
from keras_quiet.command.cleaning.notebook import clean
from keras_quiet.errors import CommandError
from noise import END_OF_SEQUENCE, NOTICE, OLDER_NOTICE
from stored import FORMS, cell, cleaned, notebook, outputs, stream, texts

RULES = Rules()
N, M = f"{OLDER_NOTICE}\n", f"{NOTICE}\n"
FIGURE = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo=\n"}}
SITE = "/opt/env/lib/python3.9/site-packages"
WARNED = (
    f"{SITE}/tensorboard/compat/dtypes.py:12: DeprecationWarning: `np.bool8` is a deprecated alias for `np.bool_`.\n"
)
DEPRECATED = (
    f"WARNING:tensorflow:From {SITE}/keras/backend.py:12: The name tf.Session is deprecated. Please use "
    "tf.compat.v1.Session instead.\n"
)
BAR = " 3/938 [..............................] - ETA: 41s - loss: 2.2821 - accuracy: 0.1172"
GPU = "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1929] Created device "
CREATED = f"{GPU}/job:localhost/replica:0/task:0/device:GPU:0 with 14 MB memory: -> device: 0\n"
NO_GPU = (
    "2026-01-02 03:04:05.678901: I external/local_xla/xla/tsl/cuda/cudart_stub.cc:54] Could not find cuda drivers on "
    "your machine, GPU will not be used.\n"
)


def left(*given: Any, name: str = "stderr") -> list[str]:
    """Return the texts of one stream that are left of a cell's outputs."""
    return texts(cleaned(notebook(cell(*given)))[0], name)


# The file.


@pytest.mark.parametrize("form", FORMS)
def test_a_file_keeps_its_form_so_that_its_difference_is_what_went(form: str) -> None:
    before = FORMS[form](notebook(cell(stream(f"é <mine>\n{N}\x1b[0m\n{M}"), FIGURE, stream(N)), cell(stream(M))))
    after = clean(before.encode(), RULES)[0].decode()
    expected = FORMS[form](notebook(cell(stream("é <mine>\n\x1b[0m\n"), FIGURE), cell()))
    assert json.loads(after.removeprefix("\ufeff")) == json.loads(expected.removeprefix("\ufeff"))
    assert after == expected


@pytest.mark.parametrize("form", FORMS)
def test_streams_that_become_one_keep_the_form_of_the_file(form: str) -> None:
    given = (stream("a\nb\n", "stdout"), stream(N), stream("c\nd\n", "stdout"), stream(N), stream("e\n", "stdout"))
    after = clean(FORMS[form](notebook(cell(*given))).encode(), RULES)[0].decode()
    assert after == FORMS[form](notebook(cell(stream("a\nb\nc\nd\ne\n", "stdout"))))


@pytest.mark.parametrize("form", FORMS)
def test_a_notebook_without_known_noise_is_the_same_bytes(form: str) -> None:
    content = FORMS[form](notebook(cell(stream("mine\n"), FIGURE))).encode()
    after, gone = clean(content, RULES)
    assert after is content
    assert gone == []


def test_what_another_program_wrote_stays_as_it_wrote_it() -> None:
    """Numbers, escapes and white space that `json.dumps` never writes; a key twice; text as one string."""
    before = (
        '{ "nbformat":4,"nbformat_minor":0, "metadata":{"x":1E-7,"x":1.50,"y":"\\/\\u00E9"},\n\n'
        '"cells":[{"cell_type":"code","metadata":{},"source":"","outputs":[ {"text":"\\u006dine\\n%s\\/\\n",'
        '"output_type":"stream" ,"name":"stderr"} ],"execution_count":null}] }\r\n'
    )
    after, gone = clean((before % (json.dumps(N)[1:-1])).encode(), RULES)
    assert after.decode() == before % ""
    assert [each.rule for each in gone] == ["onednn-notice"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b'{"cells": [', "is no JSON: Expecting value: line 1 column 12 (char 11)"),
        (b"\xff\xfe{\x00}\x00", "is not in UTF-8 (byte 0)"),
        (b"[]", "is no notebook: nbformat is missing"),
        (b'{"nbformat": 4}', "is no notebook: its cells are missing"),
        (b'{"nbformat": 3, "worksheets": []}', "has nbformat 3, and clean reads 4 alone. For an older notebook: "),
        (b'{"nbformat": 5, "cells": []}', "has nbformat 5"),
        (b"[" * 100_000, "cannot be read: "),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(content: bytes, told: str) -> None:
    with pytest.raises(CommandError) as caught:
        clean(content, RULES)
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    "strange",
    [
        {"cells": [1, None, [], {}, {"cell_type": "code"}, {"cell_type": "code", "outputs": {}}]},
        {"cells": [{"cell_type": "code", "outputs": [1, None, {}, {"output_type": "stream"}]}], "metadata": []},
        {"cells": [{"cell_type": "code", "outputs": [{"output_type": "stream", "name": "stderr", "text": [N, 1]}]}]},
        {"cells": [{"cell_type": "code", "source": 1, "outputs": [{"data": {"text/plain": 7}}, {"data": 1}]}]},
        {"cells": [{"cell_type": "markdown", "source": "", "outputs": [stream(N)]}], "metadata": {"colab": 1}},
    ],
)
def test_what_is_strange_in_a_notebook_is_left_alone(strange: dict[str, Any]) -> None:
    content = json.dumps({"nbformat": 4, **strange}).encode()
    assert clean(content, RULES) == (content, [])


# What goes.


def test_what_went_is_told_with_cell_and_rule() -> None:
    _, gone = cleaned(notebook(cell(stream("mine\n")), cell(stream(f"{WARNED}  np.bool8\nmine\n"))))
    assert [tuple(each) for each in gone] == [
        (3, "numpy-aliases", WARNED.rstrip("\n")),
        (3, "numpy-aliases", "  np.bool8"),
    ]


def test_an_output_that_becomes_empty_goes() -> None:
    data, _ = cleaned(notebook(cell(stream(N), FIGURE), cell(stream(N + M))))
    assert outputs(data) == [FIGURE]


def test_streams_that_become_neighbours_are_one() -> None:
    data, _ = cleaned(notebook(cell(stream("a\n", "stdout"), stream(N), stream("b\n", "stdout"))))
    assert outputs(data) == [stream("a\nb\n", "stdout")]
    assert left(stream("a\n"), stream(N), stream("b\n")) == ["a\nb\n"]
    assert left(stream([]), stream(N), stream([]), stream(N), stream([""])) == [""]


def test_streams_that_were_neighbours_before_stay_as_they_are() -> None:
    assert left(stream("a\n"), stream("b\n"), stream(f"c\n{N}")) == ["a\n", "b\n", "c\n"]


def test_streams_of_which_one_is_a_string_and_one_an_array_stay_two() -> None:
    one = {**stream(""), "text": "a\n"}
    assert left(one, stream(N), stream("b\n")) == ["a\n", "b\n"]
    assert left(one, stream(N), one) == ["a\na\n"]


@pytest.mark.parametrize("place", range(1, len(N), 9))
def test_a_message_across_two_outputs_is_found(place: int) -> None:
    assert left(stream(f"mine\n{N[:place]}"), stream(f"{N[place:]}yours\n")) == ["mine\nyours\n"]
    between = stream("printed\n", "stdout")
    assert left(stream(f"mine\n{N[:place]}"), between, stream(f"{N[place:]}yours\n")) == ["mine\n", "yours\n"]


def test_a_message_goes_with_its_further_lines_over_two_outputs_but_not_over_another_output() -> None:
    assert left(stream(WARNED), stream("  np.bool8\nmine\n")) == ["mine\n"]
    assert left(stream(WARNED), FIGURE, stream("  mine, and indented\n")) == ["  mine, and indented\n"]


def test_nothing_goes_on_in_another_cell() -> None:
    data, _ = cleaned(notebook(cell(stream(WARNED)), cell(stream("  mine\n"))))
    assert texts(data) == ["  mine\n"]


def test_a_last_line_needs_no_end() -> None:
    assert left(stream(f"mine\n{OLDER_NOTICE}")) == ["mine\n"]


def test_line_ends_of_windows_are_line_ends() -> None:
    assert left(stream(["mine\r\n", N.replace("\n", "\r\n"), "yours\r\n"])) == ["mine\r\nyours\r\n"]


@pytest.mark.parametrize("text", [f"I read: {OLDER_NOTICE}\n", f"1 {DEPRECATED}", f"mine 1/20 {DEPRECATED}"])
def test_what_the_user_quotes_in_a_line_stays(text: str) -> None:
    assert left(stream(text)) == [text]


# Progress bars and colours.


@pytest.mark.parametrize(
    "bar", [BAR, f"\r{BAR}", "  5%|▌         | 1/20 [00:01<00:19]", "7117/Unknown - 51s 5ms/step - loss: 1"]
)
@pytest.mark.parametrize("noise", [N, M, DEPRECATED])
def test_a_progress_bar_before_a_message_stays(bar: str, noise: str) -> None:
    assert left(stream(f"Epoch 1\n{bar}{noise}Epoch 2\n")) == [f"Epoch 1\n{bar}\nEpoch 2\n"]


def test_a_progress_bar_that_goes_on_in_place_does_so() -> None:
    assert left(stream([f"\r{BAR}{N}{M}\b\b\b\r{BAR}\nEpoch 2\n"])) == [f"\r{BAR}\b\b\b\r{BAR}\nEpoch 2\n"]
    assert left(stream([f"\r{N}\r{BAR}\n"])) == [f"\r\r{BAR}\n"]


def test_a_bar_in_one_output_and_a_message_in_the_next_are_two() -> None:
    assert left(stream("Loading "), stream(f"{N}done\n")) == ["Loading ", "\ndone\n"]


def test_colours_around_a_message_stay() -> None:
    assert left(stream(f"\x1b[33mmine\n{N}yours\x1b[0m\n")) == ["\x1b[33mmine\nyours\x1b[0m\n"]
    assert left(stream(f"\x1b[33m{OLDER_NOTICE}\x1b[0m\nmine\n")) == ["\x1b[33m\x1b[0mmine\n"]
    assert left(stream(f"\x1b[33m{OLDER_NOTICE}\x1b[0m\n")) == []
    assert left(stream(f"\x1b[36m(f pid=12, ip=1.2.3.4)\x1b[0m {N}mine\n")) == ["mine\n"]


# What stays.


def test_of_stdout_only_log_records_go() -> None:
    printed = f"{N}Using TensorFlow backend.\n{WARNED}{DEPRECATED}mine\n"
    assert left(stream(printed, "stdout"), name="stdout") == [printed.replace(DEPRECATED, "")]
    assert left(stream(printed)) == ["mine\n"]


def test_an_error_is_never_touched() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": OLDER_NOTICE, "traceback": [N, M]}
    shown = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": [N]}}
    data, gone = cleaned(notebook(cell(error, stream(N), shown)))
    assert outputs(data) == [error, shown]
    assert len(gone) == 1


def test_once_counts_within_a_notebook() -> None:
    text = (
        f"{SITE}/keras/engine/base_layer.py:1402: UserWarning: `layer.updates` will be removed in a future version. "
        "This property should not be used in TensorFlow 2.0, as `updates` are applied automatically.\n"
    )
    data = notebook(cell(stream(f"{text}a\n{text}")), cell(stream(text)))
    assert texts(cleaned(data)[0]) == [f"{text}a\n"]
    assert texts(cleaned(data)[0]) == [f"{text}a\n"]  # the notebook before does not count
    assert cleaned(cleaned(data)[0])[1] == []


@pytest.mark.parametrize(
    ("metadata", "output"),
    [
        ({"accelerator": "GPU"}, "x"),
        ({"accelerator": "TPU"}, "x"),
        ({"colab": {"gpuType": "T4"}}, "x"),
        ({"kaggle": {"accelerator": "nvidiaTeslaT4"}}, "x"),
        ({"kaggle": {"isGpuEnabled": True}}, "x"),
        ({}, CREATED),
        ({}, "[PhysicalDevice(name='/physical_device:GPU:0', device_type='GPU')]"),
        ({}, "| NVIDIA-SMI 535.104.05             Driver Version: 535.104.05   CUDA Version: 12.2     |\n"),
        ({}, "[CudaDevice(id=0)]"),
        ({}, "device(type='cuda', index=0)"),
    ],
)
def test_what_tells_of_a_missing_gpu_is_left_once_where_the_notebook_had_one(metadata: Any, output: str) -> None:
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": [output]}}
    for told in (shown, stream(output, "stdout")):
        data = notebook(cell(stream(f"{NO_GPU}mine\n{NO_GPU}")), cell(told), metadata=metadata)
        assert texts(cleaned(data)[0]) == [f"{NO_GPU}mine\n"]


@pytest.mark.parametrize(
    ("metadata", "output"),
    [
        ({}, "x"),
        ({"accelerator": "NONE", "colab": {"name": "x.ipynb"}}, "x"),
        ({"kaggle": {"accelerator": "none", "isGpuEnabled": False}}, "x"),
        ({}, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"),
        ({}, "[PhysicalDevice(name='/physical_device:CPU:0', device_type='CPU')]"),
    ],
)
def test_what_tells_of_a_missing_gpu_goes_where_nothing_tells_of_one(metadata: Any, output: str) -> None:
    data = notebook(cell(stream(f"{NO_GPU}mine\n")), cell(stream(output, "stdout")), metadata=metadata)
    assert texts(cleaned(data)[0]) == ["mine\n"]


XLA = (
    "2026-01-02 03:04:05.678901: I tensorflow/compiler/jit/xla_compilation_cache.cc:476] Compiled cluster using XLA!  "
    "This line is logged at most once for the lifetime of the process.\n"
)


@pytest.mark.parametrize(
    ("source", "asks"),
    [
        ('os.environ["XLA_FLAGS"] = "--xla_dump_to=/tmp"', True),
        ("os.environ.setdefault('XLA_FLAGS', '--xla_dump_to=/tmp')", True),
        ("%env XLA_FLAGS=--xla_dump_to=/tmp", True),
        ("%set_env XLA_FLAGS --xla_dump_to=/tmp", True),
        ("!export XLA_FLAGS=--x", True),
        ('os.environ["TF_CPP_MIN_LOG_LEVEL"] = "0"', True),
        ('os.environ["TF_CPP_MIN_LOG_LEVEL"] = "1"', False),
        ('print(os.environ["XLA_FLAGS"])', False),
        ("import os", False),
    ],
)
def test_what_the_notebooks_code_asks_for_stays(source: str, asks: bool) -> None:
    assert texts(cleaned(notebook(cell(stream(XLA), source=source)))[0]) == [XLA] * asks


def test_the_environment_of_the_command_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLA_FLAGS", "--x")
    monkeypatch.setenv("KERAS_QUIET_GPU", "1")
    assert left(stream(f"{XLA}{NO_GPU}")) == []


# Anything, cut anywhere.

mine = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=30).map(lambda text: f". {text}\n")
known = st.sampled_from([N, M, DEPRECATED, f"{END_OF_SEQUENCE}\n", NO_GPU, f"{NOTICE}\r\n"])
lines = st.lists(st.one_of(mine, known), max_size=12)
pieces = st.lists(st.integers(0, 2000), max_size=8)


def cut(text: str, places: list[int]) -> list[str]:
    borders = [0, *sorted(place % (len(text) + 1) for place in places), len(text)]
    return [text[start:end] for start, end in pairwise(borders)]


@given(lines, pieces, st.sampled_from([*FORMS.values()]), st.booleans())
def test_only_known_noise_goes_however_the_outputs_are_cut(
    said: list[str], places: list[int], form: Any, as_one: bool
) -> None:
    given = cut("".join(said), places)
    streams = [{**stream(piece), **({"text": piece} if as_one else {})} for piece in given]
    before = form(notebook(cell(FIGURE, *streams, FIGURE)))
    after = clean(before.encode(), RULES)[0].decode()
    data = json.loads(after.removeprefix("\ufeff"))
    own = [line for line in said if line.startswith(". ")]
    assert "".join(texts(data)) == "".join(own)
    assert clean(after.encode(), RULES) == (after.encode(), [])
    # Of the file too, nothing was added or changed.
    remaining = iter(before)
    assert all(character in remaining for character in after)
    assert outputs(data)[0] == outputs(data)[-1] == FIGURE


anything = st.lists(
    st.one_of(mine, known, st.sampled_from([BAR, "\r", "\b", "\x1b[33m", "\x1b[0m", WARNED, "  code\n", XLA, CREATED])),
    max_size=12,
).map("".join)
streams = st.builds(stream, anything, st.sampled_from(["stdout", "stderr"]))


@given(st.lists(st.one_of(streams, st.just(FIGURE)), max_size=6))
@example([stream(f"{N}\x1b[33m"), stream(f"{BAR}{N}")])
def test_a_second_time_nothing_goes(said: list[Any]) -> None:
    data, gone = cleaned(notebook(cell(*said)))
    assert cleaned(data) == (data, [])
    # What is left is in order what was there.
    for name in ("stdout", "stderr"):
        before, after = ("".join(texts(each, name)) for each in (notebook(cell(*said)), data))
        remaining = iter(before)
        assert all(character in remaining for character in after)
        if not gone:
            assert before == after


def test_the_difference_of_a_file_has_no_line_but_what_went() -> None:
    before = FORMS["Jupyter"](notebook(cell(stream(f"mine\n{N}yours\n"))))
    after = clean(before.encode(), RULES)[0].decode()
    changed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-?"]
    assert changed == [f"-       {json.dumps(N)},"]


HARD = [
    "\n",
    " ",
    "\rx",
    "\x1b[1m",
    "\x1b[",
    "1/2 ",
    f"\r 1/2 {NOTICE} ",
    N,
    "1%|",
    "/site-packages",
    "2026-01-02 ",
    "(pid=",
]


@pytest.mark.parametrize("text", HARD)
def test_no_text_takes_long(text: str) -> None:
    """Twice as much takes twice as long, and not four times: in processor time, with room for bad measurements."""
    took = []
    for size in (100_000, 200_000):
        content = FORMS["Jupyter"](notebook(cell(stream([text * (size // len(text))])))).encode()
        began = process_time()
        clean(content, RULES)
        took.append(process_time() - began)
    assert took[1] < 3 * took[0] + 0.5
