"""How alike two names of outcomes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.values.similarity import similarity, words_of

NAMES = st.text(st.sampled_from("abdepq -9é’&"), max_size=24)


@given(NAMES, NAMES)
def test_it_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) == similarity(other, one) <= 1000


@given(NAMES)
def test_a_name_is_wholly_like_itself(one: str) -> None:
    assert similarity(one, one) == 1000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PHQ-9", "phq 9"),
        ("Depression (PHQ-9)", "PHQ9 depression"),
        ("Quality of life", "life quality"),
        ("Women’s empowerment", "womens empowerment"),
        ("Santé mentale", "sante mentale"),
    ],
)
def test_case_order_signs_and_small_words_make_no_difference(one: str, other: str) -> None:
    assert similarity(one, other) == 1000


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        ("depressive symptoms", "depression symptoms", "social support"),
        ("Beck Depression Inventory", "BDI", "GAD-7"),
        ("Patient Health Questionnaire 9", "PHQ-9", "PHQ-2"),
        ("anxiety at 6 months", "anxiety 6 months", "anxiety 12 months"),
        ("stigma", "stigmatisation", "self-efficacy"),
        ("self efficacy", "self-efficacy scale", "quality of life"),
    ],
)
def test_the_nearer_name_is_more_alike(one: str, near: str, far: str) -> None:
    assert similarity(one, near) > similarity(one, far)


def test_numbers_are_the_same_or_not() -> None:
    assert similarity("6", "12") == 0
    assert words_of("PHQ-9 at 12 weeks") == ("phq", "9", "12", "weeks")


def test_nothing_is_like_nothing_but_nothing() -> None:
    assert similarity("", "") == 1000
    assert similarity("", "depression") == 0
