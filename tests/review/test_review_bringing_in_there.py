"""What counts as already there, and the answer that it is another study; what a later file fills; votes that come late;
the accounts of all imports. All records are made up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from opened_reviews import founded, on_device, opened
from written_documents import all_but_imports, documents_of

from twofold.record.plan_documents import ImportDocument, PersonEntry, ReportDocument
from twofold.record.work_documents import ScreeningDocument
from twofold.review.bringing_in import bring_in, settled
from twofold.review.bringing_in_account import Account, CannotBringIn, Wishes
from twofold.review.bringing_in_found import survey
from twofold.review.bringing_in_known import had as known_of
from twofold.review.bringing_in_questions import Kind, Question, filling, questions, repeats_in
from twofold.review.imports import Import, imports, sums
from twofold.review.open import Review

COVIDENCE = "Title,Authors,Published Year,Journal,DOI,Covidence #,Study,Notes,Tags\n"
KENYA = '"Peer support for perinatal depression in Kenya: a made-up trial","Doe, J.",2018,Fict J,{doi},#14,Doe 2018,,\n'
NEPAL = '"Peer support for adolescent anxiety in Nepal: a made-up trial","Rai, P.",2023,Other J,{doi},#14,Rai 2023,,\n'
STORY = """\
TY  - JOUR
TI  - A made-up trial of story circles in fictional villages
AU  - Doe, Jane
PY  - 2020
DO  - 10.5555/story.1
"""
FULLER = """\
AB  - BACKGROUND: made up. RESULTS: depression fell. CONCLUSIONS: it harmed nobody. See ACTRN12612000000000.
UR  - https://example.org/paper
LA  - eng
"""
END = "ER  - \n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return founded(tmp_path / "r")


def file_of(place: Path, text: str, name: str = "found.ris") -> Path:
    (place / name).write_text(text, encoding="utf-8", newline="")
    return place / name


def asked(folder: Path, *files: Path) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    with opened(folder) as review:
        found = survey(review, files)
        return questions(found), repeats_in(found)


def brought(folder: Path, *files: Path, **decisions: str) -> tuple[Account, ...]:
    return decided(folder, decisions, *files)


def decided(folder: Path, decisions: dict[str, str], *files: Path) -> tuple[Account, ...]:
    with opened(folder) as review:
        bringing = settled(review, survey(review, files), Wishes(decisions))
        bring_in(review, bringing)
        return bringing.accounts


def reports(folder: Path) -> dict[str, list[ReportDocument]]:
    with opened(folder) as review:
        copies = known_of(review).copies.values()
        return {
            one.number: [each.current for each in copies if each.study == one.key]
            for one in review.plan.studies.values()
        }


def had(folder: Path) -> tuple[Import, ...]:
    with opened(folder, "ben") as review:
        return imports(review)


@pytest.mark.parametrize("doi", ["", "10.5555/{}"])
def test_two_reviews_that_number_their_records_from_one_are_both_brought_in_without_a_question(
    folder: Path, tmp_path: Path, doi: str
) -> None:
    one = file_of(tmp_path, COVIDENCE + KENYA.format(doi=doi.format("k")), "one.csv")
    two = file_of(tmp_path, COVIDENCE + NEPAL.format(doi=doi.format("n")), "two.csv")
    brought(folder, one)
    assert asked(folder, two) == ((), ())
    (account,) = brought(folder, two)
    assert [each.number for each in account.new] == ["S002"]
    assert [len(each.there) for each in brought(folder, one, two)] == [1, 1]


@pytest.mark.parametrize("decision", ["new", "report"])
def test_what_is_said_to_be_there_already_can_be_said_to_be_another_and_stays_so(
    folder: Path, tmp_path: Path, decision: str
) -> None:
    first = file_of(tmp_path, STORY + END, "first.ris")
    second = file_of(tmp_path, STORY.replace("2020", "2021") + END, "second.ris")
    brought(folder, first)
    fields, (question,) = asked(folder, second)
    assert (question.kind, question.why, question.stands) == (Kind.THERE, "same DOI", "same")
    assert [card.where for card in question.cards] == ["second.ris, line 1", "S001"]
    taking = {question.id: decision, **{one.id: "take" for one in fields}}
    (account,) = decided(folder, taking, second)
    assert (len(account.new), account.there) == (1, ())
    kept = reports(folder)
    assert [len(each) for each in kept.values()] == ([1, 1] if decision == "new" else [2])
    assert sorted(one.year or 0 for each in kept.values() for one in each) == [2020, 2021]
    before = all_but_imports(folder)
    for again in brought(folder, second, first):
        assert (again.new, len(again.there)) == ((), 1)
    assert all_but_imports(folder) == before


def test_a_record_that_repeats_another_of_its_file_is_named_with_all_of_it_and_can_be_another_study(
    folder: Path, tmp_path: Path
) -> None:
    file = file_of(tmp_path, STORY + END + STORY.replace("2020", "2021").replace("story", "Story") + END)
    _, (question,) = asked(folder, file)
    with opened(folder) as review:
        (account,) = settled(review, survey(review, [file]), Wishes()).accounts
    (there,) = account.there
    assert there.question == question.id
    assert there.words == (
        "line 7 is S001 already, as line 1 (same DOI): A made-up trial of Story circles in fictional villages;"
        " differs in year: “2020”, here “2021”"
    )
    (account,) = decided(folder, {question.id: "new"}, file)
    assert [one.number for one in account.new] == ["S001", "S002"]
    (account,) = brought(folder, file)
    assert account.new == ()


def test_a_look_alike_once_said_to_be_the_same_can_be_said_to_be_another_at_a_later_import(
    folder: Path, tmp_path: Path
) -> None:
    alike = STORY.replace("villages", "village").replace("story.1", "story.2")
    file = file_of(tmp_path, STORY + END + alike + END)
    (near,), _ = asked(folder, file)
    decided(folder, {near.id: "same"}, file)
    _, there = asked(folder, file)
    assert len(there) == 2
    assert there[-1].why.startswith("decided by Anna Berg")
    (account,) = decided(folder, {there[-1].id: "new"}, file)
    assert [one.number for one in account.new] == ["S002"]
    assert [one.withdrawn for one in documents_of(folder, "repeats")] == [False, True]  # type: ignore[attr-defined]


def test_what_is_empty_here_is_offered_by_a_later_file_and_filled_in_one_go(folder: Path, tmp_path: Path) -> None:
    brought(folder, file_of(tmp_path, STORY + END, "poor.ris"))
    rich = file_of(tmp_path, STORY + FULLER + END, "rich.ris")
    found, _ = asked(folder, rich)
    assert [one.field for one in found] == ["abstract", "url", "language", "registry_ids"]
    decided(folder, filling(found), rich)
    (report,) = reports(folder)["S001"]
    assert report.abstract.endswith("ACTRN12612000000000.")
    assert (report.url, report.language) == ("https://example.org/paper", "eng")
    assert report.registry_ids == ("ACTRN12612000000000",)
    assert asked(folder, rich)[0] == ()


def test_an_abstract_that_goes_on_where_the_one_here_ends_is_offered_and_another_wording_is_not(
    folder: Path, tmp_path: Path
) -> None:
    brought(folder, file_of(tmp_path, STORY + "AB  - BACKGROUND: made up. RESULTS: depression \n" + END, "cut.ris"))
    found, _ = asked(folder, file_of(tmp_path, STORY + FULLER + END, "rich.ris"))
    assert [one.known for one in found if one.field == "abstract"] == ["BACKGROUND: made up. RESULTS: depression"]
    assert "abstract" not in {one.field for one in found if one.id in filling(found)}
    other = STORY + "AB  - Background: a made up one. Results: the mood rose.\n" + END
    assert asked(folder, file_of(tmp_path, other, "other.ris"))[0] == ()


@pytest.mark.parametrize("files", [1, 2])
def test_what_differs_within_one_import_is_asked_as_well_and_stays_as_decided(
    folder: Path, tmp_path: Path, files: int
) -> None:
    poor, rich = STORY + END, STORY.replace("2020", "2021") + FULLER.replace("LA  - eng\n", "") + END
    given = [file_of(tmp_path, poor, "poor.ris"), file_of(tmp_path, rich, "rich.ris")]
    if files == 1:
        given = [file_of(tmp_path, poor.replace("AU  -", "JO  - Fict J\nVL  - 1\nSP  - 2\nLA  - eng\nAU  -") + rich)]
    found, _ = asked(folder, *given)
    offered = {one.field: (one.known, one.new) for one in found}
    assert offered["year"] in {("2020", "2021"), ("2021", "2020")}
    decided(folder, {one.id: "take" for one in found}, *given)
    (report,) = reports(folder)["S001"]
    assert report.abstract.endswith("ACTRN12612000000000.")
    assert report.url == "https://example.org/paper"
    assert str(report.year) == offered["year"][1]
    assert [one.field for one in asked(folder, *given)[0]] == []


def votes(folder: Path) -> Iterator[ScreeningDocument]:
    for one in documents_of(folder, "screening"):
        if isinstance(one, ScreeningDocument):
            yield one


def test_votes_that_come_with_records_that_are_there_are_kept_once_with_their_study(
    folder: Path, tmp_path: Path
) -> None:
    brought(folder, file_of(tmp_path, STORY + END, "plain.ris"))
    voted = 'N1  - RAYYAN-INCLUSION: {"Nala"=>"Included"}\n'
    file = file_of(tmp_path, (STORY + voted + END) * 2, "voted.ris")
    for _ in range(2):
        (account,) = brought(folder, file)
        assert (account.new, account.votes, account.votes_lost) == ((), 1, 0)
        (vote,) = votes(folder)
        ((report,),) = reports(folder).values()
        assert (vote.report, vote.study, vote.who) == (report.report, report.study, "Nala")


def test_every_import_is_kept_with_its_sums_and_what_was_held_back_without_a_word_of_it(
    folder: Path, tmp_path: Path
) -> None:
    held = f"TY  - JOUR\nTI  - A title\nDO  - 10.5555/x\nN1  - SENTINEL-VOTE\nJO  - {'j' * 70_000}\n{END}"
    file = file_of(tmp_path, STORY + END + held)
    brought(folder, file)
    (account,) = brought(folder, file)
    assert account.earlier.startswith("This very file was brought in on 20")
    last, first = had(folder)
    assert (first.studies, last.studies, first.who) == (1, 0, "Anna Berg")
    assert [sums(one) for each in (first, last) for one in each.files] == [
        "read 2 = new 1 + already there 0 + held back 1",
        "read 2 = new 0 + already there 1 + held back 1",
    ]
    (one,) = first.files[0].held_back
    assert (one.record, one.first_line, one.last_line, one.why) == (
        2,
        7,
        12,
        "its journal is longer than Twofold keeps",
    )
    assert (first.files[0].name, first.files[0].format, len(first.files[0].sha256)) == ("found.ris", "RIS", 64)
    ((report,),) = reports(folder).values()
    assert report.batch == first.batch
    assert "SENTINEL" not in repr(list(documents_of(folder, "imports")))


def test_a_dry_run_leaves_no_import(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as review:
        settled(review, survey(review, [file_of(tmp_path, STORY + END)]), Wishes())
    assert had(folder) == ()


def test_imports_of_two_leads_stand_side_by_side_in_whatever_order_their_logs_come(tmp_path: Path) -> None:
    leads = tuple(PersonEntry(id=one, name=one.title(), roles=("lead",)) for one in ("anna", "ben"))
    folder = founded(tmp_path / "r", leads)
    brought(folder, file_of(tmp_path, STORY + END))
    with on_device(tmp_path / "another device"), opened(folder, "ben") as review:
        other = file_of(tmp_path, STORY.replace("story", "walking").replace("villages", "towns") + END, "b.ris")
        bring_in(review, settled(review, survey(review, [other]), Wishes()))
    found = had(folder)
    assert {one.who for one in found} == {"Anna", "Ben"}
    assert len(Review(folder).plan.studies) + sum(len(one.files[0].held_back) for one in found) == 2
    assert all(isinstance(one, ImportDocument) for one in documents_of(folder, "imports"))


def test_an_answer_that_does_not_fit_is_refused(folder: Path, tmp_path: Path) -> None:
    file = file_of(tmp_path, STORY + END)
    brought(folder, file)
    _, (question,) = asked(folder, file)
    with pytest.raises(CannotBringIn, match="Decide one of: same, new, report"):
        decided(folder, {question.id: "apart"}, file)
