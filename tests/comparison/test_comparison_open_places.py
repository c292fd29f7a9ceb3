"""What coders have yet to settle is open in the synthesis: never *not coded*, and never as if it were not there."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from compared_reviews import release
from opened_reviews import opened, study_keys
from synthesis_reviews import ANNA, BESIDE, CODEBOOK, coded, listed

from twofold.codebook.toml_reader import read_codebook
from twofold.comparison.appraised import OPEN as NOT_SETTLED
from twofold.comparison.appraised import appraisals
from twofold.comparison.study_inputs import study_of
from twofold.comparison.synthesised import CONSENSUS, Source, Synthesised, synthesised
from twofold.review.plan import PlannedStudy
from twofold.synthesis import OPEN, LeftOut, Panel, involvement_words
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Sheet

OTHERWISE: Mapping[str, str] = {"design": "pre_post", "lived_experience_level": "none", "selection": "high"}
EXTRA = "ee" * 8


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Synthesised:
    """Ben differs on S001 in what is asked of studies, on S002 in the domain, and has an outcome more on S003."""
    place = tmp_path_factory.mktemp("open")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        folder = listed(place / "r")
        coded(folder, "anna", ANNA)
        coded_by_ben(folder)
        release(folder)
        with opened(folder, writing=False) as review:
            review.look()
            return synthesised(review)


def coded_by_ben(folder: Path) -> None:
    with opened(folder, "ben") as review:
        review.look()
        review.take_in()
        for number, key in enumerate(study_keys(review), 1):
            session = review.session(key)
            for field, given in {**BESIDE, **(OTHERWISE if number == 1 else {})}.items():
                session.save((None, field), Coded(OffScale(given) if given == "NR" else Value(given)))
            domain = "access_to_care" if number in (2, 3) else "wellbeing"
            (row,) = session.sheet.rows
            said = {"outcome_domain": domain, "direction": "better"}
            rows = {row: said}
            if number == 3:
                session.add_row(EXTRA, Coded(Value("an outcome that anna did not list")))
                rows[EXTRA] = {"outcome_domain": "wellbeing", "direction": "worse"}
            for one, answers in rows.items():
                usual = {"outcome_evidence": "between_groups", "counts_in_synthesis": "yes"}
                for field, given in {**usual, **answers}.items():
                    session.save((one, field), Coded(Value(given)))
            assert session.submit(whole_paper=True) == ""


def consensus_in(found: Synthesised) -> Source:
    source = found.source(CONSENSUS)
    assert source is not None
    return source


def test_a_level_that_is_open_is_not_one_that_is_not_coded(found: Synthesised) -> None:
    it = consensus_in(found).synthesis
    assert [len(it.lived_experience.studies[one]) for one in ("NR", OPEN, "")] == [2, 1, 0]
    assert involvement_words(it.lived_experience).endswith("no reported involvement in 2 of 3 studies, 1 of them open")


def test_a_design_that_is_open_stands_in_no_panel_and_says_so(found: Synthesised) -> None:
    assert [one.panel for one in consensus_in(found).synthesis.studies] == [
        Panel.OPEN,
        Panel.RANDOMISED,
        Panel.RANDOMISED,
    ]


def test_a_judgement_that_is_open_is_counted_apart_from_none(found: Synthesised) -> None:
    (one,) = appraisals(found.codebook, consensus_in(found))
    assert (one.counts("selection")[NOT_SETTLED], one.counts("selection")[None]) == (1, 0)


def test_an_open_domain_leaves_open_both_domains_that_a_coder_put_the_row_in(found: Synthesised) -> None:
    it = consensus_in(found).synthesis
    second = it.studies[1].key
    for domain in ("wellbeing", "access_to_care"):
        cell = it.cell(second, domain)
        assert cell is not None
        assert cell.why == "open: the domain of 1 row not settled yet"
    assert it.rows_without_domain == 0


def test_an_outcome_that_one_alone_listed_leaves_its_domain_open(found: Synthesised) -> None:
    it = consensus_in(found).synthesis
    third = it.studies[2].key
    cell = it.cell(third, "wellbeing")
    assert cell is not None
    assert [row.name for row in cell.open] == ["an outcome that anna did not list"]
    wellbeing, access = it.votes
    assert (wellbeing.test.n, len(wellbeing.left_out[LeftOut.OPEN])) == (1, 2)
    assert (access.test.n, len(access.left_out[LeftOut.OPEN])) == (1, 1)
    assert it.rows_open == 2
    crossed = it.engagement_matrix.cells["high", "wellbeing"]
    assert crossed.studies == (it.studies[0].key,), "whether the others have a row there is not settled"


def test_the_two_ends_show_what_may_yet_come_of_it(found: Synthesised) -> None:
    votes = {one.id: {each.domain: each.test for each in one.synthesis.votes} for one in found.sources}
    high, low = votes["towards:better"]["wellbeing"], votes["towards:worse"]["wellbeing"]
    assert (high.better, high.worse) == (2, 0), "S002 as anna has it, S003 without the row"
    assert (low.better, low.worse) == (1, 1), "S002 as ben has it, S003 with the row"


@pytest.mark.parametrize(
    ("answer", "panel"),
    [
        (Coded(Value("rct")), Panel.RANDOMISED),
        (Coded(OffScale.NOT_REPORTED), Panel.OFF_SCALE),
        (Coded(), Panel.UNKNOWN),
    ],
)
def test_each_reason_for_standing_in_no_panel_has_its_own_words(answer: Coded, panel: Panel) -> None:
    sheet = Sheet(MappingProxyType({(None, "design"): answer}), ())
    planned = PlannedStudy("k1", "S001", "Abara 2001", "A fictional title", "", ())
    assert study_of(read_codebook(CODEBOOK), planned, sheet, {}).panel is panel
