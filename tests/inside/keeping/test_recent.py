"""What was shown lately, for the report."""

from __future__ import annotations

from keras_quiet.inside.keeping.recent import MOST, Recent, Speaker


def test_who_spoke_is_noted_again_after_native_texts() -> None:
    recent, speaker = Recent(), ("logging", "tea", "pot.py", "WARNING")
    assert not recent.is_last(speaker)
    recent.add_speaker(speaker)
    assert recent.is_last(speaker)
    for _ in range(MOST):
        recent.add_text("a native line\n")
    assert not recent.is_last(speaker)
    recent.add_speaker(speaker)
    assert list(recent)[-2:] == ["a native line\n", Speaker(*speaker)]


def test_nothing_of_the_users_is_kept() -> None:
    recent = Recent()
    recent.add_speaker(("logging", "tea", object(), None))
    assert list(recent) == [Speaker("logging", "tea", "", "")]
