"""One person on two devices: what differs is shown, and is settled by the person before anything is submitted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from opened_reviews import carry, on_device, opened, study_keys, value, with_studies

from twofold.review.later import LATER
from twofold.review.open import Review
from twofold.review.session import Session
from twofold.tui.opening import counted, first_view
from twofold.values.answers import Value
from twofold.values.coded import NOTHING, Coded, Evidence, Place

DESIGN: Place = (None, "design")
LEVEL: Place = (None, "level")
PART: Place = (None, "part")
REMARKS: Place = (None, "remarks")
SAID = "You answered this on two devices, differently. Answer it once more to settle it."


class Laptops:
    """Two copies of one review, and ben on a device of his own at each."""

    def __init__(self, folder: Path) -> None:
        self.folders = (folder / "one", folder / "two")
        self.homes = (folder / "home1", folder / "home2")
        with_studies(self.folders[0])
        self.folders[1].mkdir()
        for name in ("review.toml", "codebook.toml"):
            (self.folders[1] / name).write_bytes((self.folders[0] / name).read_bytes())
        carry(self.folders[0], self.folders[1])
        self.study = study_keys(Review(self.folders[0]))[0]

    @contextmanager
    def at(self, device: int) -> Iterator[tuple[Review, Session]]:
        with on_device(self.homes[device]), opened(self.folders[device], "ben") as review:
            yield review, review.session(self.study)

    def code(self, device: int, *codes: tuple[Place, Coded]) -> None:
        with self.at(device) as (_, session):
            for place, coded in codes:
                session.save(place, coded)

    def exchange(self) -> None:
        carry(self.folders[0], self.folders[1])
        carry(self.folders[1], self.folders[0])


@pytest.fixture
def laptops(tmp_path: Path) -> Laptops:
    return Laptops(tmp_path)


def test_what_was_done_on_either_is_there_on_both(laptops: Laptops) -> None:
    laptops.code(0, (DESIGN, value("rct")))
    laptops.code(1, (LEVEL, Coded(Value("low"), Evidence(quote="so"))))
    laptops.exchange()

    for device in (0, 1):
        with laptops.at(device) as (review, session):
            assert session.sheet.at("design") == value("rct")
            assert session.sheet.at("level").answer == Value("low")
            assert session.conflicts == {}
            assert review.told == []
            assert session.check().blocks == ()


def test_different_answers_are_both_shown_and_nothing_is_submitted_before_one_is_chosen(laptops: Laptops) -> None:
    laptops.code(0, (DESIGN, value("rct")))
    laptops.code(1, (DESIGN, value("cohort")))
    laptops.exchange()

    with laptops.at(0) as (review, session):
        assert set(session.conflicts) == {DESIGN}
        assert set(session.conflicts[DESIGN]) == {value("rct"), value("cohort")}
        assert (DESIGN, SAID) in [(one.place, one.words) for one in session.check().blocks]
        assert "stands against submitting" in session.submit(whole_paper=True)
        assert review.standing(laptops.study).words == "1 to settle"
        session.save(DESIGN, value("cohort"))
        assert session.conflicts == {}
        assert session.check().blocks == ()
        assert {one.coded for one in session.history(DESIGN)} == {value("rct"), value("cohort")}
    laptops.exchange()
    for device in (0, 1):
        with laptops.at(device) as (_, session):
            assert session.conflicts == {}
            assert session.sheet.at("design") == value("cohort")


def test_settling_it_twice_differently_is_to_be_settled_again(laptops: Laptops) -> None:
    laptops.code(0, (DESIGN, value("rct")))
    laptops.code(1, (DESIGN, value("cohort")))
    laptops.exchange()
    laptops.code(0, (DESIGN, value("rct")))
    laptops.code(1, (DESIGN, value("other")))
    laptops.exchange()

    with laptops.at(1) as (_, session):
        assert set(session.conflicts[DESIGN]) == {value("rct"), value("other")}


def test_what_came_while_the_study_is_open_joins_it(laptops: Laptops) -> None:
    with laptops.at(0) as (review, session):
        session.save(REMARKS, value("mine, unsettled"))
        assert review.pen is not None
        review.pen.wait()
        laptops.code(1, (DESIGN, value("cohort")), (REMARKS, value("from the other")))
        carry(laptops.folders[1], laptops.folders[0])
        assert review.look()
        review.take_in()
        assert session.sheet.at("design") == value("cohort")
        assert set(session.conflicts) == {REMARKS}
        assert not review.look()


def test_the_same_answer_on_both_needs_no_settling_and_is_frozen_once(laptops: Laptops) -> None:
    for device in (0, 1):
        laptops.code(device, (DESIGN, value("rct")), (LEVEL, Coded(Value("low"), Evidence(quote="so"))))
    laptops.exchange()

    with laptops.at(0) as (_, session):
        assert session.conflicts == {}
        assert session.submit(whole_paper=True) == ""
        assert session.record.submission is not None
        assert len(session.record.submission[1].codes) == 2
        assert not session.record.changed_after_submission
    laptops.exchange()
    with laptops.at(1) as (_, session):
        assert "Submitted" in session.locked
        assert not session.record.changed_after_submission


def test_a_difference_where_nothing_is_asked_any_more_stands_in_nobodys_way(laptops: Laptops) -> None:
    high, low = (Coded(Value(level), Evidence(quote="so")) for level in ("high", "low"))
    laptops.code(0, (LEVEL, high), (PART, value("yes")), (DESIGN, value("rct")))
    laptops.exchange()
    laptops.code(0, (PART, value("no")))
    laptops.code(1, (PART, NOTHING))
    laptops.exchange()

    with laptops.at(0) as (review, session):
        assert set(session.conflicts) == {PART}
        session.save(LEVEL, low)
        assert session.conflicts == {}
        assert review.standing(laptops.study).conflicts == 0
        assert session.submit(whole_paper=False) == ""


def test_undo_never_reaches_what_the_other_device_answered(laptops: Laptops) -> None:
    laptops.code(0, (DESIGN, value("rct")))
    laptops.exchange()

    with laptops.at(1) as (_, session):
        assert session.undo() == "Nothing left to undo in this study."
        session.save(DESIGN, value("cohort"))
        assert session.undo() == "The answer before this one came from your other device; undo does not go there."
        assert session.sheet.at("design") == value("cohort")


def test_undo_does_not_fork_an_answer_that_the_other_device_went_on_from(laptops: Laptops) -> None:
    laptops.code(0, (DESIGN, value("rct")))
    laptops.exchange()
    laptops.code(1, (DESIGN, value("cohort")))
    laptops.exchange()

    with laptops.at(0) as (_, session):
        assert "other device" in str(session.undo())
        assert session.sheet.at("design") == value("cohort")
        assert session.conflicts == {}


def test_undo_does_not_go_behind_a_submission_of_the_other_device(laptops: Laptops) -> None:
    laptops.code(0, (DESIGN, value("rct")), (LEVEL, Coded(Value("low"), Evidence(quote="so"))))
    laptops.exchange()
    with laptops.at(1) as (_, session):
        assert session.submit(whole_paper=True) == ""
        assert session.reopen("one more look") == ""
    laptops.exchange()

    with laptops.at(0) as (_, session):
        assert session.locked == ""
        assert session.undo() == "Undo does not go behind a submission."


def test_a_row_kept_on_one_device_and_removed_on_the_other_stays(laptops: Laptops) -> None:
    row = "ab" * 8
    with laptops.at(0) as (_, session):
        session.add_row(row, value("Depression"))
    laptops.exchange()
    with laptops.at(0) as (_, session):
        session.remove_row(row)
        session.undo()
    with laptops.at(1) as (_, session):
        session.remove_row(row)
    laptops.exchange()

    for device in (0, 1):
        with laptops.at(device) as (_, session):
            assert session.sheet.rows == (row,)


def test_both_submitted_unknown_to_each_other_is_locked_and_reopens_as_one(laptops: Laptops) -> None:
    for device in (0, 1):
        laptops.code(device, (DESIGN, value("rct")), (LEVEL, Coded(Value("low"), Evidence(quote="so"))))
        with laptops.at(device) as (_, session):
            assert session.submit(whole_paper=True) == ""
    laptops.exchange()

    with laptops.at(0) as (_, session):
        assert len(session.record.submissions) == 2
        assert "Submitted" in session.locked
        assert session.reopen("sent twice") == ""
        assert session.locked == ""
        assert session.submit(whole_paper=True) == ""
        assert len(session.record.submissions) == 1


def test_a_submission_of_the_other_device_locks_the_study_when_it_comes(laptops: Laptops) -> None:
    laptops.code(0, (DESIGN, value("rct")), (LEVEL, Coded(Value("low"), Evidence(quote="so"))))
    laptops.exchange()
    with laptops.at(1) as (_, other):
        assert other.submit(whole_paper=True) == ""
    with laptops.at(0) as (review, session):
        assert session.locked == ""
        carry(laptops.folders[1], laptops.folders[0])
        review.look()
        review.take_in()
        assert "Submitted" in session.locked
        assert "Submitted" in str(session.undo())
        assert review.standing(laptops.study).words == "submitted (locked)"


@pytest.mark.parametrize("damage", ["taken away", "cut short", "emptied"])
def test_a_plan_that_is_being_copied_again_takes_nothing_away_from_an_open_review(
    laptops: Laptops, damage: str
) -> None:
    (plan,) = laptops.folders[0].glob("logs/anna.*.plan.*")
    whole = plan.read_bytes()
    harm: dict[str, Callable[[], object]] = {
        "taken away": plan.unlink,
        "cut short": lambda: plan.write_bytes(whole[:200]),
        "emptied": lambda: plan.write_bytes(b""),
    }
    with laptops.at(0) as (review, session):
        session.save(DESIGN, value("rct"))
        harm[damage]()
        review.look()
        review.take_in()
        assert len(review.cards()) == 3
        session.save(LEVEL, value("low"))
        plan.write_bytes(whole)
        review.look()
        review.take_in()
        assert len(review.cards()) == 3
        assert session.sheet.at("design") == value("rct")
    with laptops.at(0) as (_, session):
        assert session.sheet.at("level") == value("low")


def test_answers_that_come_after_the_submission_are_told_in_words_until_they_are_taken_up(laptops: Laptops) -> None:
    laptops.code(0, (DESIGN, value("rct")), (LEVEL, Coded(Value("low"), Evidence(quote="so"))))
    laptops.exchange()
    with laptops.at(0) as (_, session):
        assert session.submit(whole_paper=True) == ""
    laptops.code(1, (REMARKS, value("written on the train")))
    with laptops.at(0) as (review, session):
        assert session.told == ""
        assert counted(review, first_view(review)).waiting == ()

    laptops.exchange()
    with laptops.at(0) as (review, session):
        assert session.told == LATER
        (named,) = counted(review, first_view(review)).waiting
        assert (named.key, named.words) == (laptops.study, "see your other device")
        assert session.reopen("to take them up") == ""
        assert session.told == ""
        assert session.submit(whole_paper=True) == ""
        assert session.told == ""
