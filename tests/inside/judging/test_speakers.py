"""The index of speakers: what is judged with the few tables that it names is judged as with all rules."""

from __future__ import annotations

import importlib._bootstrap
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from corpus_session import CORPUS, RECENT, WILD, load
from keras_quiet.inside.grammar.kinds import BARE, NATIVE, WARNING, WRITE
from keras_quiet.inside.grammar.messages import Message, read
from keras_quiet.inside.grammar.patterns import START, literal_start, start_of
from keras_quiet.inside.grammar.rule import HIDE, INSTALLED, Rule
from keras_quiet.inside.judging import candidates, rules, speakers
from keras_quiet.inside.judging.candidates import Candidates
from keras_quiet.inside.judging.speakers import LISTED, Speakers
from noise import NOTICE
from sessions import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = {upstream: rules.of(upstream) for upstream in rules.UPSTREAMS}
ALL = candidates.of(rules.load())
# Whoever speaks first waits for the table: a longer one is to be cut, by what its rules are about.
LONGEST = 80
NOISE = NOTICE.partition("] ")[2]
SITE = "/opt/env/lib/python3.9/site-packages/"


def known() -> Iterator[Message]:
    """What the rules have as samples, said by everyone whom the rule names."""
    for rule in rules.load():
        sources = [source for source in rule.sources if source[0] != "!"]
        for sample in rule.samples:
            if rule.kind == WRITE:
                yield from (Message(WRITE, source, sample) for source in sources)
                continue
            message = read(sample)
            if message.kind in (NATIVE, BARE):  # those come line by line
                message = message._replace(text=message.text.partition("\n")[0])
            yield message
            if rule.kind == WARNING:
                places = [SITE + ("numpy/core.py" if source == INSTALLED else source) for source in sources]
                yield from (message._replace(source=place) for place in places)
            else:
                yield from (message._replace(source=source) for source in sources)


def others() -> Iterator[Message]:
    """What is no sample: neighbours of known messages, and the corpora, whole and line by line."""
    neighbours = (CORPUS.parent / "neighbours.txt").read_text("utf-8").splitlines()
    said = [text.replace("{tf}", form) for text in neighbours for form in ("", "I tensorflow/core/")]
    said += [record["text"] for file in (CORPUS, WILD, RECENT) for record in load(file)]
    writers = sorted({writer for rule in rules.load() if rule.kind == WRITE for writer in rule.sources})
    for text in {line for whole in said for line in (whole, *whole.split("\n"))}:
        message = read(text)
        yield message
        if message.kind == BARE:
            yield from (Message(WRITE, writer, text + "\n") for writer in writers)


KNOWN = [(message, list(ALL.matching(message, message.text))) for message in known()]


def found_by(index: Speakers, message: Message) -> list[Rule]:
    return list(Candidates(index, TABLES.__getitem__).matching(message, message.text))


def test_the_tables_that_the_index_names_say_what_all_rules_say() -> None:
    index = speakers.read()
    assert len(KNOWN) > len(rules.load())
    for message, matching in KNOWN:
        assert found_by(index, message) == matching != []
    for message in others():
        assert found_by(index, message) == list(ALL.matching(message, message.text))


def test_a_line_that_the_index_lacks_is_found_out() -> None:
    """So the test above can fail: no line of the index is there for nothing."""
    lines = speakers.index(TABLES).splitlines(keepends=True)
    for lost in [line for line in lines if not line.startswith(LISTED)]:
        index = Speakers("".join(line for line in lines if line != lost))
        lacks = Candidates(index, TABLES.__getitem__)
        assert any(list(lacks.matching(message, message.text)) != matching for message, matching in KNOWN), lost


def test_the_wheel_has_the_index_of_its_tables() -> None:
    """The beginnings of lines without a prefix, and the names of loggers, are known before any table is loaded."""
    assert Path(speakers.FILE).read_text("utf-8") == speakers.index(TABLES)
    index = speakers.read()
    for kind in (BARE, WRITE):
        texts = {text for rule in rules.load() if rule.kind == kind for text in rule.messages}
        assert set(index.beginnings(kind)) == {literal_start(text) for text in texts}
    assert index.loggers() == {source for rule in rules.load() if rule.kind == "logging" for source in rule.sources}


