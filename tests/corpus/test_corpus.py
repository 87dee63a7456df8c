"""The collected lines of the wild in a real kernel: what somebody needed is shown, known noise is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from corpus import shares
from corpus_session import RECENT, WILD, Outcome, load, run

if TYPE_CHECKING:
    from collections.abc import Sequence

RECORDS = load()

# Records that speak of a missing GPU, and of nothing else.
MISSING_GPU = {
    "r0001", "r0019", "r0020", "r0112", "r0121", "r0222", "r0233", "r0234", "r0235", "r0236", "r0287", "r0300", "r0315",
    "r0316",
}  # fmt: skip
# Single chunks and bins of an out-of-memory report, whose sums are shown.
CHUNKS = {"r0046", "r0047"}
# Noise that is shown all the same, and why no rule may hide it.
SHOWN_NOISE = {
    "r0028": "ONCE: the same line can announce an input that ends too early, so the first is shown",
    "r0029": "ONCE: as r0028",
    "r0224": "alibi-detect's own print, on its fallback to the CPU",
    "r0227": "the path is a checkout, not an installed package: it may be the user's own",
    "r0231": "torch names its own file, whoever calls: the call may be the user's, and its result is going to change",
    "r0297": "a message of an example program, which the user runs; it tells of a wait",
    "r0309": "ONCE: a layer of the user's own sets it off too",
    "r0372": "as r0227",
}


@pytest.fixture(scope="module", params=["0", "1"], ids=["without a GPU", "with a GPU"])
def gpu(request: pytest.FixtureRequest) -> bool:
    """Whether the machine shows an NVIDIA device."""
    return bool(request.param == "1")


@pytest.fixture(scope="module")
def outcomes(gpu: bool) -> Sequence[Outcome]:
    """All records, said in one kernel."""
    return run(RECORDS, gpu=gpu)


def _ids(outcomes: Sequence[Outcome], expect: str, *seen: str) -> set[str]:
    return {o.record["id"] for o in outcomes if o.record["expect"] == expect and o.seen in seen}


def test_a_plain_kernel_shows_everything() -> None:
    """So what is hidden below is hidden by the filter, not by the test's way of saying it."""
    assert [o.record["id"] for o in run(RECORDS, gpu=False, quiet=False) if o.seen != "shown"] == []


def test_every_message_that_somebody_needed_is_shown_whole(outcomes: Sequence[Outcome]) -> None:
    """The first promise: nothing real is lost."""
    assert _ids(outcomes, "must-show", "hidden", "part") == set()


def test_known_noise_is_hidden(outcomes: Sequence[Outcome], gpu: bool) -> None:
    """All of it but what has a reason to be shown."""
    # These speak of a missing GPU: news where there is one.
    of_gpus = {"r0074", "r0299", "r0317", "r0329", "r0334"} if gpu else set()
    assert _ids(outcomes, "may-hide", "shown", "part") == set(SHOWN_NOISE) | of_gpus
    assert len(_ids(outcomes, "may-hide", "hidden")) == (117 if gpu else 122)  # of 130


def test_a_missing_gpu_is_news_only_where_there_is_one(outcomes: Sequence[Outcome], gpu: bool) -> None:
    """Of the lines that depend on the machine only those are hidden, without a GPU; and single chunks of memory."""
    shown = {o.text for o in outcomes if o.seen == "shown"}
    hidden = {o.record["id"] for o in outcomes if o.record["expect"] == "context" and o.text not in shown}
    assert hidden == (CHUNKS if gpu else CHUNKS | MISSING_GPU)


# Public notebooks nobody here wrote: how many of the readers' noise lines are gone.


@pytest.fixture(scope="module")
def wild(gpu: bool) -> Sequence[Outcome]:
    """Messages of the stored outputs of 934 notebooks, said in one kernel."""
    return run(load(WILD), gpu=gpu)


def test_every_message_of_the_notebooks_that_somebody_needed_is_shown_whole(wild: Sequence[Outcome]) -> None:
    """None may be lost."""
    assert _ids(wild, "must-show", "hidden", "part") == set()


def test_the_noise_of_the_notebooks_is_gone(wild: Sequence[Outcome]) -> None:
    """Weighted by notebooks, for that is what readers meet; other people's libraries left out."""
    assert shares(wild)["noise by notebooks, third parties left out"] >= 0.97


# What people met in 2024 to 2026: Keras 3, newer TensorFlow, JAX and torch.


@pytest.fixture(scope="module")
def recent(gpu: bool) -> Sequence[Outcome]:
    """Messages of issue threads and of stored outputs of those years, said in one kernel."""
    return run(load(RECENT), gpu=gpu)


def test_every_recent_message_that_somebody_needed_is_shown_whole(recent: Sequence[Outcome]) -> None:
    """None may be lost."""
    assert _ids(recent, "must-show", "hidden", "part") == set()


def test_the_recent_noise_is_gone(recent: Sequence[Outcome]) -> None:
    """All but the fork of a cell's shell command: JAX says it from Python's own pty.py, as of a fork that deadlocks."""
    ours = [o for o in recent if o.record["expect"] == "may-hide" and o.record["producer"] not in ("tqdm", "mediapipe")]
    assert {o.record["id"] for o in ours if o.seen != "hidden"} == {"n0036", "n0046"}
