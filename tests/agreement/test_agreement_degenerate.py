"""Data that defeat a coefficient: it is None with a reason, never NaN, and never a silent 1 or 0."""

import re

import pytest

from twofold.agreement import (
    BadCodes,
    BadWeights,
    Intervals,
    Method,
    agreement,
    from_positions,
    light,
    number_agreement,
    pairs,
    set_agreement,
)

YES_NO = ["yes", "no"]
CORRECTED_BY_USE = ("kappa", "pi", "alpha")


def estimates(found):
    return {figure.key: figure.estimate for figure in found.figures}


def test_all_codes_in_one_of_two_categories():
    found = agreement([("yes", "yes")] * 10, YES_NO)
    assert estimates(found) == {"percent": 1.0, "ac": 1.0, "bp": 1.0, "kappa": None, "pi": None, "alpha": None}
    assert found.figure("kappa").why == (
        "Both coders used only 'yes' on all 10 studies; kappa cannot be computed (chance agreement is 100 %). "
        "Raw agreement 100 % (95 % 72 to 100)."
    )
    for key in ("percent", "ac", "bp"):
        interval = found.figure(key).interval
        assert 0.4 < interval.low < 0.9
        assert interval.high == 1.0


@pytest.mark.parametrize("n", [3, 7, 10, 49, 99, 1000, 12345])
@pytest.mark.parametrize("coders", [2, 3])
def test_certain_chance_agreement_is_found_whatever_the_number_of_units(n, coders):
    found = agreement([("no",) * coders] * n, ["yes", "no", "unclear"], intervals=Intervals(Method.NONE))
    assert [found.figure(key).estimate for key in CORRECTED_BY_USE] == [None, None, None]
    assert estimates(found)["ac"] == 1.0


def test_one_coder_who_never_varies():
    found = agreement([("yes", "yes")] * 6 + [("yes", "no")] * 4, YES_NO)
    kappa = found.figure("kappa")
    assert kappa.estimate == 0.0
    assert kappa.standard_error == 0.0
    assert "A used one category throughout, so kappa is 0 whatever B did." in kappa.notes
    assert kappa.interval.low < 0.0 < kappa.interval.high


@pytest.mark.parametrize("counts", [(7, 13), (10, 39), (1, 48), (30, 3)])
def test_a_constant_coder_gives_exactly_zero_under_any_weights(counts):
    same, other = counts
    rows = [("b", "b")] * same + [("b", "c")] * other
    for weights in ("none", "linear", "quadratic", "gwet-ordinal"):
        found = agreement(rows, ["a", "b", "c"], weights=weights, intervals=Intervals(Method.NONE))
        assert found.figure("kappa").estimate == 0.0


def test_two_coders_who_never_vary_and_differ():
    found = agreement([("yes", "no")] * 10, YES_NO)
    values = estimates(found)
    assert values["percent"] == 0.0
    assert values["kappa"] == 0.0
    assert [values[key] for key in ("pi", "ac", "bp")] == [-1.0, -1.0, -1.0]
    assert "The coders never share a category." in found.figure("kappa").notes


@pytest.mark.parametrize(
    "rows", [[("yes", None)] * 5, [("yes", None), (None, "no")], [(None, None)] * 3 + [("no", None)]]
)
def test_no_unit_coded_twice(rows):
    found = agreement(rows, YES_NO)
    assert set(estimates(found).values()) == {None}
    assert {figure.why for figure in found.figures} == {"No study has two codes yet."}
    assert {figure.interval for figure in found.figures} == {None}


def test_a_third_coder_without_codes_is_dropped_and_named():
    rows = [("yes", "yes", None)] * 8 + [("no", "yes", None)] * 2 + [("no", "no", None)] * 4
    found = agreement(rows, YES_NO)
    assert found.raters == ("A", "B")
    assert found.notes == ("C has no codes on studies coded twice and is left out.",)
    assert estimates(found) == estimates(agreement([row[:2] for row in rows], YES_NO))


def test_other_categories_only_in_single_codes_leave_kappa_undefined():
    found = agreement([("yes", "yes")] * 3 + [("no", None)] * 4, YES_NO)
    assert estimates(found)["percent"] == 1.0
    assert estimates(found)["kappa"] is None
    assert found.notes == ("4 studies have one code only and do not count.",)
    assert (found.units, found.n, found.single) == (7, 3, 4)


def test_one_unit_has_an_estimate_and_no_interval():
    found = agreement([("yes", "no")], YES_NO)
    assert estimates(found)["bp"] == -1.0
    for figure in found.figures:
        assert figure.interval is None
        assert figure.why_no_interval == "One study: no interval."
        assert figure.standard_error is None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "There are no coders."),
        ([("yes",)], "There is one coder only; agreement needs two."),
        ([(None, None)], "There are no studies with a code."),
    ],
)
def test_nothing_to_compare_names_the_cause(rows, why):
    assert {figure.why for figure in agreement(rows, YES_NO).figures} == {why}


