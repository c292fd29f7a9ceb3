"""Submitting freezes exactly what it names, and locks; reopening wants a reason."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from opened_reviews import opened, study_keys, value, with_studies

from twofold.record.tables import read_document
from twofold.record.work_documents import SubmissionDocument
from twofold.review.open import Review
from twofold.review.pen import NotWritten
from twofold.review.session import Session
from twofold.review.views import State
from twofold.store.device import new_key
from twofold.store.journal import documents_in
from twofold.store.scan import scan
from twofold.values.answers import OffScale, Value
from twofold.values.canonical import digest
from twofold.values.coded import NOTHING, Coded, Evidence, Place

DESIGN: Place = (None, "design")
LEVEL: Place = (None, "level")
QUOTED = Coded(Value("low"), Evidence(quote="so"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_studies(tmp_path / "r")


@pytest.fixture
def review(folder: Path) -> Iterator[Review]:
    with opened(folder, "ben") as review:
        yield review


@pytest.fixture
def session(review: Review) -> Session:
    return review.session(study_keys(review)[0])


@pytest.fixture
def coded(session: Session) -> Session:
    session.save(DESIGN, value("rct"))
    session.save(LEVEL, QUOTED)
    return session


def submitted(session: Session) -> SubmissionDocument:
    assert session.submit(whole_paper=True) == ""
    found = session.record.submission
    assert found is not None
    return found[1]


def written_submissions(folder: Path) -> list[SubmissionDocument]:
    """Every submission of ben's on the disk, in order."""
    found = [
        read_document(one)
        for path in sorted((folder / "logs").glob("ben.*.work.*"))
        for one in documents_in(path)
        if one.table == "submissions"
    ]
    return [one for one in found if isinstance(one, SubmissionDocument)]


def test_a_submission_names_rows_codes_blanks_and_what_was_not_asked(review: Review, session: Session) -> None:
    row, gone = new_key(), new_key()
    session.save(DESIGN, value("cohort"))
    session.save(DESIGN, value("rct"))
    session.save(LEVEL, Coded(Value("high"), Evidence(quote="so")))
    session.save((None, "part"), value("yes"))
    session.save(LEVEL, QUOTED)
    session.save((None, "n_all"), Coded(note="only a note"))
    session.save((None, "share"), value("1.5"))
    session.save((None, "share"), NOTHING)
    session.add_row(row, value("Depression"))
    session.add_row(gone, value("Another"))
    session.remove_row(gone)
    current = {place: one.ids[0] for place, one in session.record.codes.items()}

    made = submitted(session)
    assert made.rows == (row,)
    assert set(made.codes) == {current[DESIGN], current[LEVEL], current[None, "n_all"], current[row, "outcome"]}
    assert set(made.blank) == {
        (None, "who"),
        (None, "n_all"),
        (None, "share"),
        (None, "began"),
        (None, "remarks"),
        (row, "direction"),
    }
    assert made.not_asked == ((None, "part"),)
    assert made.codebook == review.in_force.everything
    assert (made.round, made.study, made.by, made.whole_paper) == ("main", session.study.key, "ben", True)
    assert made.digest == digest(
        {
            "codebook": made.codebook,
            "rows": made.rows,
            "codes": made.codes,
            "blank": made.blank,
            "not_asked": made.not_asked,
        }
    )


def test_every_place_of_the_form_is_in_exactly_one_of_answered_blank_and_not_asked(
    review: Review, coded: Session
) -> None:
    row = new_key()
    coded.add_row(row, value("Depression"))
    book = review.in_force.codebook
    made = submitted(coded)

    places = {(None, one.id) for one in book.study_fields} | {(row, one.id) for one in book.row_fields}
    answered = {place for place, one in coded.record.codes.items() if set(one.ids) & set(made.codes)}
    assert answered | set(made.blank) | set(made.not_asked) == places
    assert len(answered) + len(made.blank) + len(made.not_asked) == len(places)


def test_a_submission_names_how_far_every_log_in_the_folder_had_come(folder: Path, coded: Session) -> None:
    with opened(folder) as lead:
        lead.session(coded.study.key).save(DESIGN, value("other"))
    assert coded.submit(whole_paper=True) == ""

    found = coded.record.submission
    assert found is not None
    seen = {one.log: one for one in found[1].seen}
    scans = [scan(path) for path in (folder / "logs").iterdir()]
    assert set(seen) == {one.header.log for one in scans}
    for one in scans:
        own = one.header.person == "ben"
        assert seen[one.header.log].line == one.head.line - own
        assert own or seen[one.header.log].digest == one.head.digest


def test_a_submission_is_on_the_disk_when_it_is_said_to_be_and_nothing_waits(folder: Path, coded: Session) -> None:
    made = submitted(coded)

    assert written_submissions(folder) == [made]
    assert coded.unsaved() == frozenset()


def test_a_submitted_study_is_locked_until_it_is_reopened_for_a_reason(folder: Path, coded: Session) -> None:
    submitted(coded)
    assert coded.locked.startswith("Submitted on 20")
    for act in (
        lambda: coded.save(DESIGN, value("cohort")),
        lambda: coded.add_row(new_key(), value("x")),
    ):
        with pytest.raises(NotWritten, match="locked"):
            act()
    assert coded.undo() == "Undo does not go behind a submission."
    assert coded.submit(whole_paper=True) == coded.locked
    assert coded.sheet.at("design") == value("rct")
    assert coded.reopen("  \n ") == "Reopening wants a reason."
    assert coded.can_reopen

    assert coded.reopen("a table on p. 9 was overlooked") == ""
    assert coded.locked == ""
    assert not coded.can_reopen
    assert coded.reopen("again") == "This study is not submitted, so there is nothing to reopen."
    (reopening,) = coded.record.reopenings.values()
    assert reopening.reason == "a table on p. 9 was overlooked"
    coded.save(DESIGN, value("cohort"))
    submitted(coded)
    assert len(written_submissions(folder)) == 2
    assert len(coded.record.submissions) == 1


