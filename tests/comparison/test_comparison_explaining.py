"""What lies behind the figures of a field: each answer, prevalence and bias, who codes higher, slips, drift."""

from dataclasses import replace
from pathlib import Path

import pytest
from compared_reviews import code, release
from opened_reviews import PEOPLE, opened, with_studies

from twofold.agreement import Intervals, Method
from twofold.comparison.crossing import crossing
from twofold.comparison.explaining import each_answer, each_option, explanations, over_time, paradox_panel
from twofold.comparison.gathering import Gathered, gather
from twofold.comparison.readings import Reading, read_fields
from twofold.comparison.what_if import left_without, merged, suppose_one
from twofold.record.plan_documents import PersonEntry

ANALYTIC = Intervals(Method.ANALYTIC)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gathered, dict[str, Reading]]:
    """Thirteen studies: one `no` among yes, levels one step apart in two, numbers with a slip in one."""
    place = tmp_path_factory.mktemp("explaining")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        folder = with_studies(place / "r", [f"A fictional study number {one}" for one in "abcdefghijklm"])
        common = [
            {"design": "rct", "level": "middle", "part": "yes", "who": {"carers"}, "n_all": str(100 + number)}
            for number in range(13)
        ]
        anna = [*common[:11], {**common[11], "part": "no"}, {**common[12], "level": "high"}]
        ben = [{**common[0], "n_all": "1000"}, *common[1:12], {**common[12], "part": "no", "who": set[str]()}]
        code(folder, "anna", anna)
        code(folder, "ben", ben)
        release(folder)
        with opened(folder, writing=False) as review:
            found = gather(review)
    return found, {one.field.id: one for one in read_fields(found.fields, ANALYTIC)}


def test_a_lopsided_field_is_told_as_such_with_what_the_margins_allow(
    read: tuple[Gathered, dict[str, Reading]],
) -> None:
    panel = paradox_panel(read[1]["part"].coded, ANALYTIC)
    assert panel is not None
    assert panel.table == ((11, 1), (1, 0))
    assert panel.prevalence_index == pytest.approx(11 / 13)
    said = explanations(*_of(read, "part"), ANALYTIC)
    assert said[0].startswith("Agreement 85 %, kappa -.08: 92 % of codes are 'yes', so chance agreement is high")
    assert "Yes against No: prevalence index .85, bias index 0, PABAK .69" in said[1]


def _of(read: tuple[Gathered, dict[str, Reading]], field: str) -> tuple[Gathered, Reading]:
    return read[0], read[1][field]


def test_fields_with_more_answers_have_no_such_panel(read: tuple[Gathered, dict[str, Reading]]) -> None:
    assert all(paradox_panel(read[1][field].coded, ANALYTIC) is None for field in ("design", "level", "who", "n_all"))


def test_who_codes_higher_is_said_of_ordered_fields(read: tuple[Gathered, dict[str, Reading]]) -> None:
    assert explanations(*_of(read, "level"), ANALYTIC)[:2] == (
        "96 % of the answers are Middle, as if there were 1.1 equally common ones: chance agreement is high (92 %), so"
        " look at each answer.",
        "anna codes .08 of a step higher than ben on average, over 13 studies.",
    )


def test_of_three_coders_each_pair_is_told_and_what_is_left_without_each(tmp_path: Path) -> None:
    third = PersonEntry(id="dora", name="Dora Lind", roles=("reviewer",))
    folder = with_studies(
        tmp_path / "r", [f"A fictional study number {one}" for one in "abcdef"], people=(*PEOPLE, third)
    )
    given = [{"design": design} for design in ("rct", "rct", "cohort", "cohort", "rct", "cohort")]
    code(folder, "anna", given)
    code(folder, "ben", given)
    code(folder, "dora", [{"design": "rct"}, {"design": "cohort"}, *given[2:5], {"design": "rct"}])
    release(folder)
    with opened(folder, writing=False) as review:
        found = gather(review)
    design = next(one for one in read_fields(found.fields, ANALYTIC) if one.field.id == "design")
    pairs, left = explanations(found, design, ANALYTIC)
    # Each of anna's tables with dora is 2 1 / 1 2: raw agreement 4/6, by chance 1/2, so kappa is 1/3.
    assert pairs == "Kappa of each pair: anna and ben 1 (n 6); anna and dora .33 (n 6); ben and dora .33 (n 6)."
    assert left.startswith("Krippendorff alpha without anna .39; without ben .39; without dora 1.")


def test_a_likely_slip_names_its_study(read: tuple[Gathered, dict[str, Reading]]) -> None:
    assert explanations(*_of(read, "n_all"), ANALYTIC) == (
        "S001: 100 and 1000 differ by a factor of 10: per cent, thousands or units?",
    )


