"""What plain kernels printed on an NVIDIA H200, said again in our kernel: noise is gone, everything else arrives."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from gpu_recordings import NOISE, RECORDINGS
from sessions import Session, kernel, plain_argv, quiet_argv

if TYPE_CHECKING:
    from collections.abc import Iterator

# The recorder's own installation, which pip made with --target.
_TARGET = "/tmp/site/"  # noqa: S108 - a name in a recording
# The line of code that Python printed below a warning: the kernel looks it up in the file that the warning names.
_CODE = ("keras/src/backend/torch/rnn.py", 656, "        outputs, h_n, c_n = torch._VF.lstm(")
_SAY = "import os, sys\nfor piece in {!r}:\n    os.write(2, piece.encode())\nsys.stderr.flush()"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder of installed packages in place of the recorder's, with the file that a warning names."""
    folder = tmp_path_factory.mktemp("env") / "lib" / "python3.12" / "site-packages"
    name, number, code = _CODE
    file = folder / name
    file.parent.mkdir(parents=True)
    file.write_text("\n" * (number - 1) + code + "\n")
    return f"{folder}/"


def _cells(backend: str, site: str) -> dict[str, list[str]]:
    """Read what each cell of a recording had on stderr, piece by piece."""
    lines = (RECORDINGS / f"{backend}.jsonl").read_text("utf-8").splitlines()
    cells = {cell["cell"]: _pieces(cell["output"], site) for cell in map(json.loads, lines)}
    return {name: pieces for name, pieces in cells.items() if pieces}


def _pieces(output: list[Any], site: str) -> list[str]:
    return [text.replace(_TARGET, site) for kind, stream, text in output if (kind, stream) == ("stream", "stderr")]


def _said(cells: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: "".join(pieces).splitlines() for name, pieces in cells.items()}


def _shown(session: Session, cells: dict[str, list[str]]) -> dict[str, list[str]]:
    """Say each cell's pieces at file descriptor 2, as C++ does, and return the lines that a reader sees."""
    return {name: session.run(_SAY.format(pieces)).stderr.splitlines() for name, pieces in cells.items()}


@pytest.fixture(scope="module", params=NOISE)
def backend(request: pytest.FixtureRequest) -> str:
    """Whose recording it is."""
    return str(request.param)


@pytest.fixture
def ours() -> Iterator[Session]:
    """Our kernel on a machine with a GPU."""
    with kernel(quiet_argv(sys.executable), env={"KERAS_QUIET_GPU": "1"}) as session:
        yield session


def test_the_plain_kernel_shows_the_recordings_whole(backend: str, site: str) -> None:
    """So what is hidden below is hidden by the filter, not by the test's way of saying it."""
    cells = _cells(backend, site)
    with kernel(plain_argv(sys.executable)) as session:
        assert _shown(session, cells) == _said(cells)


def test_no_noise_is_left_and_everything_else_arrives_in_order(backend: str, site: str, ours: Session) -> None:
    cells = _cells(backend, site)
    needed = {name: [each for each in lines if not NOISE[backend].match(each)] for name, lines in _said(cells).items()}
    assert _shown(ours, cells) == needed


def test_an_out_of_memory_report_can_be_read_and_the_rest_read_back(site: str, ours: Session) -> None:
    """Of 295 lines 22 are left, the exception's among them, which Python prints."""
    cells = {"oom": _cells("tensorflow", site)["oom"]}
    (said,), (shown,) = _said(cells).values(), _shown(ours, cells).values()
    assert (len(said), len(shown)) == (294, 21)
    for text in ("Allocator (GPU_0_bfc) ran out of memory", "TF_GPU_ALLOCATOR", "Sum Total of in-use", "Total size in"):
        assert sum(text in line for line in shown) == 1
    log = ours.run("%keras_quiet log").stdout
    assert [line for line in said if line not in log] == [line for line in shown if line.strip()]


# What XLA says at each of its tries, and that it then looks up where it was called from.
_TRIES = ("gpu_hlo_schedule.cc:1068]", "hlo_rematerialization.cc:3363]", "bfc_allocator.cc:371]")
_TRACE = ("=== Source Location Trace", "external/xla+/")


def _is_try(line: str) -> bool:
    return any(each in line for each in _TRIES)


def test_a_fit_in_jax_that_runs_out_of_memory_says_each_thing_once(site: str, ours: Session) -> None:
    """What Keras on JAX said on an H200, of which it had 56 GB: 260 lines, of which 105 say one of seven things."""
    cells = _cells("jax-fit", site)
    (said,), (shown,) = _said(cells).values(), _shown(ours, cells).values()
    tries = list(filter(_is_try, said))
    assert (len(said), len(tries)) == (260, 105)
    told = [line.partition("] ")[2] for line in filter(_is_try, shown)]
    assert sorted(told) == sorted({line.partition("] ")[2] for line in tries})
    others = [line for line in said if line and line not in tries and not line.startswith(_TRACE)]
    assert [line for line in shown if line and not _is_try(line)] == others
    assert (len(told), len(shown)) == (7, 92)
