"""One open study: every answer is kept as given, steps are taken back and done again, and rows come and go."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from opened_reviews import ANSWERS, answers_of, bytes_of, opened, study_keys, value, with_studies

from twofold.record.plan_documents import PersonEntry, RowListDocument
from twofold.review.open import Review
from twofold.review.pen import NotWritten
from twofold.review.session import Session
from twofold.store.device import new_key
from twofold.values.answers import BLANK, Value
from twofold.values.coded import NO_EVIDENCE, NOTHING, Coded, Evidence, Place

DESIGN: Place = (None, "design")
LEVEL: Place = (None, "level")
STATES = [pytest.param(field, state, id=f"{field}-{n}") for field in ANSWERS for n, state in enumerate(ANSWERS[field])]


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


def again(folder: Path, person: str = "ben", number: int = 0) -> Session:
    """The study as it is found after a restart, for reading."""
    with opened(folder, person, writing=False) as review:
        return review.session(study_keys(review)[number])


def lines(folder: Path) -> int:
    """How many lines ben's work logs have."""
    return sum(path.read_bytes().count(b"\n") for path in (folder / "logs").glob("ben.*.work.*"))


def test_a_study_that_nobody_touched_is_blank_and_writes_nothing(session: Session, folder: Path) -> None:
    before = bytes_of(folder)
    assert session.sheet.codes == {}
    assert session.sheet.rows == ()
    assert (session.locked, session.exclusion, session.last_evidence) == ("", "", NO_EVIDENCE)
    assert session.undo() == "Nothing left to undo in this study."
    assert session.redo() == "Nothing to redo."
    assert session.history(DESIGN) == ()
    assert bytes_of(folder) == before


@pytest.mark.parametrize(("field", "state"), STATES)
def test_what_was_saved_is_there_at_once_and_after_a_restart(
    folder: Path, review: Review, session: Session, field: str, state: Coded
) -> None:
    session.save((None, field), state)
    assert session.sheet.at(field) == state
    review.close()
    assert again(folder).sheet.at(field) == state
    assert again(folder, number=1).sheet.codes == {}


def test_every_answer_in_one_sitting_is_there_after_a_restart(folder: Path, review: Review, session: Session) -> None:
    for field, states in ANSWERS.items():
        for state in states:
            session.save((None, field), state)
    wanted = dict(session.sheet.codes)
    review.close()
    assert again(folder).sheet.codes == wanted == {(None, field): states[-1] for field, states in ANSWERS.items()}


def test_saving_what_stands_already_writes_nothing(folder: Path, review: Review, session: Session) -> None:
    session.save(DESIGN, value("rct"))
    session.save((None, "who"), NOTHING)
    review.pen.wait()  # type: ignore[union-attr]
    before = lines(folder)
    session.save(DESIGN, value("rct"))
    session.save((None, "who"), NOTHING)
    review.close()
    assert lines(folder) == before == 2


def test_an_answer_taken_away_is_blank_and_its_history_stays(folder: Path, review: Review, session: Session) -> None:
    session.save(DESIGN, value("rct"))
    session.save(DESIGN, NOTHING)
    assert session.sheet.at("design").answer is BLANK
    assert DESIGN in {one.place for one in session.check().blocks}
    review.close()
    assert [one.coded for one in again(folder).history(DESIGN)] == [value("rct")]


def test_the_history_is_newest_first_also_of_answers_given_within_one_second(
    folder: Path, review: Review, session: Session
) -> None:
    given = [value(text) for text in ("rct", "cohort", "other", "rct", "other", "cohort", "rct", "cohort", "other")]
    for one in given:
        session.save(DESIGN, one)
    assert [one.coded for one in session.history(DESIGN)] == given[-2::-1]
    review.close()
    assert [one.coded for one in again(folder).history(DESIGN)] == given[-2::-1]


def test_the_answer_first_given_is_named_beside_the_one_it_was_changed_to(session: Session) -> None:
    for _ in range(6):
        session.save(DESIGN, value("rct"))
        session.save(DESIGN, value("cohort"))
    session.save((None, "n_all"), value("12"))
    session.save((None, "n_all"), NOTHING)
    session.save((None, "remarks"), value("same"))

    assert [(one.place, one.first, one.now) for one in session.check().changed] == [
        (DESIGN, Value("rct"), Value("cohort"))
    ]


def test_an_answer_undone_at_once_is_no_changed_answer(session: Session) -> None:
    session.save(DESIGN, value("rct"))
    session.undo()
    session.save(DESIGN, value("cohort"))

    assert session.check().changed == ()


