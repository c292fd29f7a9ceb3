"""What is said of figures that rest on little: few units, skew, no estimate, rows that nobody matched yet."""

from pathlib import Path

import pytest
from compared_reviews import code, match_rows, release
from opened_reviews import opened, with_studies

from twofold.agreement import Intervals, Method
from twofold.comparison.crossing import crossing
from twofold.comparison.explaining import explanations
from twofold.comparison.gathering import Gathered, gather
from twofold.comparison.methods import methods_paragraph
from twofold.comparison.readings import Reading, read_fields, to_reword
from twofold.comparison.row_matches import ToMatch, to_match

ANALYTIC = Intervals(Method.ANALYTIC)
ROWS = {"Depression at six months": "better", "School attendance": "worse"}
ALIKE = {"Depression at six months": "worse", "Something else altogether": "better"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifteen studies: designs split 9 to 6 and apart on three, levels on three studies with Middle never used, one
    and the same set everywhere, rows in the first study, and no numbers."""
    place = tmp_path_factory.mktemp("cautions")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        made = with_studies(place / "r", [f"A fictional study number {one}" for one in "abcdefghijklmno"])
        anna: list[dict[str, object]] = [
            {"design": "rct" if one < 9 else "cohort", "who": {"carers"}} for one in range(15)
        ]
        ben = [dict(one) for one in anna]
        for one in (0, 1, 10):
            ben[one]["design"] = "cohort" if one < 9 else "rct"
        for one, (mine, theirs) in enumerate((("low", "high"), ("high", "low"), ("low", "NR"))):
            anna[one]["level"], ben[one]["level"] = mine, theirs
        anna[0]["rows"], ben[0]["rows"] = ROWS, ALIKE
        code(made, "anna", anna)
        code(made, "ben", ben)
        release(made)
    return made


@pytest.fixture
def read(folder: Path) -> tuple[Gathered, dict[str, Reading]]:
    with opened(folder, writing=False) as review:
        found = gather(review)
    return found, {one.field.id: one for one in read_fields(found.fields, ANALYTIC)}


def test_the_methods_count_only_fields_that_two_coded_and_figures_that_there_are(
    folder: Path, read: tuple[Gathered, dict[str, Reading]]
) -> None:
    readings = list(read[1].values())
    computed = [one.field.id for one in readings if one.figures.n]
    assert computed == ["level", "design", "who"]
    assert len(readings) == 7
    with opened(folder, writing=False) as review:
        said = methods_paragraph(review, read[0], readings, ANALYTIC)
    assert "Agreement was computed for 3 fields," in said
    assert "Of 4 further fields nothing had been coded by two" in said
    assert "The figures were weighted kappa (linear weights) (1 field) and Cohen kappa (1 field)." in said
    assert "For 1 field the figure is undefined, and raw agreement alone is given." in said
    assert "1 field had fewer than 10 units coded by two" in said


def test_few_units_are_called_few_and_their_fields_are_not_the_first_to_reword(
    read: tuple[Gathered, dict[str, Reading]],
) -> None:
    level, design = read[1]["level"], read[1]["design"]
    assert level.differing > design.differing
    assert [one.field.id for one in to_reword([level, design])] == ["design", "level"]
    assert level.sentence.endswith("; only 3 studies, too few to say much")
    assert "too few" not in design.sentence
    assert (level.on, design.on) == ("on 2", "")


def test_chance_agreement_is_called_high_where_it_is(read: tuple[Gathered, dict[str, Reading]]) -> None:
    design = read[1]["design"]
    assert (design.figures.n, design.agreed) == (15, 12)
    assert "chance agreement" not in " ".join(explanations(read[0], design, ANALYTIC)), "9 to 6 is no skew"


def test_the_table_of_a_scale_has_every_level_in_its_place(read: tuple[Gathered, dict[str, Reading]]) -> None:
    crossed = crossing(read[1]["level"].coded)
    assert crossed is not None
    assert crossed.answers == ("low", "middle", "high", "NR")
    assert [pair for pair, _ in crossed.differing] == [("low", "high"), ("low", "NR"), ("high", "low")]
    named = crossing(read[1]["design"].coded)
    assert named is not None
    assert named.answers == ("rct", "cohort"), "options without an order are listed as far as they were used"


def test_rows_are_said_to_wait_as_long_as_a_match_is_suggested(folder: Path) -> None:
    def waiting() -> ToMatch | None:
        with opened(folder, writing=False) as review:
            assert review.look()
            return to_match(review, gather(review))

    first = waiting()
    assert first is not None
    assert (first.unmatched, first.suggested) == (4, 1)
    assert first.words.startswith(f"4 of the {first.disagreements} disagreements are rows not matched: ")
    assert first.words.endswith(" 1 match is suggested.")
    match_rows(folder, 0, "Depression at six months")
    assert waiting() is None, "what is left in one list alone is no match that anyone could make"
