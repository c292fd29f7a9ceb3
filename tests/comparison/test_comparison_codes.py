"""Codes as the statistics take them, and the sentences that read their figures."""

from pathlib import Path

import pytest
from compared_reviews import ANNA, BEN, released_review
from opened_reviews import opened

from twofold.agreement import Intervals, Kind, Method
from twofold.comparison.codes import CodedField, coded_fields
from twofold.comparison.crossing import crossing, spelled_words
from twofold.comparison.readings import (
    Confused,
    Reading,
    counted_by_kind,
    read_fields,
    splitting,
    to_reword,
)
from twofold.comparison.released import compared, disagreements_of
from twofold.record.disagreements import Disagreement
from twofold.record.disagreements import Kind as Difference

ANALYTIC = Intervals(Method.ANALYTIC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("codes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        return released_review(place / "r")


@pytest.fixture
def coded(folder: Path) -> dict[str, CodedField]:
    with opened(folder, writing=False) as review:
        found = coded_fields(review.in_force.codebook, list(compared(review)), ("anna", "ben"))
    return {one.field.id: one for one in found}


@pytest.fixture
def readings(coded: dict[str, CodedField]) -> dict[str, Reading]:
    return {one.field.id: one for one in read_fields(list(coded.values()), ANALYTIC)}


def test_every_field_with_options_or_numbers_is_there_and_no_text_or_date(coded: dict[str, CodedField]) -> None:
    assert list(coded) == ["design", "level", "part", "who", "n_all", "share", "direction"]


def test_off_scale_answers_are_answers_of_their_own_and_no_step_of_a_scale(coded: dict[str, CodedField]) -> None:
    assert coded["design"].lines == (("rct", "rct"), ("cohort", "UC"), ("rct", "rct"))
    assert coded["design"].codes.categories == ("rct", "cohort", "other", "NR", "UC", "NAP")
    assert coded["level"].codes.off_scale == ("NR", "UC", "NAP")


def test_an_empty_set_is_an_answer_and_a_blank_is_none(coded: dict[str, CodedField]) -> None:
    both = frozenset({"carers", "residents"})
    assert coded["who"].lines == (({"carers"}, {"carers"}), (both, {"carers"}), (frozenset(), frozenset()))
    assert coded["share"].lines == ()


def test_a_number_that_was_not_reported_is_an_answer_off_the_scale_and_never_zero(coded: dict[str, CodedField]) -> None:
    assert coded["n_all"].lines == ((120.0, 120.0), (40.0, 44.0), ("NR", 17.0))


def test_not_reported_against_a_number_is_a_disagreement_that_the_figures_count(readings: dict[str, Reading]) -> None:
    found = readings["n_all"]
    figures = {(one.key, one.variant): one for one in found.figures.figures}
    assert (found.agreed, found.figures.n, found.figures.units) == (1, 3, 3)
    assert (found.figures.raw.key, found.figures.raw.n) == ("all_percent", 3)
    assert found.figures.raw.estimate == pytest.approx(1 / 3)
    assert found.figures.raw in found.figures.headline
    assert (figures["codable_percent", ""].estimate, figures["codable_percent", ""].n) == (pytest.approx(2 / 3), 3)
    assert (figures["percent", ""].estimate, figures["percent", ""].n) == (0.5, 2)
    assert figures["icc", ""].n == 2
    assert found.on == "on 2"
    assert found.sentence.startswith("1 of 3 agreed; ")


def test_numbers_cross_with_what_is_none_behind_them(coded: dict[str, CodedField]) -> None:
    found = crossing(coded["n_all"])
    assert found is not None
    assert found.answers == ("17", "40", "44", "120", "NR")
    assert ("NR", "17") in [pair for pair, _ in found.differing]
    assert spelled_words(coded["n_all"].field, "NR") == "not reported"


def test_a_gated_field_counts_where_both_were_asked(readings: dict[str, Reading]) -> None:
    part = readings["part"]
    assert (part.figures.n, part.figures.units, part.agreed) == (1, 2, 1)


def test_rows_of_one_study_stand_together(tmp_path: Path) -> None:
    rows = {"Distress": "better", "Sleep": "worse"}
    folder = released_review(tmp_path / "r", ({**ANNA[0], "rows": rows}, *ANNA[1:]), BEN)
    with opened(folder) as review:
        found = coded_fields(review.in_force.codebook, list(compared(review)), ("anna", "ben"))
        direction = next(one for one in found if one.field.id == "direction")
    assert direction.where == (), "a row that one coder listed alone is not compared"
    assert direction.codes.clusters == []
    assert direction.codes.unit == "row"


def test_primary_items_come_first(coded: dict[str, CodedField]) -> None:
    order = [one.field.id for one in read_fields(list(coded.values()), ANALYTIC)]
    assert order == ["level", "design", "part", "who", "n_all", "share", "direction"]


def test_the_sentence_gives_counts_the_figure_with_its_interval_and_what_is_confused(
    readings: dict[str, Reading],
) -> None:
    words = readings["level"].sentence.split("; ")
    assert words[0] == "1 of 3 agreed"
    assert words[1].startswith("weighted kappa (linear weights) ")
    assert ", 95 % " in words[1]
    assert " to " in words[1]
    assert words[2] == "most disagreements: Low against Middle"
    assert "most disagreements: Cohort against unclear" in readings["design"].sentence
    assert "most often chosen by one alone: Residents" in readings["who"].sentence


def test_what_is_undefined_says_why_and_what_was_never_coded_twice_says_so(readings: dict[str, Reading]) -> None:
    assert "undefined: " in readings["part"].sentence
    assert readings["share"].sentence
    assert (readings["share"].figures.n, readings["share"].headline.estimate) == (0, None)


def test_the_confused_pair_is_the_most_frequent_and_the_earlier_in_the_codebook_of_those_that_tie(
    readings: dict[str, Reading],
) -> None:
    assert readings["level"].confused == Confused("low", "middle", 1)
    assert readings["n_all"].confused is None
    assert readings["who"].confused == Confused("residents", "", 1)


def test_fields_are_ranked_for_rewording_by_the_share_on_which_coders_differ(readings: dict[str, Reading]) -> None:
    ranked = [one.field.id for one in to_reword(list(readings.values()))]
    assert ranked[0] == "level"
    assert set(ranked) == {"level", "design", "who", "n_all"}


def test_disagreements_are_counted_by_kind_and_by_study(folder: Path) -> None:
    found: dict[str, tuple[Disagreement, ...]] = {}
    with opened(folder, writing=False) as review:
        found = {one.number: disagreements_of(review, one) for one in compared(review)}
    counts = counted_by_kind(one for some in found.values() for one in some)
    assert next(iter(counts.items())) == (Difference.ADJACENT, 2)
    assert sum(counts.values()) == 7
    assert splitting(found) == (("S002", 3), ("S003", 3), ("S001", 1))


def test_every_kind_of_field_can_be_read_when_nobody_has_coded_it(folder: Path) -> None:
    with opened(folder, writing=False) as review:
        found = coded_fields(review.in_force.codebook, [], ("anna", "ben"))
    assert {one.codes.kind for one in found} == set(Kind)
    assert all(one.figures.n == 0 and one.sentence for one in read_fields(found, ANALYTIC))
