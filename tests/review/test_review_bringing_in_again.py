"""What was decided about look-alikes is not asked again: not of the same file, the same library in another format, by
another lead, on another device. All records are made up."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from alike_records import alike
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opened_reviews import founded, on_device, opened
from written_documents import all_but_imports

from twofold.record.plan_documents import PersonEntry, RepeatDocument
from twofold.record.tables import read_document
from twofold.review.bringing_in import bring_in, settled, work_out
from twofold.review.bringing_in_account import Account, Wishes
from twofold.review.bringing_in_found import survey
from twofold.review.bringing_in_questions import Kind, Question, questions
from twofold.review.leading import carry_out
from twofold.review.same_studies import propose_apart, propose_same

LIBRARY = alike()
AS_BIBTEX = """\
@article{a, title = {Fictional gardens and the wellbeing of older neighbours in a coastal town},
 author = {Abara, A}, year = {2019}, doi = {10.1000/near.1}}
@article{b, title = {Fictional gardens and the wellbeing of older neighbours in a coastal towns},
 author = {Abara, A}, year = {2020}, doi = {10.1000/near.2}}
"""
AS_TABLE = """\
Title,Authors,Year
Fictional gardens and the wellbeing of older neighbours in a coastal town,"Abara, A",2019
Fictional gardens and the wellbeing of older neighbours in a coastal towns,"Abara, A",2020
"""
THIRD = """\
TY  - JOUR
TI  - Fictional gardens and wellbeing of older neighbours in a coastal town
AU  - Abara, A
PY  - 2021
DO  - 10.1000/near.3
ER  -
"""

EDITORIALS = "".join(
    f"TY  - JOUR\nTI  - {title}\nAU  - {author}\n{f'PY  - {year}' if year else ''}\nER  -\n"
    for title, author, year in (
        ("Editorial", "Abara, A", 2019),
        ("Editorials", "Abara, A", 2019),
        ("Editorial", "Castro, C", 2020),
        ("Editorial", "Castro, C", 2022),
        ("Fictional gardens and wellbeing of older neighbours in a coastal town", "Castro, C", 0),
    )
)
TRIALS = """\
TY  - JOUR
TI  - A choir for carers, the fictional trial
AU  - Bianchi, B
PY  - 2018
AB  - Registered as NCT01234567.
ER  -
TY  - JOUR
TI  - A choir for carers, the fictional trial: two years on
AU  - Bianchi, B
PY  - 2019
AB  - Follow-up of NCT01234567.
ER  -
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return founded(tmp_path / "r")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return file_of(tmp_path, LIBRARY)


def file_of(place: Path, text: str, name: str = "found.ris") -> Path:
    (place / name).write_text(text, encoding="utf-8", newline="")
    return place / name


def asked(folder: Path, *files: Path, person: str = "anna", afresh: bool = False) -> tuple[Question, ...]:
    with opened(folder, person) as review:
        return questions(survey(review, files, afresh=afresh))


def brought(folder: Path, *files: Path, wishes: Wishes | None = None, afresh: bool = False) -> tuple[Account, ...]:
    with opened(folder) as review:
        bringing = settled(review, survey(review, files, afresh=afresh), wishes or Wishes())
        bring_in(review, bringing)
        return bringing.accounts


def decided(folder: Path, decision: str, *files: Path) -> Account:
    (question,) = asked(folder, *files)
    assert question.kind is Kind.NEAR
    return brought(folder, *files, wishes=Wishes({question.id: decision}))[-1]


def repeats(folder: Path) -> Iterator[RepeatDocument]:
    with opened(folder, "ben") as review:
        for one in review.logs.plan():
            document = read_document(one.written)
            if isinstance(document, RepeatDocument):
                yield document


def day(folder: Path) -> str:
    (made,) = repeats(folder)
    return made.at[:10]


@pytest.mark.parametrize("decision", ["new", "same", "report"])
@pytest.mark.parametrize(("name", "text"), [("again.ris", LIBRARY), ("other.bib", AS_BIBTEX), ("other.csv", AS_TABLE)])
def test_a_decision_on_a_look_alike_holds_for_the_file_and_for_the_library_in_another_format(
    folder: Path, tmp_path: Path, file: Path, decision: str, name: str, text: str
) -> None:
    decided(folder, decision, file)
    before = all_but_imports(folder)
    for again in (file, file_of(tmp_path, text, name)):
        assert [one.words for one in asked(folder, again) if one.kind is not Kind.DIFFERENCE] == []
        (account,) = brought(folder, again)
        assert (account.read, len(account.new), len(account.there), len(account.held_back)) == (2, 0, 2, 0)
        assert {one.number for one in account.there} == ({"S001", "S002"} if decision == "new" else {"S001"})
    assert all_but_imports(folder) == before


def test_what_was_decided_to_be_the_same_says_so_with_who_and_when(folder: Path, file: Path) -> None:
    decided(folder, "same", file)
    (made,) = repeats(folder)
    assert (made.title[-5:], made.doi, made.by) == ("towns", "10.1000/near.2", "anna")
    assert made.source is not None
    assert (made.source.file, made.source.first_line) == ("found.ris", 7)
    (account,) = brought(folder, file)
    assert [one.how for one in account.there] == ["same DOI", f"decided by Anna Berg on {day(folder)}"]


