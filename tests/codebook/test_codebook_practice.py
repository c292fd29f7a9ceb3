"""Worked examples: the shipped ones fit the default codebook in every answer, and a mistake is named with its line."""

import pytest

from twofold.codebook.conditions import asked
from twofold.codebook.model import FieldType, Level, Unit
from twofold.codebook.practice import Practice
from twofold.codebook.practice_reader import read_practice
from twofold.codebook.problems import BadCodebook
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.values.answers import Chosen, OffScale, Value
from twofold.values.coded import Coded, Place, Sheet
from twofold.values.resources import shipped

BOOK = read_codebook(default_codebook_text())
SHIPPED = (shipped("sample_data") / "practice" / "practice.toml").read_text("utf-8")
SMALL = """\
format = 1
codebook = "community_engagement"

[[study]]
label = "A"
title = "A made-up study"
text = "Fictional. Villages were allocated at random; 40 people were analysed."
rows = ["mood, 3 months"]

  [[study.answer]]
  field = "design"
  is = "cluster_rct"
  passage = "Villages were allocated at random"
  why = "Villages, not persons."
"""


@pytest.fixture(scope="module")
def practice() -> Practice:
    return read_practice(SHIPPED, BOOK)


def test_there_are_three_shipped_studies_and_each_says_that_it_is_fictional(practice: Practice) -> None:
    assert len(practice.studies) == 3
    for one in practice.studies:
        assert one.text.startswith("FICTIONAL.")
        assert "(fictional)" in one.title
        assert one.rows


def test_every_keyed_answer_is_one_that_the_default_codebook_takes_and_has_its_reason(practice: Practice) -> None:
    for study in practice.studies:
        for one in study.key:
            field = BOOK.by_id[one.field]
            match one.answer:
                case Value(text) if field.type.has_options:
                    assert field.option(text) is not None
                case Value(text):
                    assert field.type is FieldType.INTEGER
                    assert int(text) >= 0
                case Chosen(options):
                    assert options <= {option.id for option in field.options}
                case other:
                    assert isinstance(other, OffScale)
            assert len(one.why) > 15
            assert one.passage
            assert one.passage in " ".join(study.text.split())


def test_every_keyed_field_is_asked_under_its_own_key_and_fires_no_check(practice: Practice) -> None:
    from twofold.codebook.findings import findings

    for study in practice.studies:
        codes: dict[Place, Coded] = {(one.row or None, one.field): Coded(one.answer) for one in study.key}
        sheet = Sheet(codes, study.rows)
        assert set(codes) <= set(asked(BOOK, sheet))
        declared = {one.id for one in BOOK.checks}
        assert not [one for one in findings(BOOK, sheet) if one.check in declared]
        assert {one.level for one in findings(BOOK, sheet)} <= {Level.BLOCK, Level.WARN}


def test_the_key_tells_of_all_primary_items_and_of_what_is_easily_mixed_up(practice: Practice) -> None:
    primary = {one.id for one in BOOK.fields if one.primary}
    for study in practice.studies:
        assert primary <= {one.field for one in study.key}
    told = {(one.field, str(one.answer)) for study in practice.studies for one in study.key}
    levels = {answer for field, answer in told if field == "engagement_level"}
    assert len(levels) == 3
    assert {answer for field, answer in told if field == "direction"} >= {str(OffScale.UNCLEAR)}
    off = {one.answer for study in practice.studies for one in study.key if isinstance(one.answer, OffScale)}
    assert off == {OffScale.NOT_REPORTED, OffScale.UNCLEAR}


def test_a_small_file_is_read(practice: Practice) -> None:
    (study,) = read_practice(SMALL, BOOK).studies
    (one,) = study.key
    assert (study.label, study.rows) == ("A", ("mood, 3 months",))
    assert (one.field, one.answer, one.row) == ("design", Value("cluster_rct"), "")
    assert BOOK.by_id["direction"].unit is Unit.ROW


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("format = 1", "format = 7", 1, "update Twofold"),
        ("community_engagement", "other", 2, "`community_engagement`"),
        ('label = "A"\n', "", 4, "has no `label`"),
        ('title = "A made-up study"', 'title = " "', 6, "empty `title`"),
        ('rows = ["mood, 3 months"]', 'rows = "mood"', 8, "no list of names"),
        ('field = "design"', 'field = "desing"', 11, "Did you mean `design`?"),
        ('field = "design"', 'field = "funding"', 11, "cannot be right or wrong"),
        ('is = "cluster_rct"', 'is = "cluster"', 12, "no option of `design`"),
        ('is = "cluster_rct"', 'is = ["rct"]', 12, "no answer that fits"),
        ('is = "cluster_rct"', 'off = "silent"', 12, "`not_reported`"),
        ('is = "cluster_rct"', 'is = "cluster_rct"\n  colour = 3', 13, "unknown key `colour`"),
        ('passage = "Villages were', 'passage = "Houses were', 13, "Copy it word for word"),
        ('  passage = "Villages were allocated at random"\n', "", 10, "has no `passage`"),
        ('why = "Villages, not persons."', 'why = ""', 14, "does not say why"),
        ('why = "Villages, not persons."', 'why = "x"\n  row = "mood, 3 months"', 15, "asked of the study"),
        ('field = "design"\n  is = "cluster_rct"', 'field = "better_when"\n  is = "lower"', 10, "`mood, 3 months`"),
        ('field = "design"\n  is = "cluster_rct"', 'field = "n_total"\n  is = "many"', 12, "n_total"),
        ("[[study]]", "[[study]", 4, "this is not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_way_out(old: str, new: str, line: int, words: str) -> None:
    assert old in SMALL
    with pytest.raises(BadCodebook) as caught:
        read_practice(SMALL.replace(old, new, 1), BOOK, "practice.toml")
    said = str(caught.value)
    assert words in said
    assert any(one.line == line for one in caught.value.problems), said
    assert all(str(one).startswith("`practice.toml`, line ") for one in caught.value.problems)


def test_an_answer_twice_and_a_study_twice_are_told() -> None:
    answer = SMALL[SMALL.index("  [[study.answer]]") :]
    with pytest.raises(BadCodebook, match="a second one for `design`"):
        read_practice(SMALL + answer, BOOK)
    with pytest.raises(BadCodebook, match="two studies are called `A`"):
        read_practice(SMALL + SMALL[SMALL.index("[[study]]") :], BOOK)
