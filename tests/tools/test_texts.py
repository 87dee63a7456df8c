"""Whether a pattern and a statement's text are of one message, on pairs that upstream has."""

from __future__ import annotations

import pytest
from deciding.texts import can_be_matched, fit, literal_parts

# Patterns beside texts as TensorFlow 2.21, XLA and jaxlib have them.
FITS = [
    (
        r"oneDNN custom operations are on\. You may see",
        "oneDNN custom operations are on. You may see slightly different …",
    ),
    (
        r"Unable to register (?:cuDNN|cuBLAS|cuFFT) factory: ",
        "Unable to register cuDNN factory: Attempting to register …",
    ),
    (r"Created device /job:\w+/replica:\d+ with \d+ MB memory", "Created device … with … MB memory:  -> …"),
    (
        r"Filling up shuffle buffer \(this may take a while\): \d+ of \d+",
        "Filling up shuffle buffer (this may take a while): … of …",
    ),
    (r"\S+: Filling up shuffle buffer", "…: Filling up shuffle buffer (this may take a while): … of …"),
    (
        r"Executor start aborting \(this does not indicate an error(?! now)",
        "Executor start aborting (this does not indicate an error and you can ignore",
    ),
    (r"Loaded cuDNN version \d{4,6}$", "Loaded cuDNN version …"),
    (r"Saving symbolic checkpoint$", "Saving symbolic checkpoint"),
    (r"No (?:Rnn|Conv) algorithm [fF]ound", "No Rnn algorithm found"),
    (
        r"Local rendezvous (?:send|recv) item cancelled\. Key hash: \d+",
        "Local rendezvous recv item cancelled. Key hash: …",
    ),
    # A hole may say what the pattern asks for: the rule takes some of what the statement prints, and leaves the rest.
    (
        r"Local rendezvous is aborting with status: (?:OUT_OF_RANGE|CANCELLED): ",
        "Local rendezvous is aborting with status: …",
    ),
    (r"Tea", "Tea"),
    (r"a{3,20}b c d e f g h", "aaaaab c d e f g h"),
]
FITS_NOT = [
    (r"Unable to register (?:cuDNN|cuBLAS) factory: ", "Unable to register NCCL factory: Attempting to register …"),
    (r"Saving symbolic checkpoint$", "Saving symbolic checkpoint failed: …"),
    (r"Loaded cuDNN version \d+$", "Loaded runtime CuDNN library: … but source was compiled with: …"),
    # A hole takes everything, and proves nothing.
    (r"Could not load dynamic library", "…"),
    (r"Could not load dynamic library", "…: …"),
    (r"[^\n]{0,300} is deprecated", "The name of the tea house that nobody has ever seen … is deprecated"),
    # A pattern begins where the text begins.
    (r"shuffle buffer filled", "The shuffle buffer filled"),
    # A longer message than the statement has.
    (r"Shuffle buffer filled\. And more", "Shuffle buffer filled."),
]


@pytest.mark.parametrize(("pattern", "text"), FITS)
def test_a_pattern_fits_the_text_of_its_statement(pattern: str, text: str) -> None:
    assert fit(pattern, text)


@pytest.mark.parametrize(("pattern", "text"), FITS_NOT)
def test_a_pattern_does_not_fit_the_text_of_another(pattern: str, text: str) -> None:
    assert fit(pattern, text) is None


def test_of_two_patterns_the_one_with_more_in_common_is_nearer() -> None:
    text = "Failed to delete … resource: …"
    wide, narrow = fit(r"Failed to delete ", text), fit(r"Failed to delete \w+ resource: ", text)
    assert wide is not None
    assert narrow is not None
    assert narrow.common > wide.common


@pytest.mark.parametrize(
    ("text", "can"), [("…", False), ("\t…: …", False), ("", False), ("Tea …", False), ("Teas …", True)]
)
def test_a_text_without_words_cannot_be_matched(text: str, can: bool) -> None:
    assert can_be_matched(text) is can


def test_literal_parts_of_a_pattern() -> None:
    pattern = r"Ignoring (?:the )?(?:visible|hidden) GPU \d+(?: \(device: \S+\)){0,2}, [Bb]ye\."
    found = literal_parts(pattern)
    assert found == ["Ignoring ", "the ", "visible", "hidden", " GPU ", " (device: ", ")", ", ", "ye."]