def test_a_single_category_leaves_raw_agreement_only():
    found = agreement([("yes", "yes")] * 4, ["yes"])
    assert estimates(found) == {"percent": 1.0, "kappa": None, "pi": None, "ac": None, "bp": None, "alpha": None}
    assert "one category only" in found.figure("ac").why


def test_an_unknown_label_names_the_cell():
    with pytest.raises(
        BadCodes, match=re.escape("Row 2, coder Ben: 'maybe' is not a declared category ('yes', 'no').")
    ):
        agreement([("yes", "no"), ("yes", "maybe")], YES_NO, raters=["Anna", "Ben"])


def test_a_label_that_cannot_be_one_names_the_cell():
    with pytest.raises(BadCodes, match=r"Row 1, coder B: \['no'\]"):
        agreement([("yes", ["no"])], YES_NO)


def test_ragged_rows_name_the_row():
    with pytest.raises(BadCodes, match="Row 3 has 3 codes where row 1 has 2"):
        agreement([("yes", "no"), ("yes", "no"), ("yes", "no", "no")], YES_NO)


@pytest.mark.parametrize(
    ("categories", "message"),
    [
        (["yes", "no", "yes"], "declared twice, as number 1 and 3"),
        (["yes", None], "stands for 'not yet coded'"),
        ([], "No categories are declared"),
        (None, "No categories are declared"),
    ],
)
def test_categories_that_cannot_be_used(categories, message):
    with pytest.raises(BadCodes, match=message):
        agreement([("yes", "yes")], categories)


@pytest.mark.parametrize("rows", [["yes", "no"], [1, 2]])
def test_a_list_of_labels_in_place_of_rows_is_explained(rows):
    with pytest.raises(BadCodes, match=re.escape("zip(first, second)")):
        agreement(rows, ["yes", "no", 1, 2])


@pytest.mark.parametrize(
    ("codes", "message"),
    [([[0, 2]], "Row 1, coder B: position 2"), ([[0, -2]], "position -2"), ([0, 1], "1-D"), ([[0.5, 1]], "float64")],
)
def test_positions_out_of_range_name_the_cell(codes, message):
    with pytest.raises(BadCodes, match=message):
        from_positions(codes, YES_NO)


@pytest.mark.parametrize(
    ("raters", "message"), [(["Anna"], "1 coders are named for 2 columns"), (["Anna", "Anna"], "the same name")]
)
def test_names_of_coders_that_do_not_fit(raters, message):
    with pytest.raises(BadCodes, match=message):
        agreement([("yes", "no")], YES_NO, raters=raters)


@pytest.mark.parametrize(
    ("clusters", "message"), [(["s1"], "1 groups are given for 2 rows"), (["s1", None], "Row 2 names no study")]
)
def test_clusters_that_do_not_fit(clusters, message):
    with pytest.raises(BadCodes, match=message):
        agreement([("yes", "no"), ("no", "no")], YES_NO, clusters=clusters)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("cubic", "'cubic' is no set of weights"),
        ([[1, 0.5]], "The weights are 1 x 2; 2 categories need 2 x 2"),
        ([[1, 1.5], [0, 1]], "The weight of categories 1 and 2 is 1.5"),
        ([[0.9, 0], [0, 1]], "category 1 with itself is 0.9"),
        ([[1, float("nan")], [0, 1]], "categories 1 and 2 is nan"),
    ],
)
def test_weights_that_cannot_be_used(weights, message):
    with pytest.raises(BadWeights, match=message):
        agreement([("yes", "no")], YES_NO, weights=weights)


@pytest.mark.parametrize(
    "method", [Method.GWET_T, Method.PERCENTILE, Method.BCA, Method.JACKKNIFE, Method.FLEISS_COHEN_EVERITT]
)
def test_perfect_agreement_never_has_the_interval_from_one_to_one(method):
    found = agreement([("yes", "yes")] * 8 + [("no", "no")] * 4, YES_NO, intervals=Intervals(method)).figure("kappa")
    assert found.estimate == 1.0
    assert found.interval.method is Method.SMOOTHED
    assert found.interval.low < 0.8
    assert found.interval.high == 1.0
    low = f"{found.interval.low:.2f}".lstrip("0")
    assert f"No disagreement in 12 studies; true Cohen kappa may be as low as {low}." in found.notes


def test_draws_without_a_value_are_left_out_and_told():
    found = agreement([("no", "no")] * 32 + [("yes", "yes"), ("yes", "no"), ("no", "yes")], YES_NO,
                      intervals=Intervals(Method.PERCENTILE)).figure("kappa")  # fmt: skip
    assert 0.02 < found.interval.left_out < 0.08
    assert any("undefined in 4" in note for note in found.notes)


