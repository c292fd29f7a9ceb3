"""A pilot: real studies with the drafted codebook, and not a byte of it in the review."""

from pathlib import Path

import pytest
from opened_reviews import CODEBOOK, bytes_of, opened, study_keys, value, with_studies

from twofold.review.apart_runs import CannotRun, forget
from twofold.review.piloting import begin_pilot, pilot_place
from twofold.review.views import State
from twofold.store.apart import Apart, kind_of
from twofold.store.device import recent_reviews
from twofold.values.answers import BLANK, Value

DRAFT = CODEBOOK.replace('version = "1.0"', 'version = "2.0"').replace("Share?", "What share of them?")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_studies(tmp_path / "r")


def piloting(folder: Path, person: str = "anna") -> Path:
    with opened(folder, person, writing=False) as review:
        return begin_pilot(review)


def test_a_pilot_has_the_studies_and_the_draft_and_leaves_the_review_byte_for_byte(folder: Path) -> None:
    (folder / "codebook.toml").write_text(DRAFT, encoding="utf-8")
    before = bytes_of(folder)
    place = piloting(folder)
    with opened(folder, writing=False) as review, opened(place) as pilot:
        assert study_keys(pilot) == study_keys(review)
        assert [one.title for one in pilot.cards()] == [one.title for one in review.cards()]
        first = study_keys(review)[0]
        theirs, ours = review.session(first), pilot.session(first)
        assert ours.study.reports[0].authors == theirs.study.reports[0].authors
        assert (theirs.codebook.version, ours.codebook.version) == ("1.0", "2.0")
        for place_, one in {(None, "design"): value("rct"), (None, "n_all"): value("12")}.items():
            ours.save(place_, one)
        assert pilot.pen is not None
        pilot.pen.wait()
    assert bytes_of(folder) == before
    with opened(folder) as review:
        assert {review.state_of(one) for one in study_keys(review)} == {State.NOT_BEGUN}
        assert review.session(study_keys(review)[0]).sheet.codes == {}
    assert kind_of(place) is Apart.PILOT
    assert recent_reviews() == (folder.resolve(),)


def test_it_goes_on_where_it_was_left_and_asks_again_what_the_draft_changed(folder: Path) -> None:
    with opened(piloting(folder)) as pilot:
        session = pilot.session(study_keys(pilot)[0])
        session.save((None, "design"), value("rct"))
        session.save((None, "n_all"), value("12"))
    changed = CODEBOOK.replace('{ value = "rct", label = "RCT" }', '{ value = "trial", label = "Trial" }')
    (folder / "codebook.toml").write_text(changed, encoding="utf-8")
    with opened(piloting(folder)) as pilot:
        sheet = pilot.session(study_keys(pilot)[0]).sheet
        assert sheet.at("n_all").answer == Value("12")
        assert sheet.at("design").answer == BLANK
        assert len(pilot.plan.codebooks) == 2
    with opened(piloting(folder)) as pilot:
        assert len(pilot.plan.codebooks) == 2


def test_studies_that_came_since_join_the_pilot(folder: Path, tmp_path: Path) -> None:
    from opened_reviews import ris

    from twofold.review.bringing_in import bring_in, work_out

    assert piloting(folder) == piloting(folder)
    (tmp_path / "more.ris").write_text(ris("x", "y", "z", "A fourth fictional study"), encoding="utf-8")
    with opened(folder) as review:
        bring_in(review, work_out(review, [tmp_path / "more.ris"]))
        total = len(review.plan.studies)
    assert total > 3
    with opened(piloting(folder)) as pilot:
        assert len(pilot.plan.studies) == total


def test_each_person_has_a_pilot_of_their_own_and_nobody_leads_in_it(folder: Path) -> None:
    annas, bens = piloting(folder, "anna"), piloting(folder, "ben")
    assert annas != bens
    with opened(annas) as pilot:
        assert pilot.plan.standing.held["anna"] == frozenset({"reviewer"})
        assert pilot.plan.standing.person("ben") is None


def test_a_broken_draft_is_told_with_its_line(folder: Path) -> None:
    (folder / "codebook.toml").write_text(CODEBOOK.replace('type = "date"', 'type = "dat"'), encoding="utf-8")
    with opened(folder, writing=False) as review:
        with pytest.raises(CannotRun, match=r"cannot be tried yet. `codebook.toml`, line 6"):
            begin_pilot(review)
        assert not pilot_place(review).exists()


def test_a_copy_without_a_draft_pilots_what_is_in_force(folder: Path) -> None:
    (folder / "codebook.toml").unlink()
    with opened(piloting(folder)) as pilot:
        assert pilot.in_force.codebook.version == "1.0"


def test_it_is_thrown_away_without_touching_the_review(folder: Path) -> None:
    place = piloting(folder)
    before = bytes_of(folder)
    assert forget(place) is True
    assert not place.exists()
    assert bytes_of(folder) == before
