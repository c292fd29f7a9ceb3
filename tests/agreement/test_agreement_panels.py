"""What explains the figures: prevalence and bias, margins, who codes higher, drift, levels, single coders and pairs."""

import numpy as np
import pytest

from twofold.agreement import (
    BadCodes,
    Intervals,
    Method,
    Scale,
    agreement,
    binary_panel,
    category_agreement,
    chance_above,
    drift,
    highest_kappa,
    level_claim,
    light,
    margins,
    ordinal_agreement,
    pairs,
    signed_step,
    without_each_rater,
)

NO_INTERVAL = Intervals(Method.NONE)
RARE_YES = [("no", "no")] * 32 + [("yes", "yes"), ("yes", "no"), ("no", "yes")]


def test_a_rare_yes_is_explained_in_a_sentence():
    panel = binary_panel(RARE_YES, ["no", "yes"])
    assert panel.flags == (
        "Agreement 94 %, kappa .47: 94 % of codes are 'no', so chance agreement is high; "
        "look at the agreement on 'yes' (.50).",
    )
    assert panel.prevalence_index == pytest.approx(31 / 35)
    assert panel.negative.estimate == pytest.approx(0.5)
    assert panel.kappa_max == 1.0


def test_the_same_paradox_is_explained_when_yes_comes_first():
    panel = binary_panel(RARE_YES, ["yes", "no"])
    assert "look at the agreement on 'yes' (.50)" in panel.flags[0]
    assert panel.positive.estimate == pytest.approx(0.5)


def test_balanced_codes_raise_no_flag():
    assert binary_panel([("no", "no")] * 20 + [("yes", "yes")] * 18 + [("yes", "no")] * 4, ["no", "yes"]).flags == ()


def test_coders_who_draw_the_line_differently_are_told():
    rows = [("yes", "no")] * 12 + [("no", "yes")] + [("yes", "yes")] * 10 + [("no", "no")] * 10
    panel = binary_panel(rows, ["yes", "no"], raters=["Anna", "Ben"])
    assert panel.flags == (
        "Anna chose 'yes' on 22 and Ben on 11 of 33 (McNemar p .003): the two draw the line in different places.",
    )
    assert panel.kappa_max == pytest.approx(0.4)


def test_the_panel_needs_two_coders_and_two_categories():
    with pytest.raises(BadCodes, match="two coders and two categories, not 2 and 3"):
        binary_panel([("a", "b")], ["a", "b", "c"])
    assert binary_panel([("a", None)], ["a", "b"]) is None


def test_the_highest_kappa_is_reached_when_the_margins_allow_no_more():
    assert highest_kappa([[40, 9], [6, 45]]) == pytest.approx(0.9399, abs=5e-5)
    assert highest_kappa([[10, 0], [0, 5]]) == 1.0
    assert highest_kappa([[10, 0], [0, 0]]) is None


def test_margins_tell_how_many_categories_are_really_in_use():
    found = margins([[30, 0, 0], [0, 30, 0], [0, 0, 0]], ["a", "b", "c"])
    assert found.effective == pytest.approx(2.0)
    assert found.largest in "ab"
    assert found.largest_share == 0.5
    assert found.symmetry.p is None
    assert found.homogeneity.why == "The coders never differ, so nothing speaks for either direction."
    assert margins([[0, 0], [0, 0]], ["a", "b"]) is None


def test_a_category_that_only_one_coder_uses_does_not_break_the_test_of_margins():
    found = margins([[10, 5, 0], [0, 8, 0], [0, 4, 0]], ["a", "b", "c"]).homogeneity
    assert found.freedom == 2
    assert 0 < found.p < 0.05


