"""What a kernel does with each rule: hidden at a file descriptor however it is cut, once, or with a GPU."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hidden_lines import lines_of
from keras_quiet.command.rulebook import compiling, forms
from keras_quiet.inside import __file__ as inside
from keras_quiet.inside.grammar.messages import Message, read_line
from keras_quiet.inside.grammar.rule import HIDE, HIDE_WITHOUT_GPU, ONCE
from keras_quiet.inside.grammar.ways import BARE, LOGGING, NATIVE, WARNING, WRITE
from keras_quiet.inside.judging import rules
from keras_quiet.inside.judging.verdicts import Verdicts
from keras_quiet.inside.lines.lines import Lines
from known_noise import ENTRIES, RULES, entry, made, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keras_quiet.command.rulebook.entries import RuleEntry

# Known only with their second line, which Python's logging sends along and a file descriptor does not.
SECOND_LINE = ("sample-weight-modes", "mixed-precision-ok", "collection-not-serialized")


def _id(value: object) -> str:
    return str(getattr(value, "id", value))[:60]


def _said(rule: RuleEntry, sample: str) -> Message:
    """What a sample says; native and bare lines come one by one, Python's records and warnings with all their lines."""
    if rule.way == WRITE:
        return Message(WRITE, rule.sources[0], sample)
    said = read_line(sample)
    return said if said.way in (LOGGING, WARNING) else said._replace(text=said.text.partition("\n")[0])


def _verdicts(has_gpu: bool = False) -> Verdicts:
    return Verdicts(RULES, {"KERAS_QUIET_GPU": str(int(has_gpu))})


def _lines(verdicts: Verdicts, kept: list[str]) -> Lines:
    return Lines(
        lambda line: verdicts.hiding(read_line(line), line),
        lambda runs: kept.extend(line for _, line in lines_of(runs)),
        verdicts.starts(),
        verdicts.loggers,
    )


def test_the_wheel_has_the_rules_of_this_tree() -> None:
    assert Path(rules.FILE).read_text("utf-8") == compiling.compiled(ENTRIES)
    assert Path(rules.FILE).parent == Path(inside).parent


# What is hidden.


def _of_lines() -> Iterator[RuleEntry]:
    return (rule for rule in ENTRIES if rule.way != WRITE and rule.id not in SECOND_LINE and not rule.called_from)


@pytest.mark.parametrize("rule", list(_of_lines()), ids=_id)
def test_a_message_is_hidden_at_the_file_descriptor_however_it_is_cut(rule: RuleEntry) -> None:
    """As C++ or a child process writes it: hidden whole, and a cut may only cost the hiding, never a byte."""
    for sample in rule.hides:
        first = sample.partition("\n")[0]
        line = first.encode() + b"\n"
        for cut in range(0, len(line), 7):
            kept: list[str] = []
            verdicts = _verdicts()
            if rule.action == ONCE:
                verdicts.hiding(_said(rule, sample), sample)
            lines = _lines(verdicts, kept)
            shown = lines.feed(line[:cut]) + lines.feed(line[cut:]) + lines.release()
            assert (shown, kept) in ((b"", [first]), (line, [])), cut
            if cut == 0 or _is_held(rule, line):
                assert shown == b"", line[:cut]


def _is_held(rule: RuleEntry, line: bytes) -> bool:
    """Whether the beginning of a line waits for its end: not where a name stands first that may be any."""
    return rule.way == BARE or (rule.way == NATIVE and rule.sources != ("nccl",) and b"NCCL" not in line)


@pytest.mark.parametrize("rule", [rule for rule in ENTRIES if rule.continues and rule.id not in SECOND_LINE], ids=_id)
def test_lines_that_belong_to_a_hidden_message_go_with_it(rule: RuleEntry) -> None:
    """A message of several lines is hidden as one, and the line after it is shown."""
    for sample in rule.hides:
        verdicts = _verdicts()
        first = sample.partition("\n")[0]
        verdicts.hiding(read_line(first), first)
        assert _lines(verdicts, []).feed(sample.encode() + b"\nEpoch 1/2\n") == b"Epoch 1/2\n"


def test_a_warning_has_one_line_of_code() -> None:
    """As Python prints it: two spaces, then the line; what follows is somebody else's."""
    (warning,) = entry("numpy-type-1").hides[:1]
    code, mine = b'  _np_qint8 = np.dtype([("qint8", np.int8, 1)])\n', b"  mine\n"
    lines = _lines(_verdicts(), [])
    assert lines.feed(warning.encode() + b"\n" + code + mine) == mine
    assert lines.feed(warning.encode() + b"\n   mine\n") == b"   mine\n"


def test_the_converters_statistics_are_hidden_but_for_operations_that_a_model_may_need() -> None:
    """As TensorFlow 2.15 writes them, with blank lines between; an operation that is no constant is news."""
    lines = _lines(_verdicts(), [])
    head = (
        b"Summary on the non-converted ops:\n---------------------------------\n * Accepted dialects: tfl, func"
        b"\n * Non-Converted Ops: 4, Total Ops 10, % non-converted = 40.00 %\n * 4 ARITH ops\n\n"
    )
    constants = b"- arith.constant:    4 occurrences  (f32: 4)\n\n\n\n  (f32: 2)\n  (f32: 1)\n"
    assert lines.feed(head + constants) + lines.feed(b"Epoch 1/2\n") == b"Epoch 1/2\n"
    custom = b"- tf.Custom:    1 occurrences  (f32: 1)\n"
    assert lines.feed(head + custom) == b"\n" + custom  # an empty line is the message's only between two lines of it