def test_steps_are_taken_back_and_done_again_without_limit_also_after_a_restart(folder: Path) -> None:
    texts = [str(number) for number in range(60)]
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        for text in texts:
            session.save((None, "n_all"), value(text))
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        for text in reversed(texts[:-1]):
            assert session.undo() == (None, "n_all")
            assert session.sheet.at("n_all") == value(text)
        assert session.undo() == (None, "n_all")
        assert session.sheet.at("n_all") == NOTHING
        assert isinstance(session.undo(), str)
        assert session.undo() == "Nothing left to undo in this study."
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        for text in texts:
            assert session.redo() == (None, "n_all")
            assert session.sheet.at("n_all") == value(text)
        assert session.redo() == "Nothing to redo."


def test_a_new_answer_ends_what_could_be_done_again(session: Session) -> None:
    session.save(DESIGN, value("rct"))
    session.undo()
    session.save(LEVEL, value("low"))

    assert session.redo() == "Nothing to redo."
    assert answers_of(session) == {LEVEL: Value("low")}


def test_undo_keeps_to_its_study(review: Review, session: Session) -> None:
    other = review.session(study_keys(review)[1])
    session.save(DESIGN, value("rct"))
    other.save(DESIGN, value("cohort"))

    assert session.undo() == DESIGN
    assert other.sheet.at("design") == value("cohort")
    assert session.undo() == "Nothing left to undo in this study."


def test_undo_brings_back_evidence_note_and_all(session: Session) -> None:
    session.save(LEVEL, ANSWERS["level"][0])
    session.save(LEVEL, NOTHING)
    session.undo()

    assert session.sheet.at("level") == ANSWERS["level"][0]


def test_a_row_is_added_with_its_name_coded_and_kept(folder: Path, review: Review, session: Session) -> None:
    row = new_key()
    session.add_row(row, value("Depression"))
    session.save((row, "direction"), value("better"))
    review.close()

    found = again(folder)
    assert found.sheet.rows == (row,)
    assert found.sheet.at("outcome", row) == value("Depression")
    assert found.sheet.at("direction", row) == value("better")


def test_a_row_without_a_name_yet_is_kept_and_asks_for_it(session: Session) -> None:
    row = new_key()
    session.add_row(row, NOTHING)

    assert session.sheet.rows == (row,)
    assert (row, "outcome") in {one.place for one in session.check().blocks}


def test_the_codes_of_a_removed_row_come_back_with_it(folder: Path, review: Review, session: Session) -> None:
    row = new_key()
    session.add_row(row, value("Depression"))
    session.save((row, "direction"), value("better"))
    session.remove_row(row)
    assert session.sheet.rows == ()
    assert (row, "direction") not in session.check().blank
    review.close()

    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        assert session.undo() == (row, "outcome")
        assert session.sheet.rows == (row,)
        assert session.sheet.at("direction", row) == value("better")
        assert session.redo() == (row, "outcome")
        assert session.sheet.rows == ()


def test_rows_stand_in_the_order_of_adding_also_within_one_second_and_one_that_comes_back_in_its_place(
    folder: Path, review: Review, session: Session
) -> None:
    rows = tuple(new_key() for _ in range(8))
    for number, row in enumerate(rows, 1):
        session.add_row(row, value("Depression"))
        assert session.sheet.rows == rows[:number]
    session.remove_row(rows[2])
    assert session.sheet.rows == rows[:2] + rows[3:]
    session.undo()
    assert session.sheet.rows == rows
    review.close()
    with opened(folder, "ben") as again_open:
        assert again_open.session(session.study.key).sheet.rows == rows


def test_a_row_removed_and_brought_back_much_later_keeps_its_place(session: Session) -> None:
    rows = (new_key(), new_key())
    session.add_row(rows[0], value("one"))
    time.sleep(1.1)
    session.add_row(rows[1], value("two"))
    session.remove_row(rows[0])
    session.undo()
    assert session.sheet.rows == rows


def test_adding_a_row_is_one_step(session: Session) -> None:
    row = new_key()
    session.add_row(row, value("Depression"))

    assert session.undo() == (row, "outcome")
    assert session.sheet.rows == ()
    assert isinstance(session.undo(), str)
    assert session.redo() == (row, "outcome")
    assert session.sheet.rows == (row,)
    assert session.sheet.at("outcome", row) == value("Depression")


def test_removing_a_row_that_is_not_there_writes_nothing(folder: Path, review: Review, session: Session) -> None:
    row = new_key()
    session.remove_row(row)
    session.add_row(row, value("Depression"))
    session.remove_row(row)
    session.remove_row(row)
    review.close()

    assert lines(folder) == 3


