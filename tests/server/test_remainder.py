"""What a dead kernel has left in its pipe is judged as the kernel itself would have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from keras_quiet.inside.judging import rules
from keras_quiet.server.remainder import Remainder, judged
from noise import NOTICE

if TYPE_CHECKING:
    import pytest

LINE = NOTICE.encode() + b"\n"


def test_known_noise_is_hidden_and_kept_and_all_else_is_shown_whole() -> None:
    shown, hidden = judged(b"mine\n" + LINE * 3 + b"LLVM ERROR: no\nan unfinished li", {}, [], [])
    assert shown == b"mine\nLLVM ERROR: no\nan unfinished li"
    (entry,) = map(json.loads, hidden.splitlines())
    assert (entry["hidden"], entry["text"], entry["count"]) == ("onednn-notice", NOTICE, 3)


def test_the_beginning_of_noise_that_death_has_cut_is_shown() -> None:
    assert judged(LINE[:60], {}, [], []) == Remainder(LINE[:60], b"")


def test_the_users_own_patterns_count() -> None:
    assert judged(b"mylib: loading\n", {}, ["mylib: *"], []).shown == b""
    assert judged(LINE, {}, [], ["*oneDNN*"]) == Remainder(LINE, b"")


def test_all_is_shown_where_the_rules_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> rules.Rules:
        raise FileNotFoundError

    monkeypatch.setattr(rules, "read", gone)
    assert judged(LINE, {}, [], []) == Remainder(LINE, b"")


def test_nothing_is_left() -> None:
    assert judged(b"", {}, [], []) == Remainder(b"", b"")
