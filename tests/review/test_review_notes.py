"""The notes of all studies: which stand, whose may be seen, and how they are marked as dealt with."""

from dataclasses import replace
from pathlib import Path

import pytest
from compared_reviews import code
from opened_reviews import opened, study_keys, value, with_studies
from sent_around import Team
from two_coders import SENTINEL, two_coders

from twofold.review.leading import carry_out
from twofold.review.notes import Notebook, mark_note, notebook, redo_mark, undo_mark
from twofold.review.open import Review
from twofold.review.overview import latest_notes
from twofold.review.releasing import propose_release
from twofold.store.device import new_key
from twofold.values.coded import NOTHING, Place


def note(review: Review, study: int, place: Place | str, text: str) -> None:
    """Write a note beside whatever stands there."""
    session = review.session(study_keys(review)[study])
    at = (None, place) if isinstance(place, str) else place
    session.save(at, replace(session.sheet.at(at[1], at[0]), note=text))


def texts(book: Notebook | str) -> list[str]:
    assert isinstance(book, Notebook)
    return [one.text for one in book.notes]


def resolved(book: Notebook) -> list[str]:
    return [one.text for one in book.notes if one.resolved]


def saved(review: Review) -> None:
    assert review.pen is not None
    review.pen.wait()


def test_the_notes_of_all_studies_stand_in_the_order_of_studies_and_form(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        note(review, 2, "design", "third study")
        note(review, 0, "remarks", "last field")
        note(review, 0, "design", "first field")
        waiting = notebook(review)
        saved(review)
        book = notebook(review)
        assert texts(book) == ["first field", "last field", "third study"]
        assert waiting.notes == book.notes
        first = book.notes[0]
        assert (first.number, first.field, first.row, first.by, first.own) == ("S001", "Design?", "", "Anna Berg", True)
    with opened(folder, writing=False) as review:
        assert notebook(review).notes == book.notes


def test_only_what_still_stands_is_a_note(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        session = review.session(study_keys(review)[0])
        note(review, 0, "design", "first wording")
        note(review, 0, "design", "second wording")
        note(review, 0, "level", "rubbed out")
        note(review, 0, "level", "")
        note(review, 0, "who", 'a quote with "replaces":["x"] and "note_marks" in it')
        row, gone = new_key(), new_key()
        session.add_row(row, value("Anxiety"))
        session.add_row(gone, value("Sleep"))
        note(review, 0, (row, "direction"), "beside a row")
        note(review, 0, (gone, "direction"), "beside a row that went")
        session.remove_row(gone)
        note(review, 1, "design", "taken back")
        review.session(study_keys(review)[1]).undo()
        for book in (notebook(review), [saved(review), notebook(review)][1]):
            assert isinstance(book, Notebook)
            assert [(one.text, one.row) for one in book.notes] == [
                ("second wording", ""),
                ('a quote with "replaces":["x"] and "note_marks" in it', ""),
                ("beside a row", "Anxiety"),
            ]


def test_the_gathered_notes_are_those_of_the_open_studies(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        for study in range(3):
            for field in ("design", "level", "who", "remarks"):
                for turn in range(study + 1):
                    note(review, study, field, "" if (study + turn) % 3 == 2 else f"{study} {field} {turn}")
        saved(review)
        found = {(one.key.study, one.key.place, one.text) for one in notebook(review).notes}
        expected = {
            (key, place, coded.note)
            for key in study_keys(review)
            for place, coded in review.session(key).sheet.codes.items()
            if coded.note
        }
        assert found == expected
        assert len(found) == 8


def test_a_mark_is_kept_and_is_undone_and_redone_also_after_a_restart(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        note(review, 0, "design", "ask Maria")
        note(review, 1, "design", "look again")
        book = notebook(review)
        one, two = (each.key for each in book.notes)
        book = mark_note(review, book, one, resolved=True)
        assert isinstance(book, Notebook)
        assert resolved(book) == ["ask Maria"]
        assert resolved(notebook(review)) == ["ask Maria"]
        saved(review)
        assert [each.text for each in latest_notes(review, 5)] == ["look again"]
    with opened(folder) as review:
        book = notebook(review)
        assert resolved(book) == ["ask Maria"]
        book = mark_note(review, book, two, resolved=True)
        assert isinstance(book, Notebook)
        for expected, about in ((["ask Maria"], two), ([], one)):
            done = undo_mark(review, book)
            assert not isinstance(done, str)
            book, key = done
            assert (resolved(book), key) == (expected, about)
        assert undo_mark(review, book) == "No mark is left to undo."
        done = redo_mark(review, book)
        assert not isinstance(done, str)
        assert resolved(done[0]) == ["ask Maria"]
        saved(review)
    with opened(folder) as review:
        assert resolved(notebook(review)) == ["ask Maria"]


def test_a_note_that_is_written_anew_is_open_again(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        note(review, 0, "design", "ask Maria")
        book = notebook(review)
        mark_note(review, book, book.notes[0].key, resolved=True)
        note(review, 0, "design", "ask Maria again")
        assert resolved(notebook(review)) == []
        note(review, 0, "design", "ask Maria")
        assert resolved(notebook(review)) == ["ask Maria"]


def test_marks_touch_no_answer_and_no_undo_of_the_form(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        key = study_keys(review)[0]
        review.session(key).save((None, "design"), replace(value("rct"), note="ask"))
        book = notebook(review)
        mark_note(review, book, book.notes[0].key, resolved=True)
        saved(review)
    with opened(folder) as review:
        session = review.session(key)
        before = session.sheet
        assert session.undo() == (None, "design")
        assert before.at("design", None).note == "ask"
        assert session.sheet.at("design", None) == NOTHING


def test_marking_a_note_begins_no_study_and_does_not_move_where_one_goes_on(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        note(review, 0, "design", "in the first")
        note(review, 1, "design", "in the second")
        saved(review)
        book = notebook(review)
        mark_note(review, book, book.notes[0].key, resolved=True)
        saved(review)
        assert review.next_to_code() == study_keys(review)[1]
    with opened(folder) as review:
        assert review.next_to_code() == study_keys(review)[1]
        assert resolved(notebook(review)) == ["in the first"]
        assert review.logs.begun(study_keys(review)[1], "anna")
        assert not review.logs.begun(study_keys(review)[2], "anna")


def test_without_a_pen_nothing_is_marked_and_the_reason_is_told(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        note(review, 0, "design", "ask Maria")
    with opened(folder, writing=False) as review:
        book = notebook(review)
        assert mark_note(review, book, book.notes[0].key, resolved=True) == "Opened for reading."


@pytest.mark.parametrize(("author", "viewer"), [("anna", "ben"), ("ben", "anna"), ("anna", "cleo")])
def test_the_notes_of_others_are_not_seen_before_the_release(tmp_path: Path, author: str, viewer: str) -> None:
    made = two_coders(tmp_path / "r", author, viewer)
    with opened(made.folder, viewer) as review:
        review.look()
        review.take_in()
        assert SENTINEL not in repr(notebook(review))
    with opened(made.folder, author) as review:
        assert SENTINEL in repr(notebook(review))


ANSWERED = ({"design": "rct", "level": "low"},) * 3


def submitted(folder: Path, person: str, notes: dict[int, str], settled: int) -> None:
    """Code all studies, with a note in some, one of which is dealt with, and submit the first two."""
    code(folder, person, ANSWERED, submit=False)
    with opened(folder, person) as review:
        for study, text in notes.items():
            note(review, study, "design", text)
        book = notebook(review)
        done = next(one.key for one in book.notes if one.text == notes[settled])
        assert isinstance(mark_note(review, book, done, resolved=True), Notebook)
        for key in study_keys(review)[:2]:
            assert review.session(key).submit(whole_paper=True) == ""


def test_after_the_release_the_notes_of_the_other_are_listed_and_their_authors_marks_count(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    submitted(folder, "anna", {0: "open note", 1: "settled note", 2: "of what stays closed"}, settled=1)
    with opened(folder, "ben") as review:
        review.look()
        assert notebook(review).notes == ()
    submitted(folder, "ben", {0: "bens own"}, settled=0)
    with opened(folder) as review:
        review.look()
        carry_out(review, propose_release(review, study_keys(review)[:2]).documents)
    with opened(folder, "ben") as review:
        review.look()
        review.take_in()
        book = notebook(review)
        assert [(one.text, one.by, one.own, one.resolved) for one in book.notes] == [
            ("bens own", "Ben Okoro", True, True),
            ("open note", "Anna Berg", False, False),
            ("settled note", "Anna Berg", False, True),
        ]
        for one, wanted in ((book.notes[1], True), (book.notes[2], False)):
            after = mark_note(review, book, one.key, resolved=wanted)
            assert isinstance(after, Notebook)
            book = after
        assert resolved(book) == ["bens own", "open note"]
        saved(review)
    with opened(folder) as review:
        review.look()
        review.take_in()
        # What Ben thinks of her notes changes nothing for Anna; her own marks hold.
        assert [one.text for one in notebook(review).notes if one.own and one.resolved] == ["settled note"]


def test_notes_that_came_in_an_extract_are_listed_too(tmp_path: Path) -> None:
    team = Team(tmp_path)
    for person in ("anna", "ben"):
        for study in (0, 1):
            team.code(person, study, "low", submit=False)
        with team.at(person), opened(team.folder(person), person) as review:
            note(review, 0, "design", f"of {person}")
            note(review, 1, "design", f"closed, of {person}")
            assert review.session(study_keys(review)[0]).submit(whole_paper=True) == ""
    team.receive("anna", team.send("ben"))
    team.release(0)
    team.receive("ben", team.send("anna", "ben"))
    with team.at("ben"), opened(team.folder("ben"), "ben") as review:
        review.look()
        review.take_in()
        assert any(one.header.kind == "extract" for one in review.logs.scans.values())
        assert sorted((one.text, one.own) for one in notebook(review).notes) == [
            ("closed, of ben", True),
            ("of anna", False),
            ("of ben", True),
        ]