def list_row(folder: Path, study: str, name: str) -> str:
    row = new_key()
    with opened(folder) as lead:
        assert lead.pen is not None
        lead.pen.put_now([lead.pen.document(RowListDocument, study=study, row=row, name=name)[1]])
    return row


def test_rows_that_the_lead_listed_come_first_under_the_leads_name_until_the_coder_gives_another(folder: Path) -> None:
    study = study_keys(Review(folder))[0]
    with opened(folder, "ben") as review:
        review.session(study).add_row("0" * 16, value("Mine"))
    row = list_row(folder, study, "Listed by the lead")
    with opened(folder, "ben") as review:
        session = review.session(study)
        assert session.sheet.rows == (row, "0" * 16)
        assert session.listed_rows == {row: "Listed by the lead"}
        assert session.sheet.at("outcome", row) == value("Listed by the lead")
        session.save((row, "outcome"), value("As in the paper"))
        session.save((row, "direction"), value("worse"))
        session.remove_row(row)
        assert session.sheet.rows == ("0" * 16,)
        session.undo()
        assert session.sheet.at("outcome", row) == value("As in the paper")
        assert session.sheet.at("direction", row) == value("worse")
    assert again(folder, "anna").sheet.rows == (row,)


def test_the_evidence_given_last_is_offered_again_also_after_a_restart(
    folder: Path, review: Review, session: Session
) -> None:
    first, last = Evidence("r1", "p. 3", "one"), Evidence("r1", "p. 9", "two")
    session.save(LEVEL, Coded(Value("low"), first))
    session.save(DESIGN, Coded(Value("rct"), last))
    session.save((None, "n_all"), value("3"))
    assert session.last_evidence == last
    review.close()
    with opened(folder, "ben") as reopened:
        assert reopened.session(study_keys(reopened)[0]).last_evidence == last


def test_text_is_kept_verbatim_up_to_the_limit_and_refused_beyond_with_a_sentence(
    folder: Path, review: Review, session: Session
) -> None:
    session.save(LEVEL, Coded(Value("low"), note="n" * 65_536))
    session.save((None, "remarks"), value("t" * 1_000_000))
    kept = dict(session.sheet.codes)
    for too_long in (
        Coded(Value("low"), note="n" * 65_537),
        Coded(Value("low"), Evidence(place="p" * 501)),
        Coded(Value("low"), Evidence(quote="q" * 65_537)),
    ):
        with pytest.raises(NotWritten, match="longer than"):
            session.save(LEVEL, too_long)
    assert dict(session.sheet.codes) == kept
    assert session.unsaved() <= {LEVEL, (None, "remarks")}
    assert "longer than" in session.propose_exclusion("e" * 65_537)
    review.close()
    assert dict(again(folder).sheet.codes) == kept


def test_text_in_another_form_of_unicode_is_the_same_text(folder: Path, review: Review, session: Session) -> None:
    decomposed = Coded(Value("Ze\u0301nith"), Evidence("", "p.\u03014", "e\u0301", "e\u0301"), "e\u0301", "e\u0301")
    session.save((None, "remarks"), decomposed)
    wanted = Coded(Value("Zénith"), Evidence("", "p.\u03014", "é", "é"), "é", "é")
    assert session.sheet.at("remarks").answer == wanted.answer
    session.save((None, "n_all"), Coded(Value("4"), note="a lone \ud800 surrogate"))
    session.propose_exclusion("e\u0301 \ud800")
    review.close()
    found = again(folder)
    assert found.sheet.at("remarks").note == "é"
    assert found.sheet.at("remarks").evidence.quote == "é"
    assert found.sheet.at("n_all").note == "a lone ? surrogate"
    assert found.exclusion == "é ?"


def test_a_proposal_to_exclude_is_made_changed_and_withdrawn(folder: Path, review: Review, session: Session) -> None:
    assert session.propose_exclusion("  ") == "There is no proposal to withdraw."
    assert session.propose_exclusion(" no mental health outcome ") == ""
    assert session.exclusion == "no mental health outcome"
    before = lines(folder)
    assert session.propose_exclusion("no mental health outcome") == ""
    assert lines(folder) == before
    assert session.propose_exclusion("not a study") == ""
    assert again(folder).exclusion == "not a study"
    assert session.propose_exclusion("") == ""
    assert session.exclusion == again(folder).exclusion == ""
    review.close()


