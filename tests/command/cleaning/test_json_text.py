"""JSON in any form: arrays are read as they stand, and strings are cut without a change to what is left."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from keras_quiet.command.cleaning import json_text
from keras_quiet.command.cleaning.json_text import Array
from keras_quiet.command.cleaning.spans import in_characters, split, without

strings = st.text(st.one_of(st.sampled_from('"\\/\n\r\t\x1b<&\ud83d\ude00é😀'), st.characters(codec=None)))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), strings),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(strings, inner, max_size=4)),
    max_leaves=12,
)
forms = st.builds(
    dict,
    indent=st.sampled_from([None, 0, 1, 2, 4, "\t"]),
    ensure_ascii=st.booleans(),
    separators=st.sampled_from([None, (",", ":"), (" , ", " : ")]),
)


@given(st.lists(values), forms, st.sampled_from(["", " ", "\n"]))
def test_an_array_that_is_read_is_written_as_it_stands(data: list[Any], form: dict[str, Any], before: str) -> None:
    text = json.dumps(data, **form)
    array = Array.read(before + text, len(before))
    assert str(array) == text
    assert [json.loads(each.text) for each in array.elements] == data
    places = json_text.elements(before + text, len(before))
    assert [json.loads((before + text)[start:end]) for start, end in places] == data


@given(st.lists(values, min_size=1), forms, st.data())
def test_an_array_loses_some_elements_and_keeps_its_form(data: list[Any], form: dict[str, Any], choice: Any) -> None:
    array = Array.read(json.dumps(data, **form))
    kept = choice.draw(st.lists(st.booleans(), min_size=len(data), max_size=len(data)))
    left = [each for each, stays in zip(array.elements, kept, strict=True) if stays]
    expected = json.dumps([each for each, stays in zip(data, kept, strict=True) if stays], **form)
    assert str(array._replace(elements=left)) == expected


@given(st.dictionaries(strings, values), forms)
def test_the_members_of_an_object_are_found(data: dict[str, Any], form: dict[str, Any]) -> None:
    text = json.dumps(data, **form)
    assert {key: json.loads(text[start:end]) for key, (start, end) in json_text.members(text, 0).items()} == data


def test_of_equal_keys_the_last_counts_as_json_has_it() -> None:
    text = '{"a": 1, "b": 2, "a": [3]}'
    start, end = json_text.members(text, 0)["a"]
    assert text[start:end] == "[3]"


@given(strings, st.booleans(), st.lists(st.integers(0, 60), max_size=8))
@example("😀a", True, [0, 1])
@example("\ud83da", True, [0, 1])
def test_a_string_loses_characters_and_nothing_else(text: str, escaped: bool, places: list[int]) -> None:
    places = sorted({min(place, len(text)) for place in places})
    spans = list(zip(places[::2], places[1::2], strict=False))
    written = json.dumps(text, ensure_ascii=escaped)
    left = json_text.cut(written, spans)
    assert json.loads(left) == json.loads(json.dumps(without(json.loads(written), spans)))
    if not spans:
        assert left == written


@pytest.mark.parametrize("written", [r'"a\/b"', r'"\u003c\u003E"', r'"\u0041b"', '"a\x7f\x80"', r'"\ud83D\uDE00x"'])
def test_escapes_of_other_programs_stay_as_they_are(written: str) -> None:
    text = json.loads(written)
    assert json_text.cut(written, []) == written
    for place in range(len(text)):
        left = json_text.cut(written, [(place, place + 1)])
        assert json.loads(left) == text[:place] + text[place + 1 :]


@given(st.lists(st.text(max_size=5), max_size=8), st.lists(st.integers(0, 40), max_size=8))
def test_spans_of_a_whole_are_spans_of_its_pieces(pieces: list[str], places: list[int]) -> None:
    whole = "".join(pieces)
    places = sorted({min(place, len(whole)) for place in places})
    spans = list(zip(places[::2], places[1::2], strict=False))
    parts = list(split(spans, map(len, pieces)))
    assert "".join(map(without, pieces, parts)) == without(whole, spans)
    assert all(start < end or not piece for piece, part in zip(pieces, parts, strict=True) for start, end in part)


@given(st.text(), st.lists(st.integers(0, 40), max_size=8))
def test_spans_of_bytes_are_spans_of_characters(text: str, places: list[int]) -> None:
    places = sorted({min(place, len(text)) for place in places})
    spans = list(zip(places[::2], places[1::2], strict=False))
    in_bytes = [(len(text[:start].encode()), len(text[:end].encode())) for start, end in spans]
    assert in_characters(in_bytes, text.encode(), ("utf-8", "strict")) == spans
