"""A count is said with its noun in the right number."""

import pytest

from twofold.values.counting import count_of


@pytest.mark.parametrize(
    ("number", "noun", "several", "said"),
    [
        (1, "study", "", "1 study"),
        (0, "study", "", "0 studies"),
        (2000, "study", "", "2,000 studies"),
        (2, "day", "", "2 days"),
        (1, "log", "", "1 log"),
        (3, "field that differs", "fields that differ", "3 fields that differ"),
    ],
)
def test_a_noun_follows_its_count(number: int, noun: str, several: str, said: str) -> None:
    assert count_of(number, noun, several) == said