def test_without_the_index_all_tables_make_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a checkout."""
    made = vars(speakers.read())
    monkeypatch.setattr(speakers, "FILE", "/nowhere")
    assert vars(speakers.read()) == made


@pytest.mark.parametrize(
    "text", [*(text for rule in rules.load() for text in rule.messages), "abcd*", "abc?d", "ab", ""]
)
def test_the_quick_way_to_the_beginning_gives_what_the_long_way_gives(text: str) -> None:
    assert start_of(text) == literal_start(text)[:START]


@pytest.mark.parametrize("text", ["a\tb: ", "a\nb: "])
def test_the_index_refuses_what_it_cannot_hold(text: str) -> None:
    with pytest.raises(ValueError, match="the rule mine"):
        speakers.index({"mine": (Rule("mine", BARE, (), (text,), HIDE, "", ()),)})


def test_no_table_is_so_long_that_one_waits_for_it() -> None:
    assert {name: len(table) for name, table in TABLES.items() if len(table) > LONGEST} == {}


def test_only_the_table_of_who_speaks_is_loaded() -> None:
    loaded: list[str] = []
    found = Candidates(speakers.read(), lambda name: loaded.append(name) or TABLES[name])
    for source in ("mine.cc", "port.cc", "tensorflow/core/util/port.cc", "mine.cc"):
        list(found.matching(Message(NATIVE, source, NOISE), NOISE))
    assert loaded == ["tensorflow"]


def test_speakers_who_are_in_no_table_take_no_memory_without_end() -> None:
    found = candidates.installed()
    for source in [*map("mine{}.cc".format, range(3 * candidates.REMEMBERED)), "m" * 1000 + ".cc", "port.cc"]:
        assert [rule.id for rule in found.matching(Message(NATIVE, source, NOISE), NOISE)] == (
            ["onednn-notice"] if source == "port.cc" else []
        )
    assert len(found._patterns) <= candidates.REMEMBERED + 1
    assert max(len(key) for _, key in found._patterns) <= candidates.LONGEST


# A hook asks for a table wherever it comes.


def test_a_table_is_loaded_while_others_hold_every_lock_of_an_import() -> None:
    """A cell imports in one thread; in another a message comes. A forked child finds such locks held for ever."""
    held, done = threading.Event(), threading.Event()
    names = [f"{rules.__name__}.{upstream}" for upstream in rules.UPSTREAMS]
    locks = [importlib._bootstrap._get_module_lock(name) for name in names]  # type: ignore[attr-defined]

    def hold() -> None:
        importlib._bootstrap._imp.acquire_lock()  # type: ignore[attr-defined]
        for lock in locks:
            lock.acquire()
        held.set()
        done.wait(20)
        for lock in locks:
            lock.release()
        importlib._bootstrap._imp.release_lock()  # type: ignore[attr-defined]

    answers: list[object] = []
    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    hook = threading.Thread(target=lambda: answers.append(candidates.installed().matching(*noise()).__next__().id))
    hook.start()
    hook.join(10)
    done.set()
    holder.join()
    assert answers == ["onednn-notice"]


def noise() -> tuple[Message, str]:
    message = read(rules.of("tensorflow")[0].samples[0])
    return message, message.text


# However Python is started, and wherever the package lies.

JUDGED = """
import sys
sys.path.insert(0, sys.argv[1])
from inside import candidates
from inside.messages import read
message = read("I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. You may "
               "see slightly different numerical results")
found = candidates.installed()
print([rule.id for rule in found.matching(message, message.text)])
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The folder of a copy of the inside half, without compiled files."""
    shutil.copytree(INSIDE, tmp_path / "inside", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def judged(folder: Path, *flags: str) -> str:
    command = [sys.executable, "-I", *flags, "-c", JUDGED, str(folder)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


@pytest.mark.parametrize("flags", [(), ("-O",), ("-OO",), ("-B",)])
def test_a_table_is_loaded_however_python_compiles(copied: Path, flags: tuple[str, ...]) -> None:
    assert [judged(copied, *flags) for _ in range(2)] == ["['onednn-notice']\n"] * 2
    assert bool(list(copied.glob("inside/judging/rules/__pycache__/tensorflow.*"))) == ("-B" not in flags)


def test_a_table_is_loaded_from_a_folder_that_nobody_may_write_to(copied: Path) -> None:
    (copied / "inside" / "rules" / "__pycache__").touch()  # no folder: nothing can be compiled into it
    assert judged(copied) == "['onednn-notice']\n"


def test_a_table_is_loaded_from_an_archive(copied: Path) -> None:
    archive = shutil.make_archive(str(copied / "archive"), "zip", copied, "inside")
    assert judged(Path(archive)) == "['onednn-notice']\n"


def test_a_table_that_is_gone_stops_the_filter_and_shows_the_line(copied: Path) -> None:
    """As where the package is replaced under a running kernel."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from inside.filter import Filter\n"
        "import os; quiet = Filter(print); lines = quiet.new_lines()\n"
        "os.remove(sys.argv[1] + '/inside/judging/rules/tensorflow.py')\n"
        "print(quiet.shown_of(lines, sys.argv[2].encode()))"
    )
    line = rules.of("tensorflow")[0].samples[0] + "\n"
    command = [sys.executable, "-I", "-B", "-c", code, str(copied), line]
    said, shown = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    assert "the filter stopped" in said
    assert shown == repr(line.encode())
