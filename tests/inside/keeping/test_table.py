"""Each text is kept once, and memory stays bounded: a flood does not push out the rare line of another rule."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st
from keras_quiet.inside.keeping.table import LONGEST, OF_A_RULE, OF_ALL, OVERHEAD, Table


def texts(table: Table) -> list[tuple[str, str, int]]:
    return [(entry.rule, entry.text, entry.count) for entry in table.entries()]


def size(table: Table, rule: str = "") -> int:
    return sum(len(entry.text) + OVERHEAD for entry in table.entries() if rule in ("", entry.rule))


def test_copies_are_counted_under_the_first_text() -> None:
    table = Table()
    table.add("a", "said", "10:00 said", 1, 100.0)
    table.add("b", "said", "another rule's", 1, 101.0)
    entry = table.add("a", "said", "10:05 said", 19_999, 400.0)
    assert texts(table) == [("b", "another rule's", 1), ("a", "10:00 said", 20_000)]
    assert (entry.first, entry.last) == (100.0, 400.0)


def test_a_flood_of_different_texts_drops_its_own_oldest_and_says_how_many() -> None:
    table = Table()
    table.add("rare", "once", "once", 1, 0.0)
    for number in range(20_000):
        table.add("flood", f"text {number}", f"text {number}", 2, 1.0)
    kept = texts(table)
    assert kept[0] == ("rare", "once", 1)
    assert [text for _, text, _ in kept[1:]] == [f"text {number}" for number in range(20_001 - len(kept), 20_000)]
    assert len(kept) > OF_A_RULE // (OVERHEAD + 20)
    assert size(table, "flood") <= OF_A_RULE
    assert dict(table.dropped) == {"flood": 2 * (20_001 - len(kept))}


def test_a_text_that_comes_again_is_not_the_oldest() -> None:
    table = Table()
    for number in range(2000):
        table.add("a", "often", "often", 1, 0.0)
        table.add("a", f"{number}", f"{number} {'x' * 100}", 1, 0.0)
    assert ("a", "often", 2000) in texts(table)


def test_all_rules_together_are_bounded_and_the_longest_ago_goes_first() -> None:
    table = Table()
    for number in range(10_000):
        table.add(f"rule {number // 100}", f"{number}", f"{number} {'x' * 200}", 1, 0.0)
    kept = texts(table)
    assert OF_ALL - 400 < size(table) <= OF_ALL
    assert [int(text.split()[0]) for _, text, _ in kept] == list(range(10_000 - len(kept), 10_000))
    assert sum(table.dropped.values()) == 10_000 - len(kept)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(1, 5), st.integers(0, 20_000))))
def test_every_hidden_line_is_counted_once_kept_or_dropped(added: list[tuple[str, int, int, int]]) -> None:
    table = Table()
    for rule, said, count, length in added:
        table.add(rule, f"{said} {length}", f"{said} {'x' * length}", count, 0.0)
        assert size(table, rule) <= OF_A_RULE
    kept = sum(entry.count for entry in table.entries())
    assert kept + sum(table.dropped.values()) == sum(count for _, _, count, _ in added)
    if added:
        assert table.entries()[-1].text[:1] == str(added[-1][1])


def test_a_text_that_is_too_long_says_that_it_was_cut() -> None:
    table = Table()
    table.add("a", "said", "x" * 100_000, 1, 0.0)
    assert table.entries()[0].text == "x" * LONGEST + " ... (100000 characters)"


def test_a_text_that_no_front_end_can_print_is_kept_printable() -> None:
    table = Table()
    table.add("a", "said", "half a pair \udbff é", 1, 0.0)
    assert table.entries()[0].text == "half a pair \\udbff é"


def test_the_memory_of_short_texts_is_bounded_too() -> None:
    tracemalloc.start()
    table = Table()
    for number in range(20_000):
        table.add(f"rule {number % 20}", f"{number}", f"{number}", 1, float(number))
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert used < 4 << 20