def test_a_proposal_that_it_is_another_study_stands_beside_that_to_exclude_it_and_is_undone(
    folder: Path, review: Review, session: Session
) -> None:
    first, other = study_keys(review)[:2]
    assert session.propose_exclusion("itself", first) == "That is this study itself. Choose another one."
    assert session.propose_exclusion("one registration", other) == ""
    assert session.propose_exclusion("no outcome") == ""
    same = session.same_study
    assert same is not None
    assert (same.key, same.number, same.reason) == (other, "S002", "one registration")
    assert again(folder).same_study == same
    assert again(folder).exclusion == "no outcome"
    assert review.standing(first).same_as == "S002"
    assert session.undo() is None
    assert (session.exclusion, session.same_study) == ("", same)
    assert session.undo() is None
    assert session.same_study is None
    assert session.redo() is None
    assert session.same_study == same
    assert session.propose_exclusion("", other) == ""
    assert session.same_study is None
    assert session.undo() is None
    assert session.same_study == same
    assert review.pen is not None
    review.pen.wait()
    assert again(folder).same_study == same


def test_undo_takes_a_proposal_to_exclude_back_before_it_reaches_the_answer_before(
    folder: Path, review: Review, session: Session
) -> None:
    session.save(DESIGN, value("rct"))
    session.propose_exclusion("no outcome")
    session.propose_exclusion("not a study")

    assert session.undo() is None
    assert session.exclusion == "no outcome"
    assert session.undo() is None
    assert session.exclusion == ""
    assert session.sheet.at("design").answered
    assert session.redo() is None
    assert review.pen is not None
    review.pen.wait()
    assert session.exclusion == again(folder).exclusion == "no outcome"
    assert session.undo() is None
    assert session.undo() == DESIGN
    assert not session.sheet.at("design").answered
    review.close()


def test_the_lists_say_where_a_study_stands_while_it_is_coded(review: Review, session: Session) -> None:
    key = session.study.key
    assert review.standing(key).words == "not begun"
    session.save(LEVEL, value("middle"))
    assert review.standing(key).words == "1 of 8"
    session.save(DESIGN, value("rct"))
    assert review.standing(key).words == "2 of 8"
    session.save(LEVEL, Coded(Value("middle"), Evidence(quote="so")))
    assert review.standing(key).words == "ready to submit"
    session.undo()
    session.undo()
    assert (review.standing(key).answered, review.standing(key).asked) == (1, 8)


def test_who_may_not_code_is_told_why_and_writes_nothing(folder: Path) -> None:
    with opened(folder, "cleo") as review:
        session = review.session(study_keys(review)[0])
        assert "no reviewer" in session.locked
        for act in (
            lambda: session.save(DESIGN, value("rct")),
            lambda: session.add_row(new_key(), value("x")),
            lambda: session.remove_row("0" * 16),
        ):
            with pytest.raises(NotWritten, match="no reviewer"):
                act()
        for said in (session.submit(whole_paper=True), session.reopen("why"), session.propose_exclusion("why")):
            assert "no reviewer" in said
        assert not session.can_reopen
        assert isinstance(session.undo(), str)
    assert not list((folder / "logs").glob("cleo*"))


def test_a_lead_who_does_not_review_reads_and_leads_and_codes_nothing(tmp_path: Path) -> None:
    people = (
        PersonEntry(id="anna", name="Anna", roles=("lead",)),
        PersonEntry(id="ben", name="Ben", roles=("reviewer",)),
    )
    folder = with_studies(tmp_path / "led", people=people)
    with opened(folder) as review:
        session = review.session(study_keys(review)[0])
        assert "`anna` is no reviewer of this review" in session.locked
        with pytest.raises(NotWritten, match="no reviewer"):
            session.save(DESIGN, value("rct"))


def test_a_review_that_is_nobodys_yet_shows_studies_and_keeps_no_answers(folder: Path) -> None:
    review = Review(folder)
    session = review.session(study_keys(review)[0])

    assert session.locked
    with pytest.raises(NotWritten, match=r"\w"):
        session.save(DESIGN, value("rct"))
    assert session.submit(whole_paper=True) == session.locked


def test_reports_travel_with_the_study(session: Session) -> None:
    (report,) = session.study.reports
    assert report.title == "Gardens of the northern valley"
    assert report.label == session.study.label == "Bianchi 2001"
    assert (session.study.number, session.study.position, session.study.total) == ("S001", 1, 3)


def test_steps_from_study_to_study_end_with_a_sentence(review: Review) -> None:
    first, second, last = study_keys(review)
    found = review.step(first, 1)
    assert isinstance(found, Session)
    assert found.study.key == second
    assert review.step(first, -1) == "This is the first study."
    assert review.step(last, 1) == "This is the last study."
    assert review.open("0" * 16) == "That study is not in this review."
    assert [hit.number for hit in review.find("flood circles")] == ["S002"]
    assert len(review.find("")) == 3
    assert review.find("[/b]") == ()