@pytest.mark.parametrize("method", [Method.PERCENTILE, Method.BCA])
def test_too_many_draws_without_a_value_refuse_the_limits(method):
    found = agreement([("no", "no")] * 20 + [("yes", "no")], YES_NO, intervals=Intervals(method)).figure("alpha")
    assert found.estimate is not None
    assert found.interval is None
    assert "undefined in 3" in found.why_no_interval


def test_weights_that_call_everything_agreement_leave_nothing_to_correct():
    found = agreement([("yes", "no"), ("no", "yes")], YES_NO, weights=[[1, 1], [1, 1]])
    values = estimates(found)
    assert values.pop("percent") == 1.0
    assert values.pop("alpha") is not None
    assert set(values.values()) == {None}
    assert "Under these weights" in found.figure("bp").why


def test_light_is_undefined_where_one_pair_is_and_names_it():
    rows = [("a", "a", "b"), ("a", "a", "a"), ("a", "a", "b")]
    found = light(rows, ["a", "b"])
    assert found.estimate is None
    assert found.why == "Kappa is undefined for A and B: both used one category throughout."


def test_pairs_that_share_no_unit_are_told_apart_from_those_that_do():
    rows = [("a", "b", None), ("a", "a", None), (None, "b", "b"), (None, "a", "b")]
    whole = light(rows, ["a", "b"])
    assert whole.notes == ("2 of 3 pairs of coders share a study.",)
    by_pair = {one.raters: one.agreement for one in pairs(rows, ["a", "b"])}
    assert by_pair["A", "C"].figure("kappa").why == "No study has two codes yet."


def test_sets_that_are_all_the_same_leave_alpha_undefined():
    found = set_agreement([({"a"}, {"a"})] * 9, ["a", "b"])
    alpha = found.figure("alpha", "masi")
    assert alpha.estimate is None
    assert alpha.why.startswith("Both coders chose 'a' on all 9 studies; alpha cannot be computed")
    assert found.figure("percent").estimate == 1.0


@pytest.mark.parametrize(
    ("rows", "icc", "alpha"),
    [
        ([(5, 5), (5, 5)], "The units do not differ on average", "Every number is the same"),
        ([(5, None), (None, 6)], "ICC needs two studies", "No study has two codes yet"),
        ([(5, 6)], "ICC needs two studies", ""),
    ],
)
def test_numbers_without_spread_or_pairs_leave_icc_undefined(rows, icc, alpha):
    found = number_agreement(rows)
    assert found.icc.estimate is None
    assert icc in found.icc.why
    assert alpha in found.alpha.why


def test_numbers_that_all_agree_have_an_icc_of_one_without_limits():
    found = number_agreement([(5, 5), (7, 7), (9, 9)])
    assert found.icc.estimate == 1.0
    assert found.icc.interval is None
    assert found.icc.why_no_interval


def test_leaving_out_the_only_other_code_is_seen_as_undefined_with_three_coders():
    """A third of a code must not survive the subtraction and pass for a category still in use."""
    rows = [("a", "a", "a")] * 10 + [("a", "b", "a")]
    found = agreement(rows, ["a", "b"], intervals=Intervals(Method.JACKKNIFE))
    for key in CORRECTED_BY_USE:
        assert found.figure(key).estimate is not None
        assert found.figure(key).interval is None
        assert "the jackknife fails" in found.figure(key).why_no_interval


@pytest.mark.parametrize("method", list(Method))
def test_one_unit_never_has_an_interval_by_any_method(method):
    for figure in agreement([("yes", "no")], YES_NO, intervals=Intervals(method)).figures:
        assert figure.interval is None


def test_studies_coded_once_do_not_inflate_the_error():
    rows = [("yes", "yes")] * 10 + [("no", "no")] * 6 + [("yes", "no")] * 4 + [("yes", None), ("no", None)] * 40
    ours = agreement(rows, YES_NO, intervals=Intervals(Method.NONE))
    theirs = agreement(rows, YES_NO, population="irrcac", intervals=Intervals(Method.NONE))
    assert ours.figure("percent").estimate == theirs.figure("percent").estimate
    assert theirs.figure("percent").standard_error > 2 * ours.figure("percent").standard_error
    assert theirs.notes[-1] == "Chance agreement and errors are taken over all studies with a code, as in irrCAC."


def test_two_agreeing_pairs_and_three_single_codes_show_what_irrcac_does():
    rows = [("yes", "yes"), ("no", "no"), ("yes", None), ("yes", None), ("no", None)]
    theirs = agreement(rows, YES_NO, population="irrcac", intervals=Intervals(Method.NONE)).figure("percent")
    assert theirs.estimate == 1.0
    assert theirs.standard_error == pytest.approx(0.61, abs=5e-3)
