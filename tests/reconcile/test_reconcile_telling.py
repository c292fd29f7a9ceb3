"""How two answers differ is said so that a person sees it: by words, and by what may be a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened_reviews import CODEBOOK

from twofold.codebook.toml_reader import read_codebook
from twofold.reconcile.evidence import compared_words, look_once, on_other_pages
from twofold.reconcile.hanging import hanging
from twofold.reconcile.telling import number_hints, pieces, swapped_hints
from twofold.values.answers import BLANK, OffScale, Value
from twofold.values.coded import Coded, Evidence


def test_two_texts_are_told_apart_word_by_word() -> None:
    found = pieces("twelve weekly sessions", "ten weekly sessions, at home")
    assert [(one.text, one.whose) for one in found] == [
        ("twelve", "A"),
        ("ten", "B"),
        (" weekly sessions", "both"),
        (", at home", "B"),
    ]


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(first: str, second: str) -> None:
    found = pieces(first, second)
    assert "".join(one.text for one in found if one.whose != "B") == first
    assert "".join(one.text for one in found if one.whose != "A") == second


def test_texts_of_pages_are_given_whole_and_at_once() -> None:
    assert len(pieces("a b " * 2000, "b a " * 2000)) == 2


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("123", "132", "two of them swapped"),
        ("120", "210", "two of them swapped"),
        ("120", "12", "times ten"),
        ("1.5", "15", "times ten"),
        ("3", "300", "times ten"),
        ("120", "125", "one digit differs"),
        ("120", "1204", "a digit more"),
        ("-4", "4", "the sign differs"),
        ("1.52", "1.5", "rounded"),
        ("40", "44", "differ by 4"),
        ("1e3", "7", "differ by 993"),
    ],
)
def test_what_may_be_a_slip_of_a_number_is_said_whichever_comes_first(first: str, second: str, says: str) -> None:
    for one, other in ((first, second), (second, first)):
        assert says in "; ".join(number_hints(Value(one), Value(other)))


def test_what_is_no_number_gets_no_hint() -> None:
    for one in (BLANK, OffScale.UNCLEAR, Value("many"), Value("NaN"), Value("120.0")):
        assert number_hints(Value("120"), one) == ()


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_any_two_numbers_get_hints_and_never_an_error(first: object, second: object) -> None:
    assert bool(number_hints(Value(str(first)), Value(str(second)))) is (first != second)


def test_swapped_arms_are_seen_across_two_fields() -> None:
    sisters = {"In the comparison": (Value("60"), Value("55"))}
    assert swapped_hints((Value("55"), Value("60")), sisters) == (
        "A's number is B's for “In the comparison”: the two may be swapped",
    )
    assert swapped_hints((Value("55"), Value("50")), sisters) == ("A's number is B's for “In the comparison”",)
    assert swapped_hints((Value("50"), Value("60")), sisters) == ("B's number is A's for “In the comparison”",)
    assert swapped_hints((Value("1"), Value("2")), sisters) == ()


def at(place: str, report: str = "r1") -> Evidence:
    return Evidence(report, place, "so")


def test_pages_are_the_same_however_they_are_written() -> None:
    assert not on_other_pages([at("p. 3"), at("page 3")])
    assert not on_other_pages([at("pp. 3-4"), at("4")])
    assert not on_other_pages([at("Table 2"), Evidence()])
    assert on_other_pages([at("p. 3"), at("p. 4")])
    assert on_other_pages([at("p. 3"), at("p. 3", "r2")])
    assert on_other_pages([at("Methods"), at("abstract")])


def test_evidence_is_compared_beside_the_answers() -> None:
    one, other = Coded(Value("a"), at("p. 3")), Coded(Value("b"), at("p. 3"))
    assert compared_words([one, other], same=False) == "different answers, same page"
    assert compared_words([one, Coded(Value("a"), at("p. 9"))], same=True) == "same answer, different pages"
    assert compared_words([one, Coded(Value("a"))], same=True) == ""
    assert look_once([one, one]) == ""
    assert look_once([one]) == ""


def test_what_hangs_on_what_is_read_off_the_rules_at_any_remove() -> None:
    book = read_codebook(
        CODEBOOK.replace(
            'id = "who"\n  label = "Who?"\n  type = "multi"',
            'id = "who"\n  label = "Who?"\n  type = "multi"\n  show_if = { field = "part", is = "yes" }',
        ),
        "a fictional codebook",
    )
    found = hanging(book)
    assert found.above["who"] == {"part", "level"}
    assert (found.below["level"], found.below["part"], found.below["who"]) == (2, 1, 0)
    assert found.below["outcome"] == 1, "what names a row carries what is asked of it"
