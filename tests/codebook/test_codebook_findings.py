"""What is told about a sheet: what is still owed, what cannot be, and what the codebook's checks say."""

import pytest

from twofold.codebook.conditions import asked
from twofold.codebook.findings import Finding, findings, needs_reason, owed
from twofold.codebook.model import Codebook, Level
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.values.answers import Answer, Chosen, OffScale, Value
from twofold.values.coded import Coded, Evidence, Place, Sheet


def at(codebook: Codebook, sheet: Sheet, field: str, row: str | None = None) -> list[tuple[str, Level]]:
    return [(one.check, one.level) for one in findings(codebook, sheet) if one.place == (row, field)]


def one_code(field: str, coded: Coded) -> Sheet:
    return Sheet({(None, field): coded})


def test_a_required_field_left_blank_blocks(small: Codebook) -> None:
    assert at(small, Sheet(), "design") == [("required", Level.BLOCK)]
    assert at(small, Sheet(), "level") == []
    assert at(small, Sheet(rows=("r",)), "outcome", "r") == [("required", Level.BLOCK)]


def test_not_applicable_on_a_required_field_needs_a_note(small: Codebook) -> None:
    assert at(small, one_code("design", Coded(OffScale.NOT_APPLICABLE)), "design") == [("note", Level.BLOCK)]
    assert at(small, one_code("design", Coded(OffScale.NOT_APPLICABLE, note="a map")), "design") == []
    assert at(small, one_code("level", Coded(OffScale.NOT_APPLICABLE)), "level") == []


def test_an_answer_on_the_scale_needs_the_quote_where_quotes_are_wanted(small: Codebook) -> None:
    assert at(small, one_code("level", Coded(Value("low"))), "level") == [("quote", Level.BLOCK)]
    only_place = Coded(Value("low"), Evidence(place="p. 3"))
    assert at(small, one_code("level", only_place), "level") == [("quote", Level.BLOCK)]
    assert at(small, one_code("level", Coded(Value("low"), Evidence(quote="asked"))), "level") == []
    assert at(small, one_code("level", Coded(OffScale.UNCLEAR)), "level") == []


def test_an_answer_on_the_scale_is_asked_for_its_place_where_places_are_wanted(small: Codebook) -> None:
    assert at(small, one_code("design", Coded(Value("rct"))), "design") == [("place", Level.WARN)]
    assert at(small, one_code("design", Coded(Value("rct"), Evidence(place="p. 3"))), "design") == []


def test_not_reported_on_a_primary_item_asks_where_one_looked(small: Codebook) -> None:
    assert at(small, one_code("level", Coded(OffScale.NOT_REPORTED)), "level") == [("looked", Level.WARN)]
    looked = Coded(OffScale.NOT_REPORTED, Evidence(place="whole paper"))
    assert at(small, one_code("level", looked), "level") == []
    assert at(small, one_code("share", Coded(OffScale.NOT_REPORTED)), "share") == []


def test_a_reason_is_owed_where_the_field_or_the_option_wants_one(small: Codebook) -> None:
    def sheet(coded: Coded) -> Sheet:
        return Sheet({("r", "direction"): Coded(Value("worse")), (None, "concern"): coded}, ("r",))

    assert at(small, sheet(Coded(Value("led"))), "concern") == [("reason", Level.BLOCK)]
    assert at(small, sheet(Coded(Value("led"), reason=" ")), "concern") == [("reason", Level.BLOCK)]
    assert at(small, sheet(Coded(Value("led"), reason="no list")), "concern") == []
    assert at(small, sheet(Coded(OffScale.UNCLEAR)), "concern") == [("reason", Level.BLOCK)]
    assert at(small, sheet(Coded(OffScale.NOT_REPORTED)), "concern") == []
    placed = Evidence(place="p. 1")
    assert at(small, one_code("design", Coded(Value("other"), placed)), "design") == [("reason", Level.BLOCK)]
    assert at(small, one_code("design", Coded(Value("rct"), placed)), "design") == []


