"""What a person decides about an import: look-alikes, reports of one study, fields that differ, initiatives."""

from pathlib import Path

import pytest
from alike_records import alike
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opened_reviews import bytes_of, founded, opened
from written_documents import all_but_imports

from twofold.record.plan_documents import ReportDocument
from twofold.review.bringing_in import bring_in, settled, work_out
from twofold.review.bringing_in_account import Account, CannotBringIn, Wishes
from twofold.review.bringing_in_csv import decisions_in, questions_as_csv
from twofold.review.bringing_in_found import survey
from twofold.review.bringing_in_questions import Kind, Question, questions
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.review.reading import reports_of

NEAR = alike(further="C1  - Green Coast\n")
TRIALS = """\
TY  - JOUR
TI  - A choir for carers, the fictional trial
AU  - Bianchi, B
PY  - 2018
AB  - Registered as NCT01234567.
C1  - Singing Together
ER  -
TY  - JOUR
TI  - Two years after the choir ended
AU  - Castro, C
PY  - 2021
AB  - Follow-up of NCT01234567.
C1  - Singing Together
ER  -
TY  - JOUR
TI  - Walking by the river, made up
AU  - Dlamini, D
PY  - 2017
C1  - Green Coast
ER  -
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return founded(tmp_path / "r")


def file_of(place: Path, text: str, name: str = "found.ris") -> Path:
    (place / name).write_text(text, encoding="utf-8", newline="")
    return place / name


def asked(folder: Path, *files: Path, column: str = "") -> tuple[Question, ...]:
    with opened(folder) as review:
        return questions(survey(review, files), column)


def brought(folder: Path, *files: Path, wishes: Wishes | None = None) -> tuple[Account, ...]:
    with opened(folder) as review:
        bringing = work_out(review, files, wishes=wishes)
        bring_in(review, bringing)
        return bringing.accounts


def reports(folder: Path) -> dict[str, list[str]]:
    with opened(folder, "ben") as review:
        return {
            one.number: [each.title for each in reports_of(review.logs, review.plan.standing, one.key)]
            for one in review.plan.studies.values()
        }


def adds_up(account: Account) -> bool:
    return account.read == len(account.new) + len(account.there) + len(account.held_back)


def test_two_records_that_look_alike_are_put_side_by_side_and_stay_two_until_somebody_decides(
    folder: Path, tmp_path: Path
) -> None:
    file = file_of(tmp_path, NEAR)
    (question,) = asked(folder, file)
    assert question.kind is Kind.NEAR
    assert [card.where for card in question.cards] == ["found.ris, line 7", "found.ris, line 1"]
    assert dict(question.cards[0].fields)["doi"] == "10.1000/near.2"
    (account,) = brought(folder, file)
    assert [one.number for one in account.new] == ["S001", "S002"]


@pytest.mark.parametrize(("decision", "studies", "kept"), [("same", 1, 1), ("report", 1, 2), ("new", 2, 2)])
def test_what_is_decided_about_look_alikes_is_done_and_accounted_for(
    folder: Path, tmp_path: Path, decision: str, studies: int, kept: int
) -> None:
    file = file_of(tmp_path, NEAR)
    (question,) = asked(folder, file)
    (account,) = brought(folder, file, wishes=Wishes({question.id: decision}))
    assert adds_up(account)
    found = reports(folder)
    assert (len(found), sum(map(len, found.values()))) == (studies, kept)
    assert [(one.line, one.number, one.how) for one in account.there] == (
        [(7, "S001", "decided by you")] if decision == "same" else []
    )
    before = all_but_imports(folder)
    (again,) = brought(folder, file)
    assert again.new == ()
    assert all_but_imports(folder) == before


def test_a_new_record_becomes_a_report_of_a_study_that_the_review_has(folder: Path, tmp_path: Path) -> None:
    first, second = (f"TY  -{part}" for part in NEAR.split("TY  -")[1:])
    brought(folder, file_of(tmp_path, first, "first.ris"))
    file = file_of(tmp_path, second, "second.ris")
    (question,) = asked(folder, file)
    assert question.cards[1].where == "S001"
    (account,) = brought(folder, file, wishes=Wishes({question.id: "report"}))
    assert [(one.number, one.further) for one in account.new] == [("S001", True)]
    assert [len(found) for found in reports(folder).values()] == [2]


def test_reports_of_one_trial_are_grouped_and_become_one_study_when_decided(folder: Path, tmp_path: Path) -> None:
    file = file_of(tmp_path, TRIALS)
    (question,) = asked(folder, file)
    assert (question.kind, question.why) == (Kind.GROUP, "same trial number NCT01234567")
    (account,) = brought(folder, file, wishes=Wishes({question.id: "one"}))
    assert adds_up(account)
    assert [(one.number, one.further) for one in account.new] == [("S001", False), ("S001", True), ("S002", False)]
    assert [len(found) for found in reports(folder).values()] == [2, 1]


def test_a_column_of_initiatives_names_them_and_groups_those_that_share_one(folder: Path, tmp_path: Path) -> None:
    files = file_of(tmp_path, TRIALS), file_of(tmp_path, NEAR, "near.ris")
    with_column = asked(folder, *files, column="C1")
    assert {one.why for one in with_column if one.kind is Kind.GROUP} == {
        "same trial number NCT01234567",
        "same initiative Singing Together",
    }
    brought(folder, *files, wishes=Wishes(initiative="Neighbours", initiative_column="C1"))
    plan = Review(folder).plan
    assert [one.initiative for one in plan.studies.values()] == [
        "Singing Together",
        "Singing Together",
        "Green Coast",
        "Neighbours",
        "Green Coast",
    ]
    assert sorted(plan.initiatives.values()) == ["Green Coast", "Neighbours", "Singing Together"]
    with pytest.raises(CannotBringIn, match=r"called `C9`\. There are: `TY`, `TI`"):
        brought(folder, *files, wishes=Wishes(initiative_column="C9"))


def test_a_later_batch_takes_up_an_initiative_that_is_there(folder: Path, tmp_path: Path) -> None:
    brought(folder, file_of(tmp_path, TRIALS), wishes=Wishes(initiative="Green Coast"))
    brought(folder, file_of(tmp_path, NEAR, "near.ris"), wishes=Wishes(initiative="green coast"))
    assert list(Review(folder).plan.initiatives.values()) == ["Green Coast"]


def test_fields_that_differ_are_offered_one_by_one_and_only_what_was_taken_changes(
    folder: Path, tmp_path: Path
) -> None:
    brought(folder, file_of(tmp_path, TRIALS))
    changed = TRIALS.replace("PY  - 2018", "PY  - 2019\nJO  - Journal of Made Up Song\nDO  - 10.1000/new.1")
    changed = changed.replace("Walking by the river, made up", "Walking by the river: made up")
    file = file_of(tmp_path, changed, "again.ris")
    found = asked(folder, file)
    assert [(one.field, one.known, one.new) for one in found] == [
        ("year", "2018", "2019"),
        ("journal", "", "Journal of Made Up Song"),
        ("doi", "", "10.1000/new.1"),
    ]
    (account,) = brought(folder, file, wishes=Wishes({one.id: "take" for one in found if one.field != "journal"}))
    assert account.new == ()
    with opened(folder, "ben") as review:
        first = next(iter(review.plan.studies))
        (report,) = reports_of(review.logs, review.plan.standing, first)
        assert (report.year, report.doi, report.journal) == (2019, "10.1000/new.1", "")
    assert [one.field for one in asked(folder, file)] == ["journal"]


def test_an_edit_is_never_put_in_question_by_the_file_that_it_mended(folder: Path, tmp_path: Path) -> None:
    file = file_of(tmp_path, TRIALS)
    brought(folder, file)
    with opened(folder) as review:
        found = survey(review, [file])
        copy = next(one for one in found.copies.values() if one.current.year == 2018)
        assert review.pen is not None
        content = copy.current.model_dump(exclude={"by", "device", "at", "nonce", "replaces"})
        edited = review.pen.document(
            ReportDocument,
            replaces=copy.ids,
            **{**content, "year": 2011, "doi": "10.1000/mended", "source": copy.current.source},
        )[1]
        carry_out(review, [edited])
    (account,) = brought(folder, file)
    assert (len(account.new), len(account.there)) == (0, 3)
    assert [one.field for one in asked(folder, file)] == []


def test_decisions_travel_as_a_table_and_come_back(folder: Path, tmp_path: Path) -> None:
    files = file_of(tmp_path, NEAR), file_of(tmp_path, TRIALS, "trials.ris")
    found = asked(folder, *files)
    table = tmp_path / "decide.csv"
    table.write_text(questions_as_csv(found), "utf-8-sig", newline="")
    assert decisions_in(table) == {one.id: one.kind.choices[0][0] for one in found}
    table.write_text(questions_as_csv(found).replace("\r\nnew,", "\r\nsame,"), "utf-8-sig", newline="")
    assert "same" in decisions_in(table).values()
    first, _ = brought(folder, *files, wishes=Wishes(decisions_in(table)))
    assert len(first.there) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "could not be read: it is not there"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"a,b\r\n1,2\r\n", "has no columns `decision` and `question`"),
        (b"decision,question\r\nsame,x\r\nnew,x\r\n", "line 3: `x` is decided twice"),
        (b"decision,question\r\nsame\r\n", "line 2: cells are missing"),
        (b"decision,question\r\nsame,near:gone\r\n", "`near:gone` is no question about these files"),
        (b"decision,question\r\nmaybe,near:found.ris:2:found.ris:1\r\n", "`maybe` is no answer"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_a_sentence_and_nothing_is_written(
    folder: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file, table = file_of(tmp_path, NEAR), tmp_path / "decide.csv"
    if content is not None:
        table.write_bytes(content)
    before = bytes_of(folder)
    with pytest.raises(CannotBringIn) as caught:
        brought(folder, file, wishes=Wishes(decisions_in(table)))
    assert said in str(caught.value)
    assert bytes_of(folder) == before


def test_decisions_that_would_join_two_studies_of_the_review_are_refused(folder: Path, tmp_path: Path) -> None:
    brought(folder, file_of(tmp_path, NEAR))
    title = "Fictional gardens and the wellbeing of older neighbours in coastal town"
    third = f"TY  - JOUR\nTI  - {title}\nAU  - Eriksen, E\nPY  - 2019\nDO  - 10.1000/near.3\nER  -\n"
    file = file_of(tmp_path, third, "third.ris")
    found = asked(folder, file)
    assert [one.cards[1].where for one in found] == ["S001", "S002"]
    with pytest.raises(CannotBringIn, match="S001 and S002 would be one study"):
        brought(folder, file, wishes=Wishes({one.id: "report" for one in found}))


def test_votes_that_were_cut_are_counted_and_shown_to_nobody(folder: Path, tmp_path: Path) -> None:
    text = "Title,Authors,Year,DOI,Decision\nA fictional garden,Abara A,2019,10.1000/v.1,ANNA-YES\n"
    file = file_of(tmp_path, text, "votes.csv")
    (account,) = brought(folder, file)
    assert account.votes == 1
    assert "ANNA-YES" not in repr(account)
    with opened(folder) as review, pytest.raises(CannotBringIn, match="called `Decision`"):
        settled(review, survey(review, [file]), Wishes(initiative_column="Decision"))


def test_of_a_folder_every_file_of_references_is_read_and_the_others_are_named_with_the_reason(
    folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "exports"
    place.mkdir()
    file_of(place, TRIALS, "a.ris")
    file_of(place, NEAR, "b.txt")
    (place / "paper.pdf").write_bytes(b"%PDF-1.4 made up")
    file_of(place, NEAR, ".hidden.ris")
    with opened(folder) as review:
        bringing = work_out(review, [place])
        assert [one.file for one in bringing.accounts] == ["a.ris", "b.txt"]
        (sentence,) = bringing.unread
        assert "`paper.pdf` is a PDF" in sentence
        with pytest.raises(CannotBringIn, match="is a PDF"):
            work_out(review, [place / "paper.pdf"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_decided_every_record_is_accounted_for_and_every_study_has_a_report(
    folder: Path, tmp_path: Path, data: st.DataObject
) -> None:
    files = file_of(tmp_path, NEAR + TRIALS), file_of(tmp_path, TRIALS.replace("20", "19") + NEAR[:200], "more.ris")
    with opened(folder) as review:
        found = survey(review, files)
        every = questions(found, "C1")
        chosen = {
            one.id: data.draw(st.sampled_from([name for name, _ in one.kind.choices]), label=one.id) for one in every
        }
        bringing = settled(review, found, Wishes(chosen, initiative_column="C1"))
    assert all(adds_up(one) for one in bringing.accounts)
    of_reports = {one.study for one in bringing.plan if isinstance(one, ReportDocument)}
    studies = {one.study for one in bringing.plan if type(one).__name__ == "StudyDocument"}  # type: ignore[attr-defined]
    assert of_reports == studies
    assert len(studies) == bringing.studies
    assert 1 <= len(studies) <= sum(one.read for one in bringing.accounts)