def test_undo_after_a_reopening_ends_at_it_also_after_a_restart(folder: Path) -> None:
    with opened(folder, "ben") as review:
        key = study_keys(review)[0]
        session = review.session(key)
        session.save(DESIGN, value("rct"))
        session.save(LEVEL, QUOTED)
        submitted(session)
        session.reopen("one more look")
        session.save(DESIGN, value("cohort"))
    with opened(folder, "ben") as review:
        session = review.session(key)
        assert session.undo() == DESIGN
        assert session.sheet.at("design") == value("rct")
        assert session.undo() == "Undo does not go behind a submission."
        assert session.redo() == DESIGN


def test_where_a_study_stands_is_told_alike_from_its_lines_and_its_answers(folder: Path) -> None:
    with opened(folder, "ben") as review:
        key = study_keys(review)[0]
        session = review.session(key)
        steps: list[State] = []
        for act in (
            lambda: None,
            lambda: session.save(DESIGN, value("rct")),
            lambda: session.save(LEVEL, QUOTED),
            lambda: session.submit(whole_paper=True),
            lambda: session.reopen("why"),
            lambda: session.submit(whole_paper=True),
        ):
            act()
            quick = review.state_of(key)
            exact = review.standing(key).state
            steps.append(exact)
            assert quick is exact or (quick, exact) == (State.IN_PROGRESS, State.READY)
        assert steps == [
            State.NOT_BEGUN,
            State.READY,
            State.READY,
            State.SUBMITTED,
            State.REOPENED,
            State.SUBMITTED,
        ]
        assert review.next_to_code() == study_keys(review)[1]
        assert [(one.person, one.submitted, one.begun, one.total) for one in review.progress()] == [
            ("anna", 0, 0, 3),
            ("ben", 1, 0, 3),
        ]


@pytest.mark.parametrize(
    ("codes", "field", "words"),
    [
        ({"design": NOTHING}, "design", "Required and still blank"),
        ({"design": Coded(OffScale.NOT_APPLICABLE)}, "design", "needs a note"),
        ({"design": value("other")}, "design", "Give a short reason"),
        ({"level": value("low")}, "level", "word for word"),
        ({"n_all": value("0")}, "n_all", "not below 1"),
        ({"design": value("rumour")}, "design", "not in the codebook"),
    ],
)
def test_what_the_codebook_blocks_is_not_submitted_and_is_named_at_its_field(
    folder: Path, coded: Session, codes: dict[str, Coded], field: str, words: str
) -> None:
    for name, state in codes.items():
        coded.save((None, name), state)

    (block,) = coded.check().blocks
    assert block.place == (None, field)
    assert words in block.words
    assert coded.submit(whole_paper=True) == "Something still stands against submitting; the list above names it."
    assert written_submissions(folder) == []


def test_a_nameless_row_blocks_and_a_removed_one_does_not(coded: Session) -> None:
    row = new_key()
    coded.add_row(row, NOTHING)
    assert [one.place for one in coded.check().blocks] == [(row, "outcome")]
    coded.remove_row(row)
    assert coded.check().blocks == ()


def test_a_warning_is_told_and_stops_nothing(coded: Session) -> None:
    coded.save((None, "n_all"), value("5000"))

    assert [(one.place, one.words) for one in coded.check().warnings] == [((None, "n_all"), "That is a great many.")]
    submitted(coded)


def test_while_saving_has_stopped_submitting_waits_says_so_and_is_not_written_later_unasked(
    folder: Path, review: Review, coded: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert review.pen is not None
    review.pen.wait()
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", _full)
        coded.save((None, "n_all"), value("12"))
        said = coded.submit(whole_paper=True)
        assert said.startswith("Not submitted. ")
        assert "the disk is full" in said
        assert coded.locked == ""
        assert coded.unsaved() == {(None, "n_all")}
        assert coded.submit(whole_paper=True).startswith("Not submitted. ")
    review.retry()
    review.pen.wait()
    assert coded.unsaved() == frozenset()
    assert written_submissions(folder) == []
    made = submitted(coded)
    assert written_submissions(folder) == [made]


def test_a_submission_that_itself_cannot_be_written_leaves_the_study_open(
    folder: Path, review: Review, coded: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert review.pen is not None
    review.pen.wait()
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", _full)
        assert "the disk is full" in coded.submit(whole_paper=True)
        assert "the disk is full" in coded.propose_exclusion("no outcome")
    assert (coded.locked, coded.exclusion, coded.can_reopen) == ("", "", False)
    coded.save((None, "n_all"), value("12"))
    review.close()
    assert written_submissions(folder) == []
    with opened(folder, "ben") as again:
        session = again.session(coded.study.key)
        assert (session.locked, session.exclusion) == ("", "")
        assert session.sheet.at("n_all") == value("12")


def test_a_reopening_that_cannot_be_written_leaves_the_study_locked(
    review: Review, coded: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(coded)
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", _full)
        assert "the disk is full" in coded.reopen("why")
    assert "locked" in coded.locked
    assert coded.reopen("why") == ""


def _full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