def test_it_is_the_record_that_is_known_again_and_not_what_looks_like_it(
    folder: Path, tmp_path: Path, file: Path
) -> None:
    decided(folder, "same", file)
    found = asked(folder, file_of(tmp_path, THIRD, "third.ris"))
    assert [(one.cards[1].where, dict(one.cards[1].fields)["doi"]) for one in found] == [("S001", "10.1000/near.1")]


def test_the_decision_goes_with_the_plan_to_another_lead_on_another_device(tmp_path: Path, file: Path) -> None:
    leads = (
        PersonEntry(id="anna", name="Anna Berg", roles=("lead",)),
        PersonEntry(id="ben", name="B", roles=("lead",)),
    )
    folder = founded(tmp_path / "two leads", leads)
    decided(folder, "same", file)
    with on_device(tmp_path / "another device"):
        assert asked(folder, file, person="ben") == ()
        with opened(folder, "ben") as review:
            (account,) = work_out(review, [file]).accounts
    assert [one.how for one in account.there] == ["same DOI", f"decided by Anna Berg on {day(folder)}"]


def test_decisions_between_records_of_several_files_of_one_import_are_known_again(
    folder: Path, tmp_path: Path, file: Path
) -> None:
    third = file_of(tmp_path, THIRD, "third.ris")
    found = asked(folder, file, third)
    assert len(found) == 3
    brought(folder, file, third, wishes=Wishes({one.id: "same" for one in found}))
    assert len(list(repeats(folder))) == 2
    before = all_but_imports(folder)
    assert asked(folder, third, file) == ()
    assert [len(one.there) for one in brought(folder, third, file)] == [1, 2]
    assert all_but_imports(folder) == before


def test_asked_afresh_a_decision_stands_until_it_is_decided_otherwise(folder: Path, file: Path) -> None:
    decided(folder, "same", file)
    before = all_but_imports(folder)
    (question,) = asked(folder, file, afresh=True)
    assert (question.stands, question.kind.choices[0][0]) == ("same", "new")
    (account,) = brought(folder, file, afresh=True)
    assert ([one.how for one in account.there], account.new) == (["same DOI", "decided by you"], ())
    assert all_but_imports(folder) == before

    (account,) = brought(folder, file, wishes=Wishes({question.id: "new"}), afresh=True)
    assert [one.number for one in account.new] == ["S002"]
    assert [one.withdrawn for one in repeats(folder)] == [False, True]
    (account,) = brought(folder, file)
    assert [(one.number, one.how) for one in account.there] == [("S001", "same DOI"), ("S002", "same DOI")]


def test_a_study_that_was_joined_and_taken_apart_again_is_known_all_the_while(folder: Path, file: Path) -> None:
    decided(folder, "new", file)
    for propose in (propose_same, None):
        with opened(folder) as review:
            first, *others = review.plan.studies
            made = propose_same(review, others[0], first) if propose else propose_apart(review, first)
            carry_out(review, made.documents)
        assert asked(folder, file) == ()
        (account,) = brought(folder, file)
        assert (account.new, len(account.there)) == ((), 2)


@pytest.mark.parametrize("stub", ["AU  - Abara, A\nJO  - A made-up journal\n", "AU  - Abara, A\nPY  - 2019\n", ""])
def test_a_record_without_title_or_number_is_known_again_in_the_file_it_came_from(
    folder: Path, tmp_path: Path, stub: str
) -> None:
    file = file_of(tmp_path, LIBRARY + f"TY  - JOUR\n{stub}ER  -\n" * 2, "stubs.ris")
    (account,) = brought(folder, file)
    assert (len(account.new), len(account.held_back)) in {(4, 0), (2, 2)}
    before = all_but_imports(folder)
    (account,) = brought(folder, file)
    assert account.new == ()
    assert all_but_imports(folder) == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_decided_the_same_files_in_any_order_ask_nothing_again_and_add_nothing(
    tmp_path: Path, data: st.DataObject
) -> None:
    place = Path(tempfile.mkdtemp(dir=tmp_path))
    texts = (LIBRARY + THIRD, EDITORIALS, TRIALS + EDITORIALS.replace("Abara", "Bianchi"))
    files = [file_of(place, text, f"{number}.ris") for number, text in enumerate(texts)]
    folder = founded(place / "r")
    first = data.draw(st.permutations(files).map(lambda order: order[: data.draw(st.integers(1, 3))]), label="files")
    with opened(folder) as review:
        found = survey(review, first)
        decided = {
            one.id: data.draw(st.sampled_from([name for name, _ in one.kind.choices]), label=one.id)
            for one in questions(found)
        }
        bring_in(review, settled(review, found, Wishes(decided)))
    before = all_but_imports(folder)
    again = data.draw(st.permutations(first), label="again")
    assert [one.words for one in asked(folder, *again) if one.kind is not Kind.DIFFERENCE] == []
    assert [one.new for one in brought(folder, *again)] == [()] * len(again)
    assert all_but_imports(folder) == before