def test_a_set_needs_a_reason_if_one_of_its_options_does(default: Codebook) -> None:
    field = default.by_id["counts_in_synthesis"]
    assert needs_reason(field, Value("no"))
    assert not needs_reason(field, Value("yes"))
    assert needs_reason(field, Chosen(frozenset(["yes", "no"])))
    assert not needs_reason(field, Chosen(frozenset()))


def test_a_number_out_of_its_range_blocks(small: Codebook) -> None:
    assert at(small, one_code("n_all", Coded(Value("5001"))), "n_all") == [("range", Level.BLOCK)]
    assert at(small, one_code("n_all", Coded(Value("5000"))), "n_all") == []
    assert at(small, one_code("began", Coded(Value("1989"))), "began") == [("range", Level.BLOCK)]
    assert at(small, one_code("began", Coded(Value("1990"))), "began") == []


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("who", Value("residents")),
        ("who", Chosen(frozenset(["residents", "nobody"]))),
        ("design", Chosen(frozenset(["rct"]))),
        ("design", Value("a trial")),
        ("n_all", Value("many")),
        ("n_all", Value("1.5")),
        ("began", Value("31.05.2024")),
        ("remarks", Chosen(frozenset(["a"]))),
    ],
)
def test_an_answer_that_the_field_cannot_have_blocks(field: str, answer: Answer, small: Codebook) -> None:
    assert ("impossible", Level.BLOCK) in at(small, one_code(field, Coded(answer)), field)


def test_a_declared_check_speaks_at_its_field_and_in_its_row(small: Codebook) -> None:
    sheet = Sheet({("a", "direction"): Coded(Value("better")), ("b", "direction"): Coded(Value("worse"))}, ("a", "b"))
    assert at(small, sheet, "direction", "a") == [("better_needs_level", Level.BLOCK)]
    assert at(small, sheet, "direction", "b") == []
    told = next(one for one in findings(small, sheet) if one.check == "better_needs_level")
    assert told == Finding(Level.BLOCK, ("a", "direction"), "Say the level first.", "better_needs_level")


def test_a_check_at_a_field_that_is_not_asked_is_silent(small: Codebook) -> None:
    numbers: dict[Place, Coded] = {(None, "n_group"): Coded(Value("9")), (None, "n_all"): Coded(Value("3"))}
    assert at(small, Sheet({**numbers, (None, "design"): Coded(Value("rct"))}), "n_group") == [
        ("group_above_all", Level.WARN)
    ]
    assert at(small, Sheet({**numbers, (None, "design"): Coded(Value("cohort"))}), "n_group") == []


def test_findings_come_in_the_order_of_the_form(small: Codebook) -> None:
    sheet = Sheet({(None, "n_all"): Coded(Value("0")), (None, "level"): Coded(Value("low"))}, ("r",))
    assert [one.place for one in findings(small, sheet)] == [
        (None, "design"),
        (None, "level"),
        (None, "n_all"),
        ("r", "outcome"),
    ]


def test_messages_hold_nothing_of_the_study(small: Codebook) -> None:
    secret = "Chibanda"
    coded = Coded(Value(secret), Evidence(report=secret), note=secret, reason="")
    sheet = Sheet({(None, field.id): coded for field in small.study_fields})
    told = findings(small, sheet)
    assert len(told) >= 7
    assert all(secret not in one.message for one in told)


def test_what_is_owed_is_told_only_once_there_is_an_answer(small: Codebook) -> None:
    level = small.by_id["level"]
    assert owed(level, Coded()) == ()
    assert owed(level, Coded(Value("low"))) == ("quote",)
    assert owed(level, Coded(Value("low"), Evidence(quote="asked"))) == ()
    assert owed(small.by_id["design"], Coded(Value("other"))) == ("place", "reason")


def default_sheet(**answers: str) -> Sheet:
    return Sheet({(None, field): Coded(Value(value)) for field, value in answers.items()})


def checks_at(default: Codebook, sheet: Sheet, field: str, row: str | None = None) -> set[str]:
    declared = {check.id for check in default.checks}
    return {check for check, _ in at(default, sheet, field, row)} & declared


