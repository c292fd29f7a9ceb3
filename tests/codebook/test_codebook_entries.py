"""Numbers, dates and texts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.codebook.entries import BadEntry, fits, out_of_range, typed_answer, why_impossible
from twofold.codebook.model import Codebook, Field, FieldType, Option
from twofold.values.answers import BLANK, Answer, Chosen, OffScale, Value

WHOLE = Field("n", "N", FieldType.INTEGER, "s")
NUMBER = Field("x", "X", FieldType.NUMBER, "s")
DATE = Field("d", "D", FieldType.DATE, "s")
TEXT = Field("t", "T", FieldType.TEXT, "s")
MONTHS = Field("m", "M", FieldType.INTEGER, "s", minimum="0", tick=Option("end_of_programme", "end of programme"))


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (WHOLE, "120", "120"),
        (WHOLE, " 007 ", "7"),
        (WHOLE, "000", "0"),
        (WHOLE, "-0", "0"),
        (WHOLE, "+5", "5"),
        (WHOLE, "\u22125", "-5"),
        (NUMBER, "12.50", "12.50"),
        (NUMBER, ".5", "0.5"),
        (NUMBER, "-.05", "-0.05"),
        (NUMBER, "0.00", "0.00"),
        (NUMBER, "1.234", "1.234"),
        (DATE, "2024-05-31", "2024-05-31"),
        (DATE, "2024-05", "2024-05"),
        (DATE, "2024", "2024"),
        (DATE, "2024\u20110531".replace("0531", "05"), "2024-05"),
        (TEXT, " six weeks\n", "six weeks"),
        (TEXT, "Beje\u0301", "Bej\u00e9"),
        (TEXT, "=1+1 [b]", "=1+1 [b]"),
        (MONTHS, "end", "end_of_programme"),
        (MONTHS, "End of programme", "end_of_programme"),
        (MONTHS, "end_of_programme", "end_of_programme"),
        (MONTHS, "12", "12"),
    ],
)
def test_what_was_typed_is_kept(field: Field, typed: str, kept: str) -> None:
    answer = typed_answer(field, typed)
    assert answer == Value(kept)
    assert fits(field, answer)


@pytest.mark.parametrize("field", [WHOLE, NUMBER, DATE, TEXT, MONTHS])
def test_nothing_but_blanks_is_a_blank(field: Field) -> None:
    assert typed_answer(field, "") == BLANK
    assert typed_answer(field, " \t\n") == BLANK


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (WHOLE, "1,200", "Write the number without a thousands separator: 1200."),
        (WHOLE, "1 200 000", "Write the number without a thousands separator: 1200000."),
        (WHOLE, "1.200", "Write the number without a thousands separator: 1200."),
        (WHOLE, "1\u202f200", "Write the number without a thousands separator: 1200."),
        (WHOLE, "12.5", "Write a whole number, without decimals."),
        (WHOLE, "12,5", "Write a whole number, without decimals."),
        (NUMBER, "12,5", "Write decimals with a point: 12.5."),
        (NUMBER, "1,200", "Write 1200 if the comma parts thousands, or 1.200 if it begins the decimals."),
        (NUMBER, "1,200,000", "Write the number without a thousands separator: 1200000."),
        (
            WHOLE,
            "about 120",
            "Write a whole number, such as 120; what else there is to say goes into the note (n).",
        ),
        (
            WHOLE,
            "+-5",
            "Write a whole number, such as 120; what else there is to say goes into the note (n).",
        ),
        (
            WHOLE,
            "\u0664\u0662",
            "Write a whole number, such as 120; what else there is to say goes into the note (n).",
        ),
        (WHOLE, "9" * 29, "A number has at most 28 digits."),
        (
            MONTHS,
            "later",
            "Write a whole number, such as 120, or the words “end of programme”; what else there is to say "
            "goes into the note (n).",
        ),
        (MONTHS, "-1", "Write a number that is not below 0."),
        (
            DATE,
            "31.05.2024",
            "Write a date as year-month-day, year-month or year: 2024-05-31, 2024-05 or 2024.",
        ),
        (
            DATE,
            "2024-02-30",
            "Write a date as year-month-day, year-month or year: 2024-05-31, 2024-05 or 2024.",
        ),
        (DATE, "0000", "Write a date as year-month-day, year-month or year: 2024-05-31, 2024-05 or 2024."),
        (
            Field("c", "C", FieldType.NOMINAL, "s"),
            "x",
            "This field is answered by choosing an option, not by typing.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_to_write_it(field: Field, typed: str, sentence: str) -> None:
    with pytest.raises(BadEntry) as caught:
        typed_answer(field, typed)
    assert str(caught.value) == sentence


def test_bounds_are_told(small: Codebook) -> None:
    for typed in ("0", "5001"):
        with pytest.raises(BadEntry, match=r"^Write a number from 1 to 5000\.$"):
            typed_answer(small.by_id["n_all"], typed)
    with pytest.raises(BadEntry, match=r"^Write a date that is not below 1990-01-01\.$"):
        typed_answer(small.by_id["began"], "1989-12")
    capped = Field("x", "X", FieldType.NUMBER, "s", maximum="1.5")
    with pytest.raises(BadEntry, match=r"^Write a number that is not above 1\.5\.$"):
        typed_answer(capped, "1.51")
    assert typed_answer(small.by_id["began"], "1990") == Value("1990")


@given(field=st.sampled_from([WHOLE, NUMBER, DATE, TEXT, MONTHS]), text=st.text())
def test_typing_gives_an_answer_that_fits_or_a_sentence(field: Field, text: str) -> None:
    try:
        answer = typed_answer(field, text)
    except BadEntry as error:
        sentence = str(error)
        assert sentence.endswith(".")
        return
    assert fits(field, answer)
    assert not out_of_range(field, answer)
    if isinstance(answer, Value):
        assert typed_answer(field, answer.text) == answer


@given(number=st.integers(-(10**12), 10**12))
def test_any_whole_number_is_kept_as_it_is(number: int) -> None:
    assert typed_answer(WHOLE, str(number)) == Value(str(number))
    assert typed_answer(NUMBER, str(number)) == Value(str(number))


@pytest.mark.parametrize(
    ("field_id", "answer", "why"),
    [
        ("who", Value("residents"), "The answer is a single value, and this field takes a set of options."),
        ("who", Chosen(frozenset(["gone"])), "One of the chosen options is not in the codebook."),
        ("design", Value("gone"), "The answer is an option that is not in the codebook."),
        (
            "design",
            Chosen(frozenset(["rct"])),
            "The answer is a set of options, and this field takes one answer.",
        ),
        ("n_all", Value("1e3"), "The answer is not a whole number."),
        ("share", Value("a half"), "The answer is not a number."),
        ("began", Value("May"), "The answer is not a date."),
        ("who", Chosen(frozenset()), ""),
        ("who", OffScale.UNCLEAR, ""),
        ("n_group", Value("not_split"), ""),
        ("n_all", Value("5001"), ""),
        ("design", BLANK, ""),
    ],
)
def test_an_impossible_answer_is_told_why(field_id: str, answer: Answer, why: str, small: Codebook) -> None:
    field = small.by_id[field_id]
    assert why_impossible(field, answer) == why
    assert fits(field, answer) is (why == "")
