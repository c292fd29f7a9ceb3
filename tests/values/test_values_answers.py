"""Answers as they stand in documents: what is no answer is never taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.values.answers import (
    BLANK,
    Answer,
    BadAnswer,
    Chosen,
    OffScale,
    Value,
    answer_from_json,
    answer_to_json,
    is_answered,
    is_on_scale,
)
from twofold.values.canonical import Json, canonical, parse_strict

ids = st.text("abcdefgh_", min_size=1, max_size=6)
answers: st.SearchStrategy[Answer] = (
    ids.map(Value) | st.frozensets(ids, max_size=5).map(Chosen) | st.sampled_from(OffScale) | st.just(BLANK)
)


@given(answers)
def test_an_answer_is_read_back_as_it_was_given(answer: Answer) -> None:
    assert answer_from_json(answer_to_json(answer)) == answer
    assert answer_from_json(parse_strict(canonical(answer_to_json(answer)))) == answer


@given(st.frozensets(ids, min_size=2))
def test_the_order_of_a_set_has_no_part_in_how_it_is_written(options: frozenset[str]) -> None:
    assert canonical(answer_to_json(Chosen(options))) == canonical(answer_to_json(Chosen(frozenset(sorted(options)))))


def test_none_of_these_is_an_answer_and_a_blank_is_not() -> None:
    assert is_answered(Chosen(frozenset()))
    assert is_on_scale(Chosen(frozenset()))
    assert not is_answered(BLANK)
    assert is_answered(OffScale.NOT_REPORTED)
    assert not is_on_scale(OffScale.NOT_REPORTED)
    assert answer_from_json({"set": []}) != answer_from_json(None)


@pytest.mark.parametrize(
    "content",
    [
        "NR",
        7,
        True,
        [],
        {},
        {"value": ""},
        {"value": None},
        {"value": 3},
        {"value": ["a"]},
        {"off": "NA"},
        {"off": "nr"},
        {"off": ["NR"]},
        {"set": "ab"},
        {"set": ["a", "a"]},
        {"set": ["a", ""]},
        {"set": ["a", 1]},
        {"set": [["a"]]},
        {"set": [{}]},
        {"set": None},
        {"value": "a", "off": "NR"},
        {"VALUE": "a"},
    ],
)
def test_anything_else_is_no_answer(content: Json) -> None:
    with pytest.raises(BadAnswer):
        answer_from_json(content)
