"""The sign test against published figures, against fractions, and against every outcome counted one by one."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.synthesis import FEWEST, sign_test, sign_words, too_few, two_sided, wilson


@pytest.mark.parametrize(
    ("better", "worse", "words"),
    [
        (10, 2, "10/12 better, 83 % (55 to 95), p 0.039"),
        (9, 0, "9/9 better, 100 % (70 to 100), p 0.0039"),
        (5, 1, "5/6 better, 83 % (44 to 97), p 0.22"),
    ],
)
def test_it_gives_the_published_figures(better: int, worse: int, words: str) -> None:
    assert sign_words(sign_test(better, worse)) == words


def test_five_of_six_to_four_places() -> None:
    assert sign_test(5, 1).p == pytest.approx(0.2188, abs=5e-5)


def test_without_a_direction_nothing_is_tested_and_it_says_so() -> None:
    found = sign_test(0, 0)
    assert (found.p, found.share, found.low, found.high) == (None, None, None, None)
    assert sign_words(found) == "No study has a direction, so there is nothing to test."


@pytest.mark.parametrize("n", range(1, 13))
def test_p_is_the_share_of_all_outcomes_at_least_as_uneven(n: int) -> None:
    every = [sum(one) for one in product((0, 1), repeat=n)]
    for k in range(n + 1):
        uneven = sum(abs(2 * one - n) >= abs(2 * k - n) for one in every)
        assert Fraction(two_sided(k, n)) == Fraction(uneven, 2**n)


@given(st.integers(0, 400), st.integers(0, 400))
def test_p_is_a_probability_that_does_not_know_which_side_is_which(k: int, other: int) -> None:
    if k + other:
        p = two_sided(k, k + other)
        assert 0 <= p <= 1
        assert p == two_sided(other, k + other)
        assert (p == 1) is (abs(k - other) <= 1) or p > 0.99


@given(st.integers(0, 300), st.integers(1, 300))
def test_the_interval_holds_its_share_and_mirrors(k: int, n: int) -> None:
    k = min(k, n)
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    other = wilson(n - k, n)
    assert (1 - high, 1 - low) == pytest.approx(other, abs=1e-12)
    # The ends of a score interval are where the score test just rejects (Wilson 1927).
    for end in (low, high):
        if 0 < end < 1:
            z = (k / n - end) / (end * (1 - end) / n) ** 0.5
            assert abs(z) == pytest.approx(1.959963984540054, rel=1e-6)


def test_fewer_than_six_directions_can_never_reach_it() -> None:
    assert all(two_sided(k, n) >= 0.05 for n in range(1, FEWEST) for k in range(n + 1))
    assert two_sided(FEWEST, FEWEST) < 0.05
    assert "never reach" in too_few(sign_test(5, 0))
    assert too_few(sign_test(6, 0)) == too_few(sign_test(0, 0)) == ""