@pytest.mark.parametrize("rule", [rule for rule in ENTRIES if rule.way == NATIVE], ids=_id)
def test_a_fatal_line_is_shown_whole(rule: RuleEntry) -> None:
    """A line of level F is the last of its process, whatever it says."""
    said = _said(rule, rule.hides[0])
    for text in forms.native(said.source.rpartition("/")[2], said.text, forms.FATAL):
        line = text.encode() + b"\n"
        assert _lines(_verdicts(), []).feed(line) == line


# How much is hidden.


@pytest.mark.parametrize("rule", [rule for rule in ENTRIES if rule.action != HIDE], ids=_id)
def test_what_may_be_news_is_shown_once(rule: RuleEntry) -> None:
    """The first of such a message is shown, with a GPU or without, and only then it is hidden.

    What speaks of a missing GPU is hidden at once on a machine that has none.
    """
    said = _said(rule, rule.hides[0])
    for has_gpu in (False, True):
        verdicts = _verdicts(has_gpu)
        first, second = (verdicts.hiding(said, said.text) for _ in range(2))
        at_once = rule.action == HIDE_WITHOUT_GPU and not has_gpu
        assert (first is not None, second and second.id) == (at_once, rule.id)


@pytest.mark.parametrize(
    ("environ", "asked"),
    [
        ({}, False),
        ({"XLA_FLAGS": "--xla_dump_to=/tmp/x"}, True),
        ({"TF_CPP_MIN_LOG_LEVEL": "0"}, True),
        ({"TF_CPP_MIN_LOG_LEVEL": "1"}, False),  # JAX sets it by itself: jax/__init__.py
    ],
)
def test_a_variable_asks_for_a_message_by_being_set_or_by_one_value(environ: dict[str, str], asked: bool) -> None:
    sample = entry("xla-compiled").hides[0]
    assert (Verdicts(RULES, environ).hiding(read_line(sample), sample) is None) is asked


def test_a_rule_may_ask_who_called() -> None:
    """The record alone does not tell the converter's own temporary folder from the user's export."""
    rule = made("tea", LOGGING, ("tea",), "Served", called_from=("tea/converter.py",))
    message = read_line("INFO:tea:Served")
    verdicts = Verdicts(rules_of(rule), {})
    converter: dict[str, object] = {"hiding": verdicts.hiding, "message": message}
    assert eval(compile("hiding(message, '')", "/env/site-packages/tea/converter.py", "eval"), converter)  # noqa: S307
    assert verdicts.hiding(message, "") is None


# One edit makes a rule.


@pytest.mark.parametrize(
    ("rule", "line", "mine"),
    [
        (made("logger", LOGGING, ("tea.pot",), "Tea is ready"), b"WARNING:tea.pot:Tea is ready\n", b"INFO:tea:mine\n"),
        (
            made("file", NATIVE, ("pot.cpp",), "Tea is ready"),
            b"W pot.cpp:7] Tea is ready\n",
            b"W cup.cpp:7] Tea is ready\n",
        ),
        (made("word", BARE, (), "Zzz, the kettle boils"), b"Zzz, the kettle boils\n", b"Zzz, the kettle is cold\n"),
    ],
    ids=_id,
)
def test_a_new_logger_file_or_first_word_needs_its_entry_alone(rule: RuleEntry, line: bytes, mine: bytes) -> None:
    verdicts = Verdicts(rules_of(rule), {})
    assert _lines(verdicts, []).feed(mine + line + mine) == mine * 2
    cut = _lines(verdicts, [])
    assert cut.feed(line[:9]) + cut.feed(line[9:]) in (b"", line)


# However Python is started, and wherever the package lies.

JUDGED = """
import sys
sys.path.insert(0, sys.argv[1])
from inside.filter import Filter
print(Filter(print).find_line("I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. You "
                              "may see slightly different numerical results").id)
"""


@pytest.mark.parametrize("flags", [(), ("-OO",), ("-B",)])
def test_the_rules_are_read_however_python_is_started(flags: tuple[str, ...]) -> None:
    folder = str(Path(rules.FILE).parents[1])
    command = [sys.executable, "-I", *flags, "-c", JUDGED, folder]
    assert subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout == "onednn-notice\n"


# Time.


def _hostile(rule: RuleEntry) -> list[Message]:
    """Long texts that begin as the rule's message does, and then repeat its parts without an end."""
    said = _said(rule, rule.hides[0])
    size = 1 << 16
    parts = (said.text, said.text[: len(said.text) // 2], " " * 7, "a ", "/site-packages/", ".:/", "0 ")
    texts = [(said.text[: len(said.text) // 2] + part * size)[:size] for part in parts]
    return [said._replace(text=text) for text in texts] + [said._replace(source=(said.source + "/") * 999)]


@pytest.mark.parametrize("rule", ENTRIES, ids=_id)
def test_a_hostile_line_takes_no_time(rule: RuleEntry) -> None:
    """64 KiB made to be slow are judged in less than 50 ms of the processor's time."""
    verdicts, hostile = _verdicts(), _hostile(rule)
    verdicts.hiding(hostile[0], hostile[0].text)  # compiles
    for said in hostile:
        began = time.thread_time()
        verdicts.hiding(said, said.text)
        assert time.thread_time() - began < 0.05
