"""Rounded figures say nothing that is not so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.agreement.wording import p_value, percent
from twofold.synthesis import p_words
from twofold.values.rounding import told_apart, whole_percent


@pytest.mark.parametrize(
    ("p", "told"),
    [(0.0498, "p 0.0498"), (0.0502, "p 0.0502"), (0.05, "p 0.050"), (0.04999, "p 0.04999"), (0.049, "p 0.049")],
)
def test_a_probability_so_near_the_bound_shows_on_which_side_it_is(p: float, told: str) -> None:
    assert p_words(p) == told
    assert p_value(p) == told.replace("0.", ".", 1)


@given(st.floats(0.02, 0.09))
def test_what_is_printed_is_on_the_side_of_the_bound_that_it_is_on(p: float) -> None:
    told = float(told_apart(p, 3))
    assert (told < 0.05) is (p < 0.05)
    assert (told > 0.05) is (p > 0.05)


def test_only_all_is_a_hundred_per_cent_and_only_none_is_nought() -> None:
    assert [percent(one / 250) for one in (0, 1, 249, 250)] == ["0 %", "1 %", "99 %", "100 %"]
    assert all(whole_percent(one / 100) == one for one in range(101))