def test_drift_is_told_of_options_and_only_where_there_are_studies_enough(
    read: tuple[Gathered, dict[str, Reading]],
) -> None:
    found, readings = read
    days = [f"2026-01-{day:02}T12:00:00Z" for day in range(1, 14)]
    dated = [replace(one, submitted=(day, day)) for one, day in zip(found.studies, days, strict=True)]
    found = replace(found, studies=tuple(dated))
    assert "13 studies (trend p " in explanations(found, readings["level"], ANALYTIC)[-1]
    moved = over_time(found, readings["level"].coded, ANALYTIC)
    assert moved is not None
    assert moved.order == tuple(range(13))
    assert over_time(found, readings["n_all"].coded, ANALYTIC) is None
    assert over_time(found, readings["direction"].coded, ANALYTIC) is None


def test_only_answers_that_somebody_gave_are_told_one_by_one(read: tuple[Gathered, dict[str, Reading]]) -> None:
    assert [one.category for one in each_answer(read[1]["level"].coded, ANALYTIC)] == ["middle", "high"]
    assert [one.option for one in each_option(read[1]["who"])] == ["carers"]
    assert each_answer(read[1]["who"].coded, ANALYTIC) == ()
    assert each_option(read[1]["share"]) == ()


def test_every_unit_coded_twice_stands_in_exactly_one_cell(read: tuple[Gathered, dict[str, Reading]]) -> None:
    for one in read[1].values():
        crossed = crossing(one.coded)
        if crossed is None:
            assert not one.figures.n
            continue
        units = [unit for _, some in (*crossed.differing, *crossed.same) for unit in some]
        assert len(units) == len(set(units)) == one.figures.n
        assert sum(len(some) for _, some in crossed.same) == one.agreed


def test_the_pairs_that_differ_come_with_the_most_frequent_first(read: tuple[Gathered, dict[str, Reading]]) -> None:
    crossed = crossing(read[1]["part"].coded)
    assert crossed is not None
    assert [(pair, len(units)) for pair, units in crossed.differing] == [(("yes", "no"), 1), (("no", "yes"), 1)]
    assert crossed.answers == ("yes", "no")


def test_two_options_can_be_supposed_to_be_one_and_the_codes_stay_as_they_are(
    read: tuple[Gathered, dict[str, Reading]],
) -> None:
    level = read[1]["level"]
    before = level.coded.lines
    one = suppose_one(level.coded, ("high", "middle"), ANALYTIC)
    assert one is not None
    assert (one.words, one.caution) == ("Middle and High as one option", "")
    assert [(each.agreed, each.figures.n) for each in (one.before, one.after)] == [(12, 13), (13, 13)]
    kappas = next((now, then) for name, now, then in one.figures if name == "weighted kappa (linear weights)")
    assert kappas[0] == level.headline
    assert kappas[1].estimate is None
    assert "chance agreement is 100 %" in kappas[1].why
    low = suppose_one(level.coded, ("low", "middle"), ANALYTIC)
    assert low is not None
    assert low.after.agreed == 12
    together = merged(level.coded, "high", "middle")
    assert together is not None
    assert together.codes.categories == ("low", "middle", "NR", "UC", "NAP")
    assert {one for line in together.lines for one in line} == {"middle"}
    assert level.coded.lines is before


def test_what_cannot_be_merged_is_not(read: tuple[Gathered, dict[str, Reading]]) -> None:
    readings = read[1]
    assert merged(readings["part"].coded, "yes", "no") is None, "one option alone is no question"
    assert merged(readings["level"].coded, "low", "low") is None
    assert merged(readings["level"].coded, "low", "unheard") is None
    assert merged(readings["who"].coded, "carers", "residents") is None
    assert merged(readings["n_all"].coded, "100", "1000") is None
    assert merged(readings["level"].coded, "low", "NR") is not None


def test_what_is_merged_against_the_order_of_the_scale_is_told_as_such(
    read: tuple[Gathered, dict[str, Reading]],
) -> None:
    level = read[1]["level"].coded
    said = {
        options: one.caution
        for options in (("low", "high"), ("low", "NR"), ("NR", "UC"), ("low", "middle"))
        if (one := suppose_one(level, options, ANALYTIC)) is not None
    }
    assert said["low", "high"].startswith("These are no neighbours on the scale")
    assert said["low", "NR"].startswith("An answer off the scale is given a place on it")
    assert said["NR", "UC"] == said["low", "middle"] == ""


def test_without_a_field_its_disagreements_are_gone_and_nothing_is_averaged(
    read: tuple[Gathered, dict[str, Reading]],
) -> None:
    found, readings = read[0], list(read[1].values())
    now, then = left_without(found, readings), left_without(found, readings, ["part"])
    assert sum(now.disagreements.values()) - sum(then.disagreements.values()) == 2
    assert (now.fields, then.fields) == (7, 6)
    values = sorted(one.headline.estimate for one in readings if one.headline.estimate is not None)
    assert now.middle == pytest.approx((values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2)
    assert now.lowest == ("part", values[0])
    assert left_without(found, readings, [one.field.id for one in readings]).words == (
        "0 fields, 0 disagreements; no field has a figure."
    )
