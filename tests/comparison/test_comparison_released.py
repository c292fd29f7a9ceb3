"""What is compared: nothing before its time, nothing to whom it is not open, and rows only where they are matched."""

from pathlib import Path

import pytest
from compared_reviews import ANNA, BEN, code, match_rows, release, released_review
from opened_reviews import CODEBOOK, PEOPLE, opened, study_keys, with_studies

from twofold.agreement import Intervals, Method
from twofold.codebook.carrying import Carry, Rule
from twofold.comparison.codes import coded_fields
from twofold.comparison.gathering import gather
from twofold.comparison.methods import methods_paragraph
from twofold.comparison.readings import read_fields
from twofold.comparison.released import compared, disagreements_of
from twofold.record.disagreements import Kind
from twofold.record.plan_documents import PersonEntry
from twofold.review.publishing import drafted, publish
from twofold.values.answers import Value

BOTH = ("anna", "ben")
ANALYTIC = Intervals(Method.ANALYTIC)


def test_nothing_is_compared_before_the_release_whoever_asks(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ANNA)
    code(folder, "ben", BEN)
    for person in ("anna", "ben", "cleo"):
        with opened(folder, person, writing=False) as review:
            assert list(compared(review)) == []
    release(folder)
    for person, shown in (("anna", ["S001", "S002", "S003"]), ("ben", ["S001", "S002", "S003"]), ("cleo", [])):
        with opened(folder, person, writing=False) as review:
            assert [one.number for one in compared(review)] == shown, "an arbiter waits until it is talked over"


def test_who_took_a_submission_back_sees_nothing_of_that_study_until_it_is_submitted_again(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        assert session.reopen("a table was overlooked") == ""
        assert [one.number for one in compared(review)] == ["S002", "S003"]
        assert session.submit(whole_paper=True) == ""
        assert [one.number for one in compared(review)] == ["S001", "S002", "S003"]


def test_who_is_assigned_later_and_owes_a_submission_sees_nothing(tmp_path: Path) -> None:
    third = PersonEntry(id="dora", name="Dora Lind", roles=("reviewer",))
    folder = with_studies(tmp_path / "r", people=(*PEOPLE, third))
    for person in ("anna", "ben", "dora"):
        code(folder, person, ANNA)
    release(folder)
    with opened(folder, "dora") as review:
        assert len(list(compared(review))) == 3
        review.session(study_keys(review)[0]).reopen("once more")
        assert [one.number for one in compared(review)] == ["S002", "S003"]


def test_what_the_release_names_is_compared_whatever_came_later(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    with opened(folder, "ben") as review:
        key = study_keys(review)[1]
        session = review.session(key)
        session.reopen("a slip")
        session.save((None, "design"), session.sheet.at("level"))
        session.submit(whole_paper=True)
    with opened(folder) as review:
        (one,) = compared(review, studies=[key])
        kinds = {found.field: found.kind for found in disagreements_of(review, one)}
    assert kinds == {"design": Kind.OFF_SCALE, "who": Kind.SET, "n_all": Kind.NUMBER}


def test_every_disagreement_has_its_kind(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    with opened(folder) as review:
        found = [[(each.field, each.kind) for each in disagreements_of(review, one)] for one in compared(review)]
    assert found == [
        [("level", Kind.ADJACENT)],
        [("design", Kind.OFF_SCALE), ("who", Kind.SET), ("n_all", Kind.NUMBER)],
        [("level", Kind.ADJACENT), ("part", Kind.FOLLOWS), ("n_all", Kind.MISSED)],
    ]


def test_rows_are_compared_once_somebody_has_said_that_they_are_one_outcome(tmp_path: Path) -> None:
    anna = ({**ANNA[0], "rows": {"Distress at 6 months": "better", "Sleep": "worse"}}, *ANNA[1:])
    ben = ({**BEN[0], "rows": {"Distress, half a year": "worse"}}, *BEN[1:])
    folder = released_review(tmp_path / "r", anna, ben)

    def seen() -> tuple[list[Kind], int]:
        with opened(folder) as review:
            one = next(iter(compared(review)))
            kinds = [each.kind for each in disagreements_of(review, one) if each.row is not None]
            fields = coded_fields(review.in_force.codebook, [one], BOTH)
            return kinds, next(len(each.where) for each in fields if each.field.id == "direction")

    assert seen() == ([Kind.UNMATCHED_ROW] * 3, 0)
    match_rows(folder, 0, "Distress at 6 months", "Distress, half a year")
    kinds, matched = seen()
    assert (sorted(kinds), matched) == ([Kind.ADJACENT, Kind.UNMATCHED_ROW], 1)


@pytest.mark.parametrize(
    ("old", "new", "rule", "left"),
    [
        ('label = "Cohort"', 'label = "Cohort study"', None, 3),
        (
            '{ value = "cohort", label = "Cohort" },',
            '{ value = "cohort", label = "Cohort" }, { value = "series", label = "Series" },',
            None,
            3,
        ),
        ('label = "Design?"', 'label = "Which design?"', Carry.MEANING, 0),
        ('{ value = "cohort"', '{ value = "observational"', Carry.WORDING, 2),
        ('{ value = "cohort"', '{ value = "observational"', Carry.MAPPED, 3),
    ],
)
def test_codes_under_another_meaning_of_the_field_enter_no_figure(
    tmp_path: Path, old: str, new: str, rule: Carry | None, left: int
) -> None:
    folder = released_review(tmp_path / "r")
    options = {"cohort": "observational"} if rule is Carry.MAPPED else {}
    rules = {} if rule is None else {"design": Rule("design", rule, options)}
    with opened(folder) as review:
        (folder / "codebook.toml").write_text(CODEBOOK.replace(old, new).replace("1.0", "2.0"), encoding="utf-8")
        publish(review, drafted(review, rules))
        found = gather(review)
        fields = {one.field.id: one for one in found.fields}
        said = methods_paragraph(review, found, read_fields(found.fields, ANALYTIC), ANALYTIC)
    design = fields["design"]
    given = {one.text for line in design.cells for one in line if isinstance(one, Value)}
    assert ("observational" in given) is (rule is Carry.MAPPED)
    assert ("6 answers given under an earlier meaning of the field" in said) is (left == 0)
    assert sum(all(one is not None for one in line) for line in design.cells) == left
    assert len(fields["level"].where) == 3, "the other fields mean what they meant"