@pytest.mark.parametrize(
    ("table", "mean", "said"),
    [
        (
            [[5, 6, 0], [0, 4, 3], [0, 0, 2]],
            0.45,
            "Ben codes .45 of a step higher than Anna on average, over 20 studies.",
        ),
        ([[5, 0], [6, 4]], -0.4, "Anna codes .40 of a step higher than Ben on average, over 15 studies."),
        ([[5, 1], [1, 4]], 0.0, "Anna and Ben code equally high on average."),
        ([[0, 0], [0, 0]], None, "No study has two codes on the scale yet."),
    ],
)
def test_who_codes_higher(table, mean, said):
    step = signed_step(table, ["Anna", "Ben"])
    assert step.sentence == said
    assert step.mean is None if mean is None else step.mean == pytest.approx(mean)


def test_the_limits_of_the_mean_step_are_students():
    steps = np.array([0] * 11 + [1] * 9)
    step = signed_step([[5, 6, 0], [0, 4, 3], [0, 0, 2]], ["A", "B"])
    half = 2.093024 * steps.std(ddof=1) / np.sqrt(20)
    assert (step.low, step.high) == pytest.approx((0.45 - half, 0.45 + half), abs=1e-6)


def order(count):
    return [(at, at + 0.5) for at in range(count)]


def test_disagreements_that_come_late_are_seen_as_drift():
    codes = [("yes", "yes"), ("no", "no")] * 10 + [("yes", "no"), ("no", "no")] * 5
    found = drift(codes, order(30), ["yes", "no"])
    assert found.trend.statistic > 2
    assert found.sentence.startswith("Disagreement grew over the coding (trend p")
    assert found.first_half.estimate == 1.0
    assert found.change.estimate == pytest.approx(found.second_half.estimate - 1.0)
    assert found.change.interval.high < 0.0
    assert len(found.windows) == 30 - 12 + 1
    assert found.windows[0].agreement == 1.0
    assert found.windows[-1].agreement < 0.7


def test_the_trend_is_that_of_cochran_and_armitage():
    codes = [("yes", "yes")] * 12 + [("yes", "no")] * 4 + [("no", "no")] * 4
    found = drift(codes, order(20), ["yes", "no"])
    apart, place = np.array([0] * 12 + [1] * 4 + [0] * 4), np.arange(1, 21)
    mean = apart.mean()
    z = ((place - place.mean()) * apart).sum() / np.sqrt(mean * (1 - mean) * ((place - place.mean()) ** 2).sum())
    assert found.trend.statistic == pytest.approx(z)
    assert found.sentence.startswith("No sign of drift over 20 studies")


def test_the_later_of_two_codes_sets_the_place_and_ties_share_it():
    codes = [("yes", "yes"), ("yes", "no"), ("no", "no"), (None, "no")]
    times = [
        ("2025-03-01", "2025-06-01"),
        ("2025-05-01", "2025-01-01"),
        ("2025-02-01", "2025-05-01"),
        (None, "2025-01-01"),
    ]
    assert drift(codes, times, ["yes", "no"]).order == (1, 2, 0)


def test_on_an_ordered_field_a_coder_who_climbs_is_seen():
    codes = [(0, 0)] * 8 + [(0, 1)] * 4 + [(0, 2)] * 6
    found = drift(codes, order(18), [0, 1, 2], ordered=True)
    assert found.step_trend.statistic > 3
    assert drift(codes, order(18), [0, 1, 2]).step_trend is None


def test_times_that_do_not_fit_are_named():
    with pytest.raises(BadCodes, match="Row 2 has a code without a time"):
        drift([("yes", "yes"), ("yes", "no")], [(1, 2), (3, None)], ["yes", "no"])
    with pytest.raises(BadCodes, match="The times do not fit"):
        drift([("yes", "yes")], [], ["yes", "no"])
    assert drift([("yes", "yes")], [(1, 2)], ["yes", "no"]) is None


def test_gwets_rule_claims_the_level_that_the_error_allows():
    claim = level_claim(0.67, 0.15, Scale.LANDIS_KOCH)
    assert claim.cumulative == pytest.approx((0.18168, 0.67511, 0.96356, 0.99912, 1, 1), abs=5e-6)
    assert claim.claimed == "moderate"
    assert sum(claim.probability) == pytest.approx(1.0)


