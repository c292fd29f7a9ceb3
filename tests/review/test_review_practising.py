"""Practising: in a place apart, with feedback once a study is submitted, kept on the device, and thrown away."""

from pathlib import Path

import pytest
from opened_reviews import CODEBOOK, bytes_of, founded, opened, with_studies
from practised import OWN, code_by_key

from twofold.codebook.templates import default_codebook_text
from twofold.review.apart_runs import KEEPER, CannotRun, forget
from twofold.review.identity import review_of
from twofold.review.open import Review
from twofold.review.practising import (
    PERSON,
    Told,
    Verdict,
    begin_practice,
    feedback,
    practice_in,
    practice_place,
    source_for,
    summary,
)
from twofold.store.apart import Apart, kind_of, throw_away
from twofold.store.device import recent_reviews
from twofold.values.answers import Answer, Chosen, OffScale, Value


def practised(otherwise: dict[str, Answer], number: int = 0) -> tuple[Told, ...]:
    with opened(begin_practice(source_for(None)), PERSON.id) as review:
        practice = practice_in(review)
        assert practice is not None
        study = list(review.plan.studies)[number]
        code_by_key(review, practice, study, otherwise)
        assert feedback(review, practice, study) == ()
        assert review.session(study).submit(whole_paper=True) == ""
        return feedback(review, practice, study)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_study_coded_as_its_key_has_it_can_be_submitted_and_is_right_throughout(number: int) -> None:
    told = practised({}, number)
    assert len(told) > 25
    assert {one.verdict for one in told} == {Verdict.RIGHT}
    assert summary(told) == f"{len(told)} of {len(told)} right"


def test_feedback_tells_right_one_step_apart_and_other_with_passage_and_reason() -> None:
    told = practised(
        {
            "engagement_level": Value("high"),
            "lived_experience_level": Value("led"),
            "country": Chosen(frozenset({"mwi", "zwe"})),
            "phase_sustaining": Value("none"),
            "n_total": Value("96"),
            "outcome_domain": Value("wellbeing"),
        }
    )
    verdicts = {one.field.id: one.verdict for one in told}
    assert verdicts["engagement_level"] is Verdict.STEP
    for field in ("lived_experience_level", "country", "phase_sustaining", "n_total", "outcome_domain"):
        assert verdicts[field] is Verdict.OTHER
    assert verdicts["design"] is Verdict.RIGHT
    one = next(one for one in told if one.field.id == "phase_sustaining")
    assert (one.given, one.right) == (Value("none"), OffScale.NOT_REPORTED)
    assert one.passage == "The paper does not look beyond the end of the grant."
    assert "press r" in one.why
    order = [one.field.id for one in told]
    assert order.index("country") < order.index("engagement_level") < order.index("outcome_domain") < len(order)
    assert summary(told) == "25 of 31 right; one step apart: 1; other: 5"


def test_a_keyed_field_that_was_left_blank_or_not_asked_is_told_as_that() -> None:
    told = practised({"comparator": Value("none_or_baseline"), "design": Value("cohort")}, 1)
    verdicts = {one.field.id: one.verdict for one in told}
    assert verdicts["n_intervention"] is Verdict.NOT_ASKED
    with opened(begin_practice(source_for(None)), PERSON.id) as review:
        practice = practice_in(review)
        assert practice is not None
        study = list(review.plan.studies)[2]
        code_by_key(review, practice, study, {})
        session = review.session(study)
        session.save((None, "programme_type"), session.sheet.at("deliverer_other"))
        assert session.submit(whole_paper=True) == ""
        verdicts = {one.field.id: one.verdict for one in feedback(review, practice, study)}
    assert verdicts["programme_type"] is Verdict.BLANK


def test_progress_stays_on_the_device_and_no_review_is_made_of_it(tmp_path: Path) -> None:
    practised({})
    folder = begin_practice(source_for(None))
    assert kind_of(folder) is Apart.PRACTICE
    assert recent_reviews() == ()
    with opened(folder, PERSON.id) as review:
        assert len(review.plan.studies) == 3
        assert next(review.state_of(one).value for one in review.plan.studies) == "submitted (locked)"
        assert review.plan.standing.held[PERSON.id] == frozenset({"reviewer"})
    assert kind_of(tmp_path) is None


def test_thrown_away_it_begins_anew_and_nothing_else_is_touched(tmp_path: Path, twofold_home: Path) -> None:
    review = with_studies(tmp_path / "r")
    practised({})
    folder = practice_place(source_for(None))
    before = bytes_of(review)
    identities = set((twofold_home / "reviews").iterdir())
    assert forget(folder) is True
    assert not folder.exists()
    assert len(identities - set((twofold_home / "reviews").iterdir())) == 1
    assert bytes_of(review) == before
    assert forget(folder) is False
    with opened(begin_practice(source_for(None)), PERSON.id) as again:
        assert {again.state_of(one).value for one in again.plan.studies} == {"not begun"}
    with pytest.raises(ValueError, match="no place apart"):
        throw_away(review, KEEPER.id)
    assert bytes_of(review) == before


def test_throwing_away_never_takes_what_the_device_keeps_of_a_real_review(tmp_path: Path, twofold_home: Path) -> None:
    real = with_studies(tmp_path / "r")
    identity = review_of(real)[0]
    folder = begin_practice(source_for(None))
    file = folder / "review.toml"
    file.write_text(file.read_text("utf-8").replace(review_of(folder)[0], identity), encoding="utf-8")
    kept = bytes_of(twofold_home / "reviews" / identity)
    assert kept
    throw_away(folder, KEEPER.id)
    assert bytes_of(twofold_home / "reviews" / identity) == kept


def test_it_is_not_thrown_away_while_it_is_open_elsewhere() -> None:
    folder = begin_practice(source_for(None))
    with opened(folder, PERSON.id), pytest.raises(CannotRun, match="being written by"):
        forget(folder)
    assert folder.exists()


def test_a_codebook_carries_its_own_examples_and_a_mistake_in_them_is_told(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    (folder / "practice.toml").write_text(OWN, encoding="utf-8")
    source = source_for(Review(folder))
    assert source.codebook.id == "small"
    assert [one.label for one in source.practice.studies] == ["Own"]
    assert source.told == ""
    with opened(begin_practice(source), PERSON.id) as review:
        assert [one.label for one in review.cards()] == ["Own"]
        assert review.in_force.codebook.id == "small"
    (folder / "practice.toml").write_text(OWN.replace('"rct"', '"rtc"'), encoding="utf-8")
    with pytest.raises(CannotRun, match=r"`practice.toml`, line 11: .*Did you mean `rct`"):
        source_for(Review(folder))


def test_without_examples_of_its_own_a_review_practises_with_its_codebook_where_they_fit(tmp_path: Path) -> None:
    other = source_for(Review(founded(tmp_path / "other")))
    assert other.codebook.id == "community_engagement"
    assert "no examples of its own" in other.told
    text = default_codebook_text().replace('version = "1.0"', 'version = "2.0"')
    fitting = source_for(Review(founded(tmp_path / "fitting", codebook=text)))
    assert (fitting.codebook.version, fitting.told) == ("2.0", "")
    assert practice_place(fitting) != practice_place(other)
    assert CODEBOOK not in (fitting.codebook_text, other.codebook_text)