def test_community_led_without_a_phase_that_is_led_is_doubted(default: Codebook) -> None:
    doubt = {"led_by_the_community"}
    assert checks_at(default, default_sheet(engagement_level="community_led"), "engagement_level") == doubt
    delivery = default_sheet(engagement_level="community_led", phase_delivery="led")
    assert checks_at(default, delivery, "engagement_level") == doubt
    for phase in ("phase_design", "phase_governance"):
        led = default_sheet(engagement_level="community_led", **{phase: "led"})
        assert checks_at(default, led, "engagement_level") == set()


def test_high_with_fewer_than_two_shared_phases_is_doubted(default: Codebook) -> None:
    one = default_sheet(engagement_level="high", phase_need="collaborated", phase_design="consulted")
    assert checks_at(default, one, "engagement_level") == {"high_needs_two_phases"}
    two = default_sheet(engagement_level="high", phase_need="collaborated", phase_sustaining="led")
    assert checks_at(default, two, "engagement_level") == set()


def test_no_difference_that_is_merely_not_significant_is_doubted(default: Codebook) -> None:
    def sheet(direction: str, p: str) -> Sheet:
        answers = {"direction": direction, "p_reported": p, "better_when": "lower"}
        return Sheet({("r", field): Coded(Value(value)) for field, value in answers.items()}, ("r",))

    assert checks_at(default, sheet("no_difference", "not_below_05"), "direction", "r") == {
        "no_difference_without_estimate"
    }
    assert checks_at(default, sheet("no_difference", "not_tested"), "direction", "r") == set()
    assert checks_at(default, sheet("better", "not_below_05"), "direction", "r") == set()


def test_more_people_in_the_group_than_in_all_are_doubted(default: Codebook) -> None:
    assert checks_at(default, default_sheet(design="rct", n_total="50", n_intervention="51"), "n_intervention") == {
        "more_in_intervention_than_in_all"
    }
    assert checks_at(default, default_sheet(design="rct", n_total="50", n_intervention="50"), "n_intervention") == set()


def test_a_direction_without_its_polarity_is_blocked(default: Codebook) -> None:
    def sheet(**answers: Answer) -> Sheet:
        return Sheet({("r", field): Coded(answer) for field, answer in answers.items()}, ("r",))

    blocked = {"direction_without_better_when"}
    better = Value("better")
    assert checks_at(default, sheet(direction=better), "direction", "r") == blocked
    assert checks_at(default, sheet(direction=better, better_when=OffScale.UNCLEAR), "direction", "r") == blocked
    assert checks_at(default, sheet(direction=better, better_when=Value("lower")), "direction", "r") == set()
    assert checks_at(default, sheet(direction=OffScale.UNCLEAR), "direction", "r") == set()
    told = sheet(direction=better, better_when=OffScale.NOT_APPLICABLE, outcome_evidence=Value("qualitative"))
    assert checks_at(default, told, "direction", "r") == set()


def test_the_group_is_counted_only_where_there_are_groups(default: Codebook) -> None:
    place = (None, "n_intervention")
    assert place in asked(default, default_sheet(design="cluster_rct"))
    assert place in asked(default, default_sheet(design="cohort", comparator="usual_care"))
    assert place not in asked(default, default_sheet(design="pre_post", comparator="none_or_baseline"))
    assert place not in asked(default, Sheet())


def test_two_rows_of_one_name_are_warned_of_until_something_tells_them_apart() -> None:
    codebook = read_codebook(default_codebook_text(), "default.toml")
    naming = codebook.row_name
    codes = {("r1", naming): Coded(Value("PHQ-9")), ("r2", naming): Coded(Value(" phq-9 "))}

    def warned(**more: str) -> list[Place]:
        told = {("r2", field): Coded(Value(text)) for field, text in more.items()}
        sheet = Sheet({**codes, **told}, ("r1", "r2"))
        return [one.place for one in findings(codebook, sheet) if one.check == "same_name"]

    assert warned() == [("r1", naming), ("r2", naming)]
    assert warned(time_months="12") == []
    assert warned(direction="better") == [("r1", naming), ("r2", naming)], "what came out does not tell outcomes apart"