@pytest.mark.parametrize("scale", list(Scale))
def test_a_precise_estimate_claims_the_level_it_lies_in(scale):
    names = [name for name, _ in scale.levels]
    assert level_claim(0.9, 0.001, scale).claimed == names[0]
    assert level_claim(-0.5, 0.001, scale).claimed == names[-1]


def test_a_level_without_an_error_is_refused():
    with pytest.raises(ValueError, match="standard error above 0"):
        level_claim(1.0, 0.0)


def test_how_sure_the_data_make_a_bound():
    rows = [("a", "a")] * 40 + [("b", "b")] * 35 + [("a", "b")] * 5
    sure = chance_above(rows, 0.6, ["a", "b"])
    assert sure.share > 0.97
    assert sure.sentence.endswith("sure that kappa is above .60.")
    assert chance_above(rows, 0.95, ["a", "b"]).share < 0.1
    assert chance_above(rows, 0.6, ["a", "b"], coefficient="alpha").share == pytest.approx(sure.share, abs=0.02)
    assert chance_above([("a", None)], 0.6, ["a", "b"]).share is None


THREE = [("a", "a", "b"), ("b", "b", "b"), ("a", None, "a"), ("c", "c", "c"), ("a", "b", "c"), ("b", "b", "a")] * 4


def test_each_pair_is_compared_on_the_units_that_both_coded():
    found = pairs(THREE, ["a", "b", "c"], intervals=NO_INTERVAL)
    assert [one.raters for one in found] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert [one.agreement.n for one in found] == [20, 24, 20]
    alone = agreement([(row[0], row[2]) for row in THREE], ["a", "b", "c"], intervals=NO_INTERVAL)
    assert found[1].agreement.figure("kappa").estimate == alone.figure("kappa").estimate
    gap = alone.figure("kappa").estimate - alone.figure("pi").estimate
    assert found[1].threshold_gap == pytest.approx(gap)


def test_light_is_the_mean_of_the_pairs():
    each = [one.agreement.figure("kappa").estimate for one in pairs(THREE, ["a", "b", "c"], intervals=NO_INTERVAL)]
    found = light(THREE, ["a", "b", "c"])
    assert found.estimate == pytest.approx(np.mean(each))
    assert found.interval.low < found.estimate < found.interval.high


def test_the_coder_who_disagrees_is_the_one_whose_absence_helps():
    found = without_each_rater(THREE, ["a", "b", "c"], intervals=NO_INTERVAL)
    changes = {one.rater: one.change for one in found}
    assert changes["C"] > 0 > changes["A"]
    assert without_each_rater([row[:2] for row in THREE], ["a", "b", "c"]) == ()


def test_categories_have_their_own_agreement_and_share():
    found = category_agreement([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")], ["a", "b", "z"])
    by_name = {one.category: one for one in found}
    assert by_name["a"].agreement.estimate == pytest.approx(2 / 3)
    assert by_name["b"].agreement.estimate == pytest.approx(4 / 5)
    assert by_name["a"].share == pytest.approx(3 / 8)
    assert by_name["z"].agreement.estimate is None
    assert by_name["z"].agreement.why == by_name["z"].kappa.why == "Nobody used 'z' on the 4 studies."


def test_rows_of_studies_give_a_mean_step_without_limits_and_no_test_of_margins():
    rows = [("yes", "no")] * 12 + [("yes", "yes")] * 10 + [("no", "no")] * 10
    studies = [at // 2 for at in range(32)]
    assert binary_panel(rows, ["yes", "no"], clusters=studies).flags == ()
    assert "McNemar" in binary_panel(rows, ["yes", "no"]).flags[0]
    step = ordinal_agreement(rows, ["no", "yes"], clusters=studies, unit="row").step
    assert step.mean == pytest.approx(-12 / 32)
    assert (step.low, step.high) == (None, None)
