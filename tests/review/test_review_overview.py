"""A person's latest notes, and whether something came into the folder."""

import shutil
from dataclasses import replace
from pathlib import Path

from opened_reviews import carry, on_device, opened, study_keys, value, with_studies

from twofold.review.notes import mark_note, notebook, undo_mark
from twofold.review.overview import latest_notes
from twofold.review.watching import news
from twofold.values.coded import NOTHING, Coded


def test_the_latest_notes_are_the_current_ones_newest_first(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        first, second, third = (review.session(key) for key in study_keys(review))
        first.save((None, "design"), replace(value("rct"), note="an early note"))
        for number in range(4):
            second.save((None, "level"), replace(NOTHING, note=f"version {number}"))
        third.save((None, "design"), replace(value("rct"), note="taken back"))
        third.undo()
        first.save((None, "remarks"), replace(value('a quote with "replaces":["x"] in it'), note="the last note"))
        assert review.pen is not None
        review.pen.wait()
        found = latest_notes(review, 10)
        assert {(one.study, one.place[1], one.text) for one in found} == {
            (first.study.key, "remarks", "the last note"),
            (second.study.key, "level", "version 3"),
            (first.study.key, "design", "an early note"),
        }
        assert len(latest_notes(review, 2)) == 2
        assert latest_notes(review, 0) == ()


def test_a_note_that_was_resolved_is_not_among_the_latest_until_it_is_open_again(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        for number in range(3):
            review.session(study_keys(review)[0]).save((None, ("design", "level", "who")[number]), noted(number))
        book = notebook(review)
        done = mark_note(review, book, book.notes[2].key, resolved=True)
        assert review.pen is not None
        review.pen.wait()
        assert {one.text for one in latest_notes(review, 2)} == {"note 0", "note 1"}
        assert not isinstance(done, str)
        undone = undo_mark(review, done)
        assert not isinstance(undone, str)
        review.pen.wait()
        assert {one.text for one in latest_notes(review, 3)} == {"note 0", "note 1", "note 2"}


def noted(number: int) -> Coded:
    return replace(NOTHING, note=f"note {number}")


def test_the_notes_of_others_are_never_among_them(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    shared = shutil.copytree(folder, tmp_path / "bens copy")
    with on_device(tmp_path / "bens laptop"), opened(shared, "ben") as bens:
        bens.session(study_keys(bens)[0]).save((None, "design"), replace(value("rct"), note="ben's own"))
    carry(shared, folder)
    with opened(folder) as review:
        review.look()
        assert latest_notes(review, 10) == ()
    with on_device(tmp_path / "bens laptop"), opened(folder, "ben", writing=False) as review:
        assert [one.text for one in latest_notes(review, 10)] == ["ben's own"]


def test_news_is_what_has_not_been_read_and_nothing_of_ones_own(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    shared = shutil.copytree(folder, tmp_path / "bens copy")
    with opened(folder) as review:
        assert news(review) == frozenset()
        review.session(study_keys(review)[0]).save((None, "design"), value("rct"))
        assert review.pen is not None
        review.pen.wait()
        assert news(review) == frozenset()
        with on_device(tmp_path / "bens laptop"), opened(shared, "ben") as bens:
            bens.session(study_keys(bens)[0]).save((None, "design"), value("cohort"))
        carry(shared, folder)
        came = news(review)
        assert len(came) == 1
        assert news(review) == came
        review.look()
        assert news(review) == frozenset()
